// Text from outside inside Markdown: nothing in it starts markup, a link, a mention, HTML or a new line.
import { visibleLines, visibleText } from '../text/visible-text.ts';

/**
 * One line that renders as the text itself, in a paragraph, a heading, a list item or a table's cell of GitHub's Markdown.
 * Invisible characters become visible escapes first.
 */
export function markdownText(text: string): string {
  return (
    visibleText(text)
      .replace(/[\\`*_[\]|~&<>@$]|#(?=\w)|:(?=\/\/)|(?<=\bwww)\./gi, escapeOf)
      // What starts a line could start a list, a heading or a rule.
      .replace(/^\s*([-+=#])/, '\\$1')
      .replace(/^\s*(\d+)([.)])(?=\s|$)/, '$1\\$2')
      .trim()
  );
}

/** An entity where GitHub looks for mentions, issue numbers, math, HTML or links even behind a backslash. */
function escapeOf(character: string): string {
  return '&<>@$#:.'.includes(character)
    ? (NAMED[character] ?? `&#${character.charCodeAt(0)};`)
    : `\\${character}`;
}

const NAMED: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** A code block that its content cannot end, with the newline after it; lines stay lines. */
export function markdownCode(text: string): string {
  const lines = visibleLines(text.replace(/\s+$/, ''));
  const longest = Math.max(0, ...[...lines.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(Math.max(3, longest + 1));
  return `${fence}text\n${lines}\n${fence}\n`;
}
