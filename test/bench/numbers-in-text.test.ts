import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { differencesBetween } from '../../src/bench/output-check.ts';
import type { CapturedStream } from '../../src/bench/executor.ts';
import type { OutputCheck } from '../../src/model/program.ts';

function printed(text: string): CapturedStream {
  const bytes = Buffer.from(text);
  return { bytes, total: bytes.length, restHash: '' };
}

function same(left: string, right: string, check: Partial<OutputCheck> = {}): boolean {
  const numbers = { output: 'numbers', ignoreLines: [], ...check } as const;
  const there = differencesBetween(printed(left), printed(right), numbers) === undefined;
  const back = differencesBetween(printed(right), printed(left), numbers) === undefined;
  expect(there).toBe(back);
  return there;
}

describe('numbers that differ by less than one part in a million', () => {
  it.each([
    ['with a decimal comma', '1,000000000', '0,999999999'],
    ['with many digits behind a comma', '3,100002790', '3,100000000'],
    ["with Fortran's exponent", '0.100000000D+01', '0.999999999D+00'],
    ["with Fortran's exponent of three digits", ' 0.1000000-101', ' 0.9999999999-102'],
    ['with a small letter d', '1.0d0', '0.9999999999d0'],
    ['as %a prints them', '0x1p+0', '0x1.fffffffp-1'],
    ['as %La prints them', '0x8.0p-3', '0xf.ffffffcp-4'],
    ['with thousands set apart by commas', '9,999,999,999.99', '10,000,000,000.0'],
    ['with thousands among words', 'total 12,345,678 points', 'total 12,345,679 points'],
    ['with thousands that become more', 'in 999,999.999 s', 'in 1,000,000.001 s'],
    ['with thousands set apart by points', '1.234.567,89', '1.234.567,90'],
    ['with thousands set apart by spaces', '1\u202f234\u202f567,89', '1\u202f234\u202f567,90'],
    ['with thousands set apart by apostrophes', "1'234'567.8", "1'234'567.9"],
    ['with and without a fraction', 'sum=1 ok', 'sum=1.0000000001 ok'],
    ['with a unit right behind', '1.0000001ms', '1.0000002ms'],
    ['behind a colour', '\u001b[32m1.0000001\u001b[0m', '\u001b[32m1.0000002\u001b[0m'],
    ['of which one is not a number', 'nan', '-nan'],
    ['of which one is a negative zero', '0.0', '-0.0'],
    ['in a list', '(1.0,2.0,3.0)', '(1.0,2.0000001,3.0)'],
    ['with an imaginary part', '1.0-2.0i', '1.0-2.0000001i'],
  ])('%s', (_, left, right) => {
    expect(same(left, right)).toBe(true);
  });
});

describe('what is no number, or another one', () => {
  it.each([
    ['a hash', 'deadbeef12345678', 'deadbeef12345679'],
    ['a hash that begins with digits', '12345678deadbeef', '12345679deadbeef'],
    [
      'a hash that looks like an exponent',
      'hash 00000000000000000001e5',
      'hash 00000000000000000010e4',
    ],
    ['a short hash that looks like one', 'at 1234567e1', 'at 12345670e0'],
    ['an address', '0xdeadbeef12345678', '0xdeadbeef12345679'],
    ['a checksum in decimal digits', 'checksum: 2864434397', 'checksum: 2864434398'],
    ['a CRC in decimal digits', 'crc32 = 2864434397', 'crc32 = 2864434398'],
    ['a UUID', '550e8400-e29b-41d4-a716-446655440000', '550e8400-e29b-41d4-a716-446655440001'],
    ['a word with digits in it', 'k3j5h2000001', 'k3j5h2000002'],
    ['a version', 'v1.2.3', 'v1.2.4'],
    ['a date', '2026-12-01', '2026-12-02'],
    ['whole numbers in a table of commas', '1000000,5\n3,4', '1000000,6\n3,4'],
    ['three digits in a table of commas', '100,200,300\n400,500,600', '100,200,301\n400,500,600'],
    ["Fortran's number of another size", '0.1D+01', '0.1D+03'],
    ['infinity', 'inf', '-inf'],
    ['an imaginary part of the other sign', '1.0+2.0i', '1.0-2.0i'],
  ])('%s', (_, left, right) => {
    expect(same(left, right)).toBe(false);
  });
});

