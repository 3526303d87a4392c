// Changes in a JSON text that people write, word by word, so that comments and format stay as they were.
import type { Node } from 'jsonc-parser';

/** One replacement in a text: offsets in UTF-16 units, `end` behind the last one replaced. */
export interface TextChange {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A text after changes that do not touch each other, in order. */
export function changedText(text: string, changes: readonly TextChange[]): string {
  let result = '';
  let from = 0;
  for (const { start, end, text: replaced } of changes) {
    result += text.slice(from, start) + replaced;
    from = end;
  }
  return result + text.slice(from);
}

/** What makes one text of another: at most one change, from the first difference to the last. */
export function changeTo(text: string, wanted: string): readonly TextChange[] {
  if (text === wanted) return [];
  const most = Math.min(text.length, wanted.length);
  let start = 0;
  while (start < most && text[start] === wanted[start]) start++;
  let same = 0;
  while (same < most - start && text.at(-1 - same) === wanted.at(-1 - same)) same++;
  return [
    {
      start,
      end: text.length - same,
      text: wanted.slice(start, wanted.length - same),
    },
  ];
}

export function replacement({ offset, length }: Node, text: string): TextChange {
  return { start: offset, end: offset + length, text };
}

/**
 * Puts items behind the last one of a list; comments stay with what they stand behind.
 * @param items text of each; lines after its first are indented for a place at two spaces
 */
export function appended(
  text: string,
  list: Node,
  items: readonly string[],
): readonly TextChange[] {
  const [first] = list.children ?? [];
  const last = list.children?.at(-1);
  if (first === undefined || last === undefined) {
    // What stands between the brackets is at most a comment.
    const start = list.offset + 1;
    return [{ start, end: start, text: items.join(', ') }];
  }
  const line = lineBefore(text, list, first);
  const joined = items
    .map((item) => `${line}${line === ' ' ? item : item.replaceAll('\n  ', line)}`)
    .join(',');
  const end = endOf(last);
  const comma = commaAfter(text, end);
  if (comma !== undefined) {
    const at = endOfLine(text, comma + 1, line);
    return [{ start: at, end: at, text: `${joined},` }];
  }
  const at = endOfLine(text, end, line);
  return at === end
    ? [{ start: end, end, text: `,${joined}` }]
    : [
        { start: end, end, text: ',' },
        { start: at, end: at, text: joined },
      ];
}

export function endOf({ offset, length }: Node): number {
  return offset + length;
}

/** The white space that stands before each member of a list or an object: a line's beginning, or one space. */
export function lineBefore(text: string, parent: Node, first: Node): string {
  return /\r?\n[ \t]*$/u.exec(text.slice(parent.offset + 1, first.offset))?.[0] ?? ' ';
}

/** Behind the comment that ends the line of an offset, where members stand on lines of their own. */
export function endOfLine(text: string, offset: number, line: string): number {
  if (!line.includes('\n')) return offset;
  return offset + (/^[ \t]*\/\/[^\r\n]*/u.exec(text.slice(offset))?.[0].length ?? 0);
}

/** Offset of the comma that follows an offset, over white space and comments. */
export function commaAfter(text: string, offset: number): number | undefined {
  const between = /^(?:\s|\/\/[^\n]*(?:\n|$)|\/\*[^]*?\*\/)*/u.exec(text.slice(offset))?.[0] ?? '';
  const at = offset + between.length;
  return text[at] === ',' ? at : undefined;
}
