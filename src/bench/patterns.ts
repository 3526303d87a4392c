// Patterns that people write in retarget.json and frameworks of benchmarks have: the one place where they are run.

/** A text that a pattern's group captured, and where it stands. */
export interface CapturedText {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Capture groups of one match, by their number from 1; holes where a group took no part. */
export type Match = readonly (CapturedText | undefined)[];

/** Where it first occurs in a text; `^` and `$` match at lines. The whole match is group 0. */
export function firstMatch(pattern: string, text: string): Match | undefined {
  const found = new RegExp(pattern, 'dm').exec(text);
  return found === null ? undefined : matchOf(found);
}

/** Everywhere it occurs, from the start on and at most so many times. */
export function* allMatches(pattern: string, text: string, most: number): Generator<Match> {
  let count = 0;
  for (const found of text.matchAll(new RegExp(pattern, 'dgm'))) {
    if (count++ === most) return;
    yield matchOf(found);
  }
}

/** Whether one of these occurs in a line. */
export function anyOf(patterns: readonly string[]): (line: string) => boolean {
  const compiled = patterns.map((pattern) => new RegExp(pattern));
  return (line) => compiled.some((pattern) => pattern.test(line));
}

function matchOf(found: RegExpExecArray): Match {
  return [...found].map((text: string | undefined, group) => {
    const place = found.indices?.[group];
    return text === undefined || place === undefined
      ? undefined
      : { text, start: place[0], end: place[1] };
  });
}

/** The names of a pattern's capture groups, in order; undefined for those without. */
export function groupNames(pattern: string): readonly (string | undefined)[] {
  const parts = /\\.|\[(?:\\.|[^\]\\])*\]|\((?:\?<(?<name>[^=!][^>]*)>|(?!\?))/gsu;
  return [...pattern.matchAll(parts)].flatMap(({ 0: text, groups }) =>
    text.startsWith('(') ? [groups?.['name']] : [],
  );
}

/** Where a capture group stands in its pattern, from `(` to behind `)`. @param group its number from 1 */
export function groupPlace(pattern: string, group: number): CapturedText | undefined {
  const open: { readonly start: number; readonly group: number }[] = [];
  let count = 0;
  const parts = /\\.|\[(?:\\.|[^\]\\])*\]|\((?:\?<[^=!][^>]*>|(?!\?))|\(|\)/gsu;
  for (const { 0: text, index } of pattern.matchAll(parts)) {
    if (text === ')') {
      const opened = open.pop();
      if (opened?.group !== group) continue;
      const [start, end] = [opened.start, index + 1];
      return { text: pattern.slice(start, end), start, end };
    }
    if (!text.startsWith('(')) continue;
    const captures = text !== '(' || pattern[index + 1] !== '?';
    open.push({ start: index, group: captures ? ++count : 0 });
  }
  return undefined;
}
