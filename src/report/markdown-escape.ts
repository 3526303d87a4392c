// Text from outside inside Markdown: nothing in it starts markup, a link, a mention, HTML or a new line.
import { visibleLines, visibleText } from './visible-text.ts';

/**
 * One line that renders as the text itself, in a paragraph, a heading, a list item or a table's cell of GitHub's Markdown.
 * Invisible characters become visible escapes first.
 */
export function markdownText(text: string): string {
  return (
    visibleText(text)
      .replace(/[\\`*_[\]|~]/g, '\\$&')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      // Mentions, issue numbers, math and automatic links are GitHub's; backslashes do not stop all of them.
      .replaceAll('@', '&#64;')
      .replace(/#(?=\w)/g, '&#35;')
      .replaceAll('$', '&#36;')
      .replaceAll('://', '&#58;//')
      .replace(/\bwww\./gi, (match) => `${match.slice(0, -1)}&#46;`)
      .replace(/^([-+=#])/, '\\$1')
      .replace(/^(\d+)([.)])/, '$1\\$2')
      .trim()
  );
}

/** A code block that its content cannot end, with the newline after it; lines stay lines. */
export function markdownCode(text: string): string {
  const lines = visibleLines(text.replace(/\s+$/, ''));
  const longest = Math.max(0, ...[...lines.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(Math.max(3, longest + 1));
  return `${fence}text\n${lines}\n${fence}\n`;
}
