// Where numbers stand in a line of output, in the formats that programs print. What only looks like a number (a hash, an
// identifier, a version) is text.

export interface Token {
  /** As printed, without a unit behind it. */
  readonly text: string;
  /** The digits with what groups and parts them. */
  readonly body: string;
  readonly sign: string;
  readonly exponent: string;
}

interface Line {
  /** What is printed around the numbers, with a mark in place of each. */
  readonly frame: string;
  readonly tokens: readonly Token[];
}

/** Stands in a line's frame where a number stands in the line. */
export const MARK = '\u0000';

const WORD = String.raw`\p{L}\p{N}_`;

const COLOUR = String.raw`\u001b\[[\d;?]*[A-Za-z]`;

const UUID = String.raw`\b[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}\b`;

/** Spaces that do not break, and apostrophes: what groups thousands besides commas and points. */
export const GROUPING = String.raw`'\u2019\u00a0\u202f\u2009`;

// A sign only where no word or number stands before it: `1-2` and `a-2` hold no negative number, `1-2i` does.
const COMPLEX = String.raw`[\d.]+(?:e[+-]?\d+)?[ij]\b`;

const SIGN = String.raw`(?:(?<![${WORD}.)\]])[+-]|[+-](?=${COMPLEX}))?`;

const START = String.raw`(?:(?<![${WORD}](?<!${COLOUR}))|(?=[+-]${COMPLEX}))`;

const HEXADECIMAL = String.raw`0x(?:[\da-f]+\.?[\da-f]*|\.[\da-f]+)p[+-]?\d+`;

const DIGITS = String.raw`(?:\d+(?:[.,${GROUPING}]\d+)*\.?|\.\d+)`;

// Fortran writes `0.1D+01`, and `0.1+101` where three digits leave no room for the letter.
const EXPONENT = String.raw`(?:[ed][+-]?\d+|(?<=\.\d*)[+-]\d{3}(?![\d.]))?`;

const PIECES = new RegExp(
  `(?<text>${COLOUR}|${UUID})|${START}(?<sign>${SIGN})(?:(?<word>nan|inf(?:inity)?)\\b|(?<hexadecimal>${HEXADECIMAL})|(?<digits>${DIGITS})(?<exponent>${EXPONENT}))(?<suffix>[${WORD}]*)`,
  'giu',
);

/** What stands in front of a whole number that is none to reckon with. */
const HASH = '(?:hash|check ?sum|crc|md5|sha|digest|adler|fnv|xxh|fingerprint)';

const HAS_HASH = new RegExp(HASH, 'iu');

const NAMES_A_HASH = new RegExp(`${HASH}[^\\d\\n]*\\d{0,3}[^\\d\\n]*$`, 'iu');

/** As far in front of it is looked for that. */
const NAMED_WITHIN = 60;

const HASH_LENGTH = 7;

export function tokensOf(line: string): Line {
  const tokens: Token[] = [];
  let frame = '';
  let end = 0;
  const hasHash = HAS_HASH.test(line);
  for (const found of line.matchAll(PIECES)) {
    const before = hasHash ? line.slice(Math.max(0, found.index - NAMED_WITHIN), found.index) : '';
    const token = tokenOf(found, before);
    if (token === undefined) continue;
    frame += `${line.slice(end, found.index)}${MARK}`;
    tokens.push(token);
    end = found.index + token.text.length;
  }
  frame += line.slice(end);
  return { frame: frame.replace(/\s+/gu, ' ').replaceAll(` ${MARK}`, MARK), tokens };
}

/** Nothing where it is text. @param before what may name a hash in front of it */
function tokenOf(found: RegExpExecArray, before: string): Token | undefined {
  const {
    sign = '',
    word,
    hexadecimal,
    digits = '',
    exponent = '',
    suffix = '',
  } = found.groups ?? {};
  if (found.groups?.['text'] !== undefined) return undefined;
  // Of a longer word of letters and digits, such as `3fa9c1`, a part is no number.
  if (/\d/u.test(suffix)) return undefined;
  const body = word ?? hexadecimal ?? digits;
  if (word !== undefined && suffix !== '') return undefined;
  const token = { text: `${sign}${body}${exponent}`, body, sign, exponent };
  if (word !== undefined || hexadecimal !== undefined) return token;
  const isWhole = /^\d+$/u.test(digits);
  const chunk = `${digits}${exponent}${suffix}`;
  if (isWhole && chunk.length >= HASH_LENGTH && /^(?=.*[a-f])[\da-f]+$/iu.test(chunk))
    return undefined;
  if (/^d/iu.test(exponent) && !digits.includes('.')) return undefined;
  // Who prints no point and no sign in front of an exponent prints one digit: `1e6`, never `31e6`.
  if (isWhole && /^e\d/iu.test(exponent) && (digits.length > 1 || exponent.length > 4))
    return undefined;
  if (isWhole && exponent === '' && NAMES_A_HASH.test(before)) return undefined;
  return token;
}
