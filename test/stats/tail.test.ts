import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Tail } from '../../src/model/run.ts';
import { oneSidedTail } from '../../src/stats/tail.ts';

/** Noise of about 1 % that is the same each time. */
const steady = (count: number, phase: number): number[] =>
  Array.from({ length: count }, (_, index) => 1 + 0.01 * Math.sin(index * 2.4 + phase));

/** What chance does not explain. */
function unevenTail(baseline: readonly number[], target: readonly number[]): Tail | undefined {
  const found = oneSidedTail(baseline, target);
  return found?.open === false ? found.tail : undefined;
}

function slow(values: readonly number[], rounds: readonly number[], factor = 1.5): number[] {
  return values.map((value, round) => (rounds.includes(round) ? value * factor : value));
}

const EIGHT = [2, 7, 11, 16, 22, 27, 33, 38];

test('one variant that is slow in a fifth of the rounds is found, with the ratio of the means', () => {
  const found = unevenTail(steady(40, 0), slow(steady(40, 1), EIGHT));
  expect(found).toMatchObject({ slow: 8, baselineSlow: 0, rounds: 40 });
  expect(found?.meanSpeedup).toBeCloseTo(1 / 1.1, 2);
  expect(unevenTail(slow(steady(40, 0), EIGHT), steady(40, 1))).toMatchObject({
    slow: 0,
    baselineSlow: 8,
  });
});

test('a few slow rounds of one side leave it open, and count from three on', () => {
  const two = oneSidedTail(steady(15, 0), slow(steady(15, 1), [2, 7]));
  expect(two).toMatchObject({ open: true, counts: false });
  const three = oneSidedTail(steady(15, 0), slow(steady(15, 1), [2, 7, 11]));
  expect(three).toMatchObject({ open: true, counts: true, tail: { slow: 3, mayBeChance: true } });
  expect(oneSidedTail(slow(steady(15, 0), [4]), slow(steady(15, 1), [2, 7]))).toBeUndefined();
});

test('one slow round among many says nothing', () => {
  expect(oneSidedTail(steady(80, 0), slow(steady(80, 1), [7]))).toBeUndefined();
});

test('what noise does to one side does not hide what takes far longer on the other', () => {
  const noisy = slow(steady(15, 0), [1, 5, 9], 1.06);
  expect(oneSidedTail(noisy, slow(steady(15, 1), [2, 7, 11], 3))).toMatchObject({
    counts: true,
    tail: { slow: 3, baselineSlow: 0 },
  });
});

test('what disturbs both now and then, or both at once, is none of theirs', () => {
  const early = EIGHT.slice(0, 4);
  const late = EIGHT.slice(4);
  expect(unevenTail(slow(steady(40, 0), early), slow(steady(40, 1), late))).toBeUndefined();
  expect(unevenTail(slow(steady(40, 0), EIGHT), slow(steady(40, 1), EIGHT))).toBeUndefined();
});

test('a variant that takes nine times as long is hit nine times as often, by chance', () => {
  const long = steady(40, 1).map((value) => value * 9);
  expect(unevenTail(steady(40, 0), slow(long, EIGHT))).toBeUndefined();
  expect(unevenTail(long, slow(steady(40, 0), EIGHT))).toMatchObject({ slow: 8, baselineSlow: 0 });
});

test('executions far faster than usual are no tail', () => {
  expect(unevenTail(steady(40, 0), slow(steady(40, 1), EIGHT, 0.5))).toBeUndefined();
});

test('where disturbances hit either side by chance, a tail is found in under one of a hundred runs', () => {
  // Each coin is the side that a disturbance hits; the exact test bounds how often they lie so uneven.
  let found = 0;
  let seed = 7;
  const coin = (): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed / 2_147_483_648;
  };
  const runs = 4000;
  for (let run = 0; run < runs; run += 1) {
    const sides = EIGHT.map(() => coin() < 0.5);
    const ours = EIGHT.filter((_, index) => sides[index]);
    const theirs = EIGHT.filter((_, index) => !sides[index]);
    if (unevenTail(slow(steady(40, 0), theirs), slow(steady(40, 1), ours)) !== undefined)
      found += 1;
  }
  expect(found / runs).toBeGreaterThan(0.003);
  expect(found / runs).toBeLessThan(0.0125);
});

test('the two sides change places with baseline and target', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.tuple(
          fc.double({ min: 0.5, max: 3, noNaN: true }),
          fc.double({ min: 0.5, max: 3, noNaN: true }),
        ),
        { minLength: 1, maxLength: 60 },
      ),
      (pairs) => {
        const left = pairs.map(([value]) => value);
        const right = pairs.map(([, value]) => value);
        const there = unevenTail(left, right);
        const back = unevenTail(right, left);
        expect(back?.slow).toBe(there?.baselineSlow);
        expect(back?.baselineSlow).toBe(there?.slow);
        if (there !== undefined && back !== undefined)
          expect(there.meanSpeedup * back.meanSpeedup).toBeCloseTo(1, 9);
      },
    ),
  );
});
