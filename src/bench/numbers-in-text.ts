// How far the numbers in two lines of output are apart, however programs write them.
import { GROUPING, tokensOf, MARK, type Token } from './number-tokens.ts';

/** How two numbers at the same place differ. */
export interface Apart {
  /** As a part of the larger one. */
  readonly relative: number;
  readonly absolute: number;
  /** The larger one's distance from zero. */
  readonly magnitude: number;
  /** Both are written as whole numbers: a count, a process, a time. */
  readonly isWhole?: true;
}

/** What whole outputs say of how their numbers are written; a single line leaves some open. */
export interface NumberStyle {
  /** No decimal point anywhere. */
  readonly noPoint: boolean;
  /** `0,05`, and no decimal point anywhere. */
  readonly decimalComma: boolean;
  /** Several lines are nothing but as many numbers between commas: a table, whatever the numbers look like. */
  readonly commaTable: boolean;
}

/** In UTF-16 units. What is longer is data rather than text, and compared as it is. */
const LONGEST_LINE = 256 * 1024;

/**
 * One entry for each pair of numbers of two lines that are the same text but for numbers; nothing where other text differs.
 * Widths may differ: they change with digits.
 */
export function numbersApart(
  left: string,
  right: string,
  style: NumberStyle,
): readonly Apart[] | undefined {
  if (Math.max(left.length, right.length) > LONGEST_LINE) return undefined;
  const ours = tokensOf(left);
  const theirs = tokensOf(right);
  if (ours.frame !== theirs.frame || ours.tokens.length !== theirs.tokens.length) return undefined;
  const isAlone = ours.frame.trim() === MARK;
  const parts: Apart[] = [];
  for (const [index, token] of ours.tokens.entries()) {
    const other = theirs.tokens[index];
    const apart = other === undefined ? undefined : tokensApart(token, other, style, isAlone);
    if (apart === undefined) return undefined;
    parts.push(...apart);
  }
  return parts;
}

/** @param texts whole outputs that are held against each other */
export function numberStyle(texts: readonly string[]): NumberStyle {
  const noPoint = !texts.some((text) => /\d\.\d/u.test(text));
  return {
    noPoint,
    decimalComma:
      noPoint && texts.some((text) => /(?<![\p{L}\p{N}.,])\d+,0\d+(?![\d.,])/u.test(text)),
    commaTable: texts.some((text) => hasCommaTable(text)),
  };
}

function hasCommaTable(text: string): boolean {
  const counts = new Set<number>();
  for (const [line] of text.matchAll(/^[ \t]*[+-]?[\d.]+(?:,[\d.]+)+[ \t]*\r?$/gmu)) {
    const count = line.split(',').length;
    if (counts.has(count)) return true;
    counts.add(count);
  }
  return false;
}

function tokensApart(
  left: Token,
  right: Token,
  style: NumberStyle,
  isAlone: boolean,
): readonly Apart[] | undefined {
  if (left.text === right.text) return [];
  const values = (read: (body: string) => string | undefined): readonly Apart[] | undefined => {
    const ours = read(left.body);
    const theirs = read(right.body);
    return ours === undefined || theirs === undefined
      ? undefined
      : [apart({ ...left, body: ours }, { ...right, body: theirs })];
  };
  const bodies = [left.body, right.body];
  if (bodies.every((body) => PLAIN.test(body))) return values((body) => body);
  if (bodies.some((body) => isOnlyComma(body))) return values(withDecimalComma);
  if (bodies.every((body) => !body.includes(',')) || areThousands(bodies, style, isAlone)) {
    const thousands = values(withDecimalPoint);
    if (thousands !== undefined) return thousands;
  }
  const single = bodies.every((body) => /^\d+(?:,\d+)?$/u.test(body));
  if (
    single &&
    (style.decimalComma || bodies.some((body) => /,0\d/u.test(body)) || areLong(bodies, style))
  )
    return values(withDecimalComma);
  return listsApart(left, right);
}

const PLAIN = /^(?:\d+\.?\d*|\.\d+|0x.*p.*|nan|inf(?:inity)?)$/iu;
const BY_COMMAS = /^(?!0\d*,)\d{1,3}(?:,\d{3})+(?:\.\d*)?$|^\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d*)?$/u;
const BY_SPACES = new RegExp(
  `^\\d{1,3}(?<by>[${GROUPING}])\\d{3}(?:\\k<by>\\d{3})*(?:[.,]\\d*)?$`,
  'u',
);
const BY_POINTS = /^\d{1,3}(?:\.\d{3})+,\d+$/u;

/** `1.234,5`: a comma behind points or spaces parts a fraction. */
function isOnlyComma(body: string): boolean {
  return BY_POINTS.test(body) || (BY_SPACES.test(body) && body.includes(','));
}

