// Patterns that people write in retarget.json and frameworks of benchmarks have: the one place where they are run.
import { FailureError } from '../model/failure.ts';
import { LimitError, withinLimit } from './limit.ts';
import { tooLarge, tooSlow } from './messages.ts';

/** A text that a pattern's group captured, and where it stands. */
export interface CapturedText {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Capture groups of one match, by their number from 1; holes where a group took no part. */
export type Match = readonly (CapturedText | undefined)[];

/** Where it first occurs in a text; `^` and `$` match at lines. The whole match is group 0. @throws as `ended` */
export function firstMatch(pattern: string, text: string): Match | undefined {
  const expression = new RegExp(pattern, 'dm');
  const found = ended(
    () => pattern,
    () => expression.exec(text),
  );
  return found === null ? undefined : matchOf(found);
}

/** Everywhere it occurs, from the start on and at most so many times. @throws as `ended` */
export function allMatches(pattern: string, text: string, most: number): readonly Match[] {
  const expression = new RegExp(pattern, 'dgm');
  return ended(
    () => pattern,
    () => {
      const matches: Match[] = [];
      for (const found of text.matchAll(expression)) {
        if (matches.length === most) break;
        matches.push(matchOf(found));
      }
      return matches;
    },
  );
}

/** Those texts in which one of these occurs. @throws as `ended` */
export function matching(
  patterns: readonly string[],
  texts: readonly string[],
): ReadonlySet<string> {
  if (patterns.length === 0) return new Set();
  const compiled = patterns.map((pattern) => new RegExp(pattern));
  let running = 0;
  return ended(
    () => patterns[running] ?? '',
    () => {
      const found = new Set<string>();
      for (const text of new Set(texts)) {
        const occurs = compiled.some((pattern, index) => {
          running = index;
          return pattern.test(text);
        });
        if (occurs) found.add(text);
      }
      return found;
    },
  );
}

/**
 * @param running the pattern that is being matched, or was last
 * @throws {FailureError} `config-invalid`, naming the pattern, where it takes too long or V8 cannot compile it.
 */
function ended<T>(running: () => string, match: () => T): T {
  try {
    return withinLimit(match);
  } catch (error) {
    const isLarge = error instanceof SyntaxError;
    if (!isLarge && !(error instanceof LimitError)) throw error;
    const named = { pattern: running() };
    const words = isLarge ? tooLarge(named) : tooSlow(named);
    throw new FailureError({ code: 'config-invalid', ...words }, { cause: error });
  }
}

function matchOf(found: RegExpExecArray): Match {
  return [...found].map((text: string | undefined, group) => {
    const place = found.indices?.[group];
    return text === undefined || place === undefined
      ? undefined
      : { text, start: place[0], end: place[1] };
  });
}
