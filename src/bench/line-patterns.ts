// Patterns for lines that are to be left out of a comparison: as wide as those lines, and no wider where that can be.
const NUMBER = String.raw`[+-]?(?:\d[\d.,:]*|\.\d+)(?:[eEdD][+-]?\d+)?`;
const DATES =
  /\b(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b/iu;
const PARTS = new RegExp(`(?<date>${DATES.source})|(?<number>${NUMBER})|(?<blank>\\s+)`, 'giu');

/** A line of both outputs, or of the one that has it. */
export interface LineToLeave {
  readonly left?: string;
  readonly right?: string;
}

/**
 * Patterns that match all of these lines, each once.
 * @param kept lines that should go on being compared
 * @returns nothing where a line says too little to know it by
 */
export function linePatterns(
  lines: readonly LineToLeave[],
  kept: readonly string[],
): readonly string[] | undefined {
  const patterns: string[] = [];
  for (const line of lines) {
    const texts = [line.left, line.right].filter((text) => text !== undefined && text !== '');
    const whole = texts.filter((text) => text !== undefined);
    if (whole.every((text) => patterns.some((pattern) => new RegExp(pattern, 'u').test(text))))
      continue;
    const pattern = patternFor(whole, kept);
    if (pattern === undefined) return undefined;
    patterns.push(pattern);
  }
  return patterns;
}

function patternFor(texts: readonly string[], kept: readonly string[]): string | undefined {
  const candidates = [beginning(texts), shape(texts[0] ?? '')].filter(
    (pattern) =>
      pattern !== undefined && texts.every((text) => new RegExp(pattern, 'u').test(text)),
  );
  const clean = candidates.find(
    (pattern) => pattern !== undefined && !kept.some((text) => new RegExp(pattern, 'u').test(text)),
  );
  return clean ?? candidates.at(-1);
}

/** The words that all texts begin with, before any number or date. */
function beginning(texts: readonly string[]): string | undefined {
  const [first = '', ...others] = texts;
  let same = first.length;
  for (const other of others) {
    let at = 0;
    while (at < same && first[at] === other[at]) at++;
    same = at;
  }
  const common = first.slice(0, same);
  const variable = new RegExp(`${DATES.source}|(?<![A-Za-z])\\d|[+-]?\\.?\\d`, 'iu').exec(common);
  const fixed = variable === null ? common : common.slice(0, variable.index);
  const words = /^[ \w:=.,/()[\]#*|-]*[A-Za-z:=]/u.exec(fixed)?.[0];
  if (words === undefined || !/[A-Za-z].*[A-Za-z:=]/u.test(words)) return undefined;
  // What is cut in mid-word begins other lines too.
  const isCut = same < first.length && /\w$/u.test(words) && /^\w/u.test(first.slice(words.length));
  const kept = isCut ? words.replace(/\w+$/u, '').trimEnd() : words;
  return /[A-Za-z].*[A-Za-z:=]/u.test(kept) ? `^${escaped(kept)}` : undefined;
}

/** The whole line, with anything in place of its numbers and dates. */
function shape(text: string): string | undefined {
  let pattern = '';
  let fixed = '';
  let end = 0;
  for (const found of text.matchAll(PARTS)) {
    const between = text.slice(end, found.index);
    pattern += escaped(between);
    fixed += between;
    end = found.index + found[0].length;
    if (found.groups?.['blank'] !== undefined) pattern += '\\s+';
    else if (found.groups?.['date'] !== undefined) pattern += '\\w+';
    else pattern += '\\S+';
  }
  pattern += escaped(text.slice(end));
  fixed += text.slice(end);
  const isClear = /[A-Za-z].*[A-Za-z]/u.test(fixed) || DATES.test(text) || /\d:\d{2}/u.test(text);
  // A program may be told to end its lines as another system does.
  return isClear
    ? `^${pattern.replace(/^(?:\\s\+)/u, '\\s*').replace(/(?:\\s\+|\s)+$/u, '\\s*')}$`
    : undefined;
}

/** As a regular expression that matches this text only, with or without the flag `u`. */
export function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/gu, '\\$&');
}