it('whole numbers beyond what a double tells apart are compared digit by digit', () => {
  expect(same('id 9007199254740993', 'id 9007199254740992', { tolerance: 0 })).toBe(false);
  expect(same('id 9007199254740993', 'id 9007199254740993', { tolerance: 0 })).toBe(true);
});

it('an absolute difference is accepted whatever its part of the number is, and no larger one', () => {
  const check = { tolerance: 1e-6, absolute: 1e-9 };
  expect(same('residual -8.7e-15', 'residual 1.5e-12', check)).toBe(true);
  expect(same('residual -8.7e-9', 'residual 1.5e-12', check)).toBe(false);
  expect(same('total 1000.0 residual 1e-14', 'total 1000.1 residual 2e-14', check)).toBe(false);
});

/** A number in one of the formats, and how that one writes it. */
const FORMATS: readonly (readonly [string, (value: number) => string])[] = [
  ['%f', (value) => value.toFixed(9)],
  ['%e', (value) => value.toExponential(12)],
  ['%E', (value) => value.toExponential(12).toUpperCase()],
  ['Fortran', (value) => value.toExponential(14).replace('e', 'D')],
  ['shortest', String],
  ['thousands', (value) => value.toLocaleString('en-US', { minimumFractionDigits: 9 })],
  ['German', (value) => value.toLocaleString('de-DE', { minimumFractionDigits: 9 })],
  ['Swiss', (value) => value.toLocaleString('de-CH', { minimumFractionDigits: 9 })],
  ['French', (value) => value.toLocaleString('fr-FR', { minimumFractionDigits: 9 })],
];

it.each(FORMATS)(
  '%s: what is within the tolerance is the same, and nothing beyond it',
  (_, write) => {
    const value = fc.double({ min: 1, max: 1e9, noNaN: true });
    const part = fc.constantFrom(0, 1e-9, 9e-7, 2e-6, 1e-3, 0.5);
    fc.assert(
      fc.property(value, part, fc.boolean(), (number, less, isNegative) => {
        const sign = isNegative ? '-' : '';
        // What stands elsewhere in the output tells a fraction from a second column.
        const step = `step ${write(0.05)}\n`;
        const left = `${step}value: ${sign}${write(number)} kg`;
        const right = `${step}value: ${sign}${write(number * (1 - less))} kg`;
        expect(same(left, right), `${left} and ${right}`).toBe(less < 1e-6);
      }),
      { numRuns: 200 },
    );
  },
);

it('hexadecimal words differ whenever their text does', () => {
  const word = fc.string({
    unit: fc.constantFrom(...'0123456789abcdef'),
    minLength: 8,
    maxLength: 40,
  });
  fc.assert(
    fc.property(word, word, (left, right) => {
      // Sixteen digits and no letter are a number to anybody.
      fc.pre(/[a-f]/u.test(left) && /[a-f]/u.test(right));
      expect(same(`id ${left}`, `id ${right}`)).toBe(left === right);
    }),
  );
});

describe('a very long line', () => {
  const numbers = Array.from({ length: 30_000 }, (_, index) => String(index));
  const line = (last: string): string => [...numbers, last].join(' ');

  it('of whole numbers is compared number by number, and a hash in it as text', () => {
    expect(same(line('1000000000'), line('1000000001'))).toBe(true);
    expect(same(line('crc32: 1000000000'), line('crc32: 1000000001'))).toBe(false);
  });

  it('beyond 256 kB is compared as text', () => {
    const long = 'x'.repeat(256 * 1024);
    expect(same(`${long} 1.0000000001`, `${long} 1.0000000002`)).toBe(false);
    expect(same(`${long} 1`, `${long} 1`)).toBe(true);
  });
});