/** Whether commas group thousands, rather than standing between numbers of three digits. */
function areThousands(bodies: readonly string[], style: NumberStyle, isAlone: boolean): boolean {
  if (!bodies.every((body) => BY_COMMAS.test(body) || PLAIN.test(body))) return false;
  const counts = new Set(bodies.map((body) => body.split(',').length));
  return (
    counts.size > 1 ||
    bodies.some((body) => body.includes('.') || /,0/u.test(body)) ||
    !isAlone ||
    !style.commaTable
  );
}

/** `3,14159265`: as many digits behind a comma are hardly a column of their own. */
function areLong(bodies: readonly string[], { noPoint }: NumberStyle): boolean {
  const fractions = new Set(
    bodies.map((body) => /^\d{1,2},(?<fraction>\d{7,})$/u.exec(body)?.groups?.['fraction']?.length),
  );
  return noPoint && fractions.size === 1 && !fractions.has(undefined);
}

/** The number as it would be without anything that groups; nothing where it is not written so. */
function withDecimalPoint(body: string): string | undefined {
  if (PLAIN.test(body)) return body;
  if (BY_COMMAS.test(body)) return body.replaceAll(',', '');
  if (BY_SPACES.test(body) && !body.includes(','))
    return body.replaceAll(new RegExp(`[${GROUPING}]`, 'gu'), '');
  if (/^\d{1,3}(?:\.\d{3}){2,}$/u.test(body)) return body.replaceAll('.', '');
  return undefined;
}

function withDecimalComma(body: string): string | undefined {
  if (/^\d+(?:,\d+)?$/u.test(body)) return body.replace(',', '.');
  if (BY_POINTS.test(body)) return body.replaceAll('.', '').replace(',', '.');
  if (/^\d{1,3}(?:\.\d{3})+$/u.test(body)) return body.replaceAll('.', '');
  if (BY_SPACES.test(body))
    return body.replaceAll(new RegExp(`[${GROUPING}]`, 'gu'), '').replace(',', '.');
  return undefined;
}

/** Numbers with nothing but commas between them, the last with the exponent. */
function listsApart(left: Token, right: Token): readonly Apart[] | undefined {
  const items = ({ sign, body, exponent }: Token): Token[] => {
    const parts = body.split(',');
    return parts.map((part, index) => ({
      text: part,
      body: part,
      sign: index === 0 ? sign : '',
      exponent: index === parts.length - 1 ? exponent : '',
    }));
  };
  const ours = items(left);
  const theirs = items(right);
  if (ours.length !== theirs.length) return undefined;
  const parts: Apart[] = [];
  for (const [index, item] of ours.entries()) {
    const other = theirs[index] ?? item;
    if (item.body === other.body && item.sign === other.sign && item.exponent === other.exponent)
      continue;
    // `1.2.3` is a version, or an address.
    if (!PLAIN.test(item.body) || !PLAIN.test(other.body)) return undefined;
    parts.push(apart(item, other));
  }
  return parts;
}

/** Of two numbers without grouping. */
function apart(left: Token, right: Token): Apart {
  const a = valueOf(left);
  const b = valueOf(right);
  const magnitude = Math.max(Math.abs(a), Math.abs(b));
  if (Number.isNaN(a) && Number.isNaN(b)) return { relative: 0, absolute: 0, magnitude: 0 };
  if (!Number.isFinite(a) || !Number.isFinite(b)) {
    const far = a === b ? 0 : Infinity;
    return { relative: far, absolute: far, magnitude: Infinity };
  }
  const absolute = a === b ? wholeApart(left, right) : Math.abs(a - b);
  const areWhole = [left, right].every(
    ({ body, exponent }) => exponent === '' && /^\d+$/u.test(body),
  );
  return {
    relative: absolute === 0 ? 0 : absolute / magnitude,
    absolute,
    magnitude,
    ...(areWhole ? { isWhole: true } : {}),
  };
}

/** Whole numbers beyond what a double tells apart. */
function wholeApart(left: Token, right: Token): number {
  const [one, other] = [left, right].map(({ sign, body, exponent }) =>
    exponent === '' && /^\d{16,}$/u.test(body)
      ? BigInt(body) * (sign === '-' ? -1n : 1n)
      : undefined,
  );
  if (one === undefined || other === undefined) return 0;
  return Math.abs(Number(one - other));
}

function valueOf({ sign, body, exponent }: Token): number {
  const size = sizeOf(body.toLowerCase(), exponent);
  return sign === '-' ? -size : size;
}

function sizeOf(body: string, exponent: string): number {
  if (body === 'nan') return NaN;
  if (body.startsWith('inf')) return Infinity;
  if (!body.startsWith('0x')) {
    return Number(`${body}${/^[+-]/u.test(exponent) ? 'e' : ''}${exponent.replace(/^d/iu, 'e')}`);
  }
  const [digits = '', power = '0'] = body.slice(2).split('p');
  const [whole = '', fraction = ''] = digits.split('.');
  const mantissa = [...`${whole}${fraction}`].reduce(
    (sum, digit) => sum * 16 + Number.parseInt(digit, 16),
    0,
  );
  return mantissa * 2 ** (Number(power) - 4 * fraction.length);
}
