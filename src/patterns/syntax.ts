// A regular expression as text: whether it is one, and its capture groups. Nothing here runs it.
import { tooLong } from './messages.ts';

/** Characters: people write a few dozen, and V8 compiles far longer ones for seconds without a way to end it. */
export const LONGEST_PATTERN = 10_000;

/** Why this is no regular expression, to stand behind a place in a file; nothing where it is one. */
export function patternProblem(pattern: string): string | undefined {
  if (pattern.length > LONGEST_PATTERN) return tooLong({ most: LONGEST_PATTERN });
  try {
    // It is compiled with its first match only.
    new RegExp(pattern, 'm');
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

const PARTS =
  /\\.|\[(?:\\.|[^\]\\])*\]|(?<group>\((?:\?<(?<name>[^=!][^>]*)>|(?!\?)))|\((?=\?)|\)/gsu;

/** The names of a pattern's capture groups, in order; undefined for those without. */
export function groupNames(pattern: string): readonly (string | undefined)[] {
  return [...pattern.matchAll(PARTS)].flatMap(({ groups }) =>
    groups?.['group'] === undefined ? [] : [groups['name']],
  );
}

/** A group as it is written, and where it stands in its pattern, from `(` to behind `)`. */
export interface GroupPlace {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** @param group its number from 1 */
export function groupPlace(pattern: string, group: number): GroupPlace | undefined {
  const open: { readonly start: number; readonly group: number }[] = [];
  let count = 0;
  for (const { 0: text, index, groups } of pattern.matchAll(PARTS)) {
    if (text === ')') {
      const opened = open.pop();
      if (opened?.group !== group) continue;
      const [start, end] = [opened.start, index + 1];
      return { text: pattern.slice(start, end), start, end };
    }
    if (!text.startsWith('(')) continue;
    open.push({ start: index, group: groups?.['group'] === undefined ? 0 : ++count });
  }
  return undefined;
}
