// Lines for terminals: wrapping, indenting and cutting, by cells rather than by characters.
import cliTruncate from 'cli-truncate';
import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';
import type { TerminalStyle } from './terminal-style.ts';

/** Widest of some single lines, in cells. */
export function widest(lines: readonly string[]): number {
  return Math.max(0, ...lines.map((line) => stringWidth(line)));
}

/** Text of at most so many cells; what is cut off shows as an ellipsis. */
export function cut(text: string, columns: number, style: TerminalStyle): string {
  const shorten = (width: number): string =>
    cliTruncate(text, Math.max(1, width), { truncationCharacter: style.unicode ? '…' : '~' });
  const shown = shorten(columns);
  // A wide character across the edge is kept whole, one cell too far.
  return stringWidth(shown) > columns ? shorten(columns - 1) : shown;
}

/**
 * A paragraph as lines no wider than the style's columns; words longer than a line are broken.
 * @param first what the first line starts with; further lines are indented to `hanging` cells (its width, unless given)
 */
export function paragraph(
  text: string,
  style: TerminalStyle,
  first = '',
  hanging = stringWidth(first),
): string[] {
  const width = Math.max(20, style.columns - Math.max(hanging, stringWidth(first)));
  return wrapAnsi(text, width, { hard: true })
    .split('\n')
    .map((line, index) => `${index === 0 ? first : ' '.repeat(hanging)}${line}`.trimEnd());
}

/** What an ASCII terminal shows for the few other characters our own texts use. */
export function plainWhereNeeded(text: string, style: TerminalStyle): string {
  return style.unicode ? text : text.replaceAll('µ', 'u').replaceAll('→', '->');
}

/** Lines as one text with a newline at its end, never with spaces before a line's end. */
export function textOf(lines: readonly string[]): string {
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}
