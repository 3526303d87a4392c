import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CapturedStream } from '../../src/bench/executor.ts';
import { firstDifference, type Difference } from '../../src/bench/output-check.ts';
import type { OutputCheck } from '../../src/model/program.ts';
import { visibleText } from '../../src/text/visible-text.ts';

function printed(text: string | Buffer, keep = Infinity, restHash = ''): CapturedStream {
  const bytes = Buffer.from(text);
  return { bytes: bytes.subarray(0, keep), total: bytes.length, restHash };
}

function differ(
  left: string,
  right: string,
  check: Partial<OutputCheck> = {},
): Difference | undefined {
  return firstDifference(printed(left), printed(right), {
    output: 'exact',
    ignoreLines: [],
    ...check,
  });
}

describe('an exact comparison', () => {
  it('finds the first differing line and shows both sides', () => {
    expect(differ('a\nb\nc\n', 'a\nB\nC\n')).toEqual({ line: 2, left: 'b', right: 'B' });
  });

  it('finds a side that ends early, and a missing last newline', () => {
    expect(differ('a\nb', 'a')).toEqual({ line: 2, left: 'b' });
    expect(differ('a\n', 'a')).toEqual({ line: 2, left: '' });
  });

  it('shows control characters and the part of a long line where it differs', () => {
    const long = 'x'.repeat(5000);
    const seen = differ(`${long}\u001b[31m1`, `${long}\u001b[31m2`);
    expect(seen?.left).toMatch(/^…x+\\x1b\[31m1$/);
    expect(seen?.left?.length).toBeLessThan(120);
  });

  it('tells bytes apart that are no text', () => {
    const difference = firstDifference(
      printed(Buffer.from([0xff, 10])),
      printed(Buffer.from([0xfe, 10])),
      {
        output: 'exact',
        ignoreLines: [],
      },
    );
    expect(difference).toMatchObject({ line: 1 });
    expect(difference?.left).not.toBe(difference?.right);
  });

  it('leaves out lines that match, on both sides, wherever they are', () => {
    const check = { ignoreLines: ['^time:', '^#'] };
    expect(differ('# x\na\ntime: 3\nb', 'a\nb\ntime: 99', check)).toBeUndefined();
    expect(differ('# x\na\ntime: 3\nb', 'a\nc', check)).toMatchObject({
      line: 4,
      left: 'b',
      right: 'c',
    });
  });

  it('compares what was not kept by its hash', () => {
    const check: OutputCheck = { output: 'exact', ignoreLines: [] };
    const text = 'same\n'.repeat(10);
    expect(firstDifference(printed(text, 20, 'h'), printed(text, 20, 'h'), check)).toBeUndefined();
    expect(firstDifference(printed(text, 20, 'h'), printed(text, 20, 'i'), check)).toEqual({});
  });

  it('sees an output that ends where the other, truncated, still goes on', () => {
    const long = 'line\n'.repeat(100);
    const short = 'line\n'.repeat(3);
    for (const check of [
      { output: 'numbers', ignoreLines: [] },
      { output: 'exact', ignoreLines: ['^#'] },
    ] as const) {
      expect(firstDifference(printed(long, 200), printed(short), check)?.line).toBe(4);
      expect(firstDifference(printed(short), printed(long, 200), check)?.line).toBe(4);
      expect(firstDifference(printed(long, 200), printed(long, 100), check)).toBeUndefined();
    }
  });

  it('says nothing exactly for equal texts', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        expect(differ(a, b) === undefined).toBe(Buffer.from(a).equals(Buffer.from(b)));
      }),
    );
  });
});

describe('a comparison of numbers', () => {
  const within = (left: string, right: string, tolerance: number): boolean =>
    differ(left, right, { output: 'numbers', tolerance }) === undefined;

  it.each([
    ['x = 1.0000001', 'x = 1.0000002', true],
    ['x = 1.0', 'x = 1.1', false],
    ['x = 1.0', 'y = 1.0', false],
    ['  9.9999999 |', ' 10.0000001 |', true],
    ['1e10 2', '10000000001 2', true],
    ['-1.0', '1.0', false],
    ['a-1', 'a-1.0000000001', true],
    ['nan inf -inf', '-nan inf -inf', true],
    ['inf', '-inf', false],
    ['0', '1e-30', false],
    ['v1.2.3', 'v1.2.4', false],
    ['1 2 3', '1 2', false],
  ])('%j and %j: %s', (left, right, same) => {
    expect(within(left, right, 1e-6)).toBe(same);
  });

  it('tells how far the numbers of the first differing line are apart', () => {
    expect(differ('sum 100.0 of 3', 'sum 101.0 of 3')?.relative).toBeCloseTo(1 / 101, 6);
    expect(differ('sum one', 'sum two')?.relative).toBeUndefined();
  });

  it('accepts what is within the tolerance and nothing beyond, on either side', () => {
    const value = fc.double({ min: 1e-3, max: 1e12, noNaN: true });
    fc.assert(
      fc.property(
        value,
        fc.double({ min: 0, max: 0.9, noNaN: true }),
        fc.boolean(),
        (x, part, sign) => {
          const left = `v ${sign ? '-' : ''}${x} end`;
          const right = `v ${sign ? '-' : ''}${x * (1 - part)} end`;
          const same = part <= 0.01;
          if (Math.abs(part - 0.01) < 1e-9) return;
          expect([within(left, right, 0.01), within(right, left, 0.01)]).toEqual([same, same]);
        },
      ),
    );
  });
});

it('shown text holds nothing that a terminal obeys', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(visibleText(text)).not.toMatch(/[\p{Cc}\p{Cf}\u2028\u2029]/u);
    }),
  );
});
