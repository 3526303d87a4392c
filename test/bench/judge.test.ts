import { expect, test } from 'vitest';
import { askingShares, judge } from '../../src/bench/judge.ts';
import { sampleWarnings } from '../../src/bench/sample-warnings.ts';
import type { Comparison, Sample } from '../../src/model/run.ts';
import { variantOfTarget } from '../../src/model/variant.ts';
import { benchmark } from './compile.ts';

const WALL = { kind: 'wall' } as const;

/** Times of about 50 ms with noise of half a percent, longer by half in those rounds. */
function samplesOf(target: string, phase: number, slow: readonly number[] = []): Sample[] {
  return Array.from({ length: 40 }, (_, round) => {
    const wall = 5e7 * (1 + 0.005 * Math.sin(round * 2.4 + phase));
    const measured = slow.includes(round) ? wall * 1.5 : wall;
    return {
      ...{ round, position: 0, variant: `${target}/whole/own`, wall: measured },
      ...{ user: wall, system: 0, peakMemory: 1 },
    };
  });
}

const FIFTH = [2, 7, 11, 16, 22, 27, 33, 38];

function judged(samples: readonly Sample[], busy = false) {
  const judgement = judge(
    WALL,
    samples,
    ['base', 'own'].map((target) => variantOfTarget(target)),
    0.01,
  );
  const warnings = sampleWarnings({
    ...{ benchmark: benchmark(), baseline: 'base', rounds: 40, stopped: 'precision' },
    samples: new Map(
      ['base', 'own'].map((target) => [
        target,
        samples.filter(({ variant }) => variant === `${target}/whole/own`),
      ]),
    ),
    busy,
    ...{ widest: judgement.widest, precision: 0.01, comparisons: judgement.comparisons },
  });
  return { own: judgement.comparisons[1], warnings };
}

test('a target that is slow in a fifth of its executions is not found equal, and the machine is not blamed', () => {
  const { own, warnings } = judged([...samplesOf('base', 0), ...samplesOf('own', 1, FIFTH)]);
  // The interval is of ordinary executions, and narrow.
  expect(own?.speedup?.low).toBeGreaterThan(0.99);
  expect(own).toMatchObject({ verdict: 'inconclusive', tail: { slow: 8, baselineSlow: 0 } });
  const [about, ...others] = warnings.filter(({ code }) => code === 'outliers');
  expect(about?.message).toMatch(
    /^own took far longer than its median in 8 of 40 rounds, base in 0\. /,
  );
  // Neither the program nor the machine is called the cause: nobody looked.
  expect(about?.message).toContain('the cause is unknown');
  expect(about?.message).toMatch(/speedup is 0\.9\d\dx\.$/);
  expect(others).toEqual([]);
});

test('slow rounds are no exceptions where they are nearly half, and never blamed on the program beside a busy machine', () => {
  const often = Array.from({ length: 40 }, (_, round) => round).filter((round) => round % 5 < 2);
  const samples = [...samplesOf('base', 0), ...samplesOf('own', 1, often)];
  const about = (busy: boolean): string =>
    judged(samples, busy).warnings.find(({ code }) => code === 'outliers')?.message ?? '';
  expect(about(false)).toContain(
    'in 16 of 40 rounds, base in 0. That is too often to be an exception: either',
  );
  expect(about(true)).toContain('Other work on this machine may be the cause');
  for (const text of [about(false), about(true)])
    expect(text).not.toMatch(/usual|ordinary|the program causes/u);
});

test('executions that anything makes longer now and then, on either side, leave the verdict as it is', () => {
  const { own, warnings } = judged([
    ...samplesOf('base', 0, FIFTH.slice(0, 4)),
    ...samplesOf('own', 1, FIFTH.slice(4)),
  ]);
  expect(own).toMatchObject({ verdict: 'no difference' });
  expect(own?.tail).toBeUndefined();
  expect(warnings.map(({ code, target }) => [code, target])).toEqual([
    ['outliers', 'base'],
    ['outliers', 'own'],
  ]);
});

const BASE = variantOfTarget('base');
const OWN = variantOfTarget('own');
const THIRD = variantOfTarget('third');

/** Executions of these times in nanoseconds, one a round. */
function timed(target: string, walls: readonly number[], memory: readonly number[] = []): Sample[] {
  return walls.map((wall, round) => ({
    ...{ round, position: 0, variant: `${target}/whole/own`, wall },
    ...{ user: wall, system: 0, peakMemory: memory[round] ?? 0 },
  }));
}

/** Half-width of the interval, from its limits. */
const halfWidth = ({ speedup }: Comparison): number =>
  Math.sqrt((speedup?.high ?? NaN) / (speedup?.low ?? NaN)) - 1;

test('each is told with its median, its spread, and its peak memory where that is known', () => {
  const samples = [
    ...timed('base', [1e7, 5e7, 2e7, 9e7, 4e7], [0, 10, 30, 20, 0]),
    ...timed('own', [3e7, 3e7]),
    ...timed('elsewhere', [1e9]),
  ];
  const { comparisons, widest } = judge(WALL, samples, [BASE, OWN, THIRD], 0.01);
  expect(comparisons).toEqual([
    { target: 'base', verdict: 'baseline', median: 4e7, spread: 2e7, peakMemory: 20 },
    { target: 'own', verdict: 'inconclusive', median: 3e7, spread: 0 },
    { target: 'third', verdict: 'inconclusive' },
  ]);
  // There is no interval yet.
  expect(widest).toBe(Infinity);
});

test('the widest interval is the widest of all targets, and none where there is no other', () => {
  const rounds = Array.from({ length: 40 }, (_, round) => round);
  const wave = (part: number, phase: number): number[] =>
    rounds.map((round) => 5e7 * (1 + part * Math.sin(round * 2.4 + phase)));
  const samples = [
    ...timed('base', wave(0.001, 0)),
    ...timed('own', wave(0.05, 1)),
    ...timed('third', wave(0.002, 2)),
  ];
  const { widest, comparisons } = judge(WALL, samples, [BASE, OWN, THIRD], 0.01);
  const widths = comparisons.slice(1).map(halfWidth);
  expect(widths[0]).toBeGreaterThan(2 * (widths[1] ?? NaN));
  expect(widest).toBeCloseTo(widths[0] ?? NaN, 12);
  expect(judge(WALL, samples, [BASE], 0.01)).toMatchObject({ widest: 0, openTail: false });
  expect(judge(WALL, [], [], 0.01).widest).toBe(0);
});

test('a tail that may be chance is open for one target as for all, and only where it matters', () => {
  const even = Array<number>(15).fill(5e7);
  const twice = even.map((wall, round) => (round === 4 || round === 9 ? 3 * wall : wall));
  const judged = (precision: number, ...targets: readonly (readonly number[])[]): boolean =>
    judge(
      WALL,
      [
        ...timed(
          'base',
          even.map((wall) => 2 * wall),
        ),
        ...targets.flatMap((walls, at) => timed(['own', 'third'][at] ?? '', walls)),
      ],
      [BASE, OWN, THIRD].slice(0, 1 + targets.length),
      precision,
    ).openTail;
  expect(judged(0.01, twice)).toBe(true);
  expect(judged(0.01, even, twice)).toBe(true);
  expect(judged(0.01, even, even)).toBe(false);
  // Two of fifteen rounds that take three times as long add 27 %.
  expect(judged(0.26, twice)).toBe(true);
  expect(judged(0.27, twice)).toBe(false);
});

test('the share of code that asks for the target is its own speedup over the other code, whichever way is better', () => {
  const rounds = Array.from({ length: 10 }, (_, round) => round);
  const shared = { ...OWN, flavour: 'bitcode' } as const;
  const samples = rounds.flatMap((round): Sample[] => {
    const of = (variant: string, value: number): Sample => ({
      ...{ round, position: 0, variant, wall: value, value },
      ...{ user: value, system: 0, peakMemory: 0 },
    });
    return [of('own/whole/own', 1e6 + round), of('own/bitcode/own', 2e6 + 2 * round)];
  });
  const output = { kind: 'output', pattern: '', better: 'higher' } as const;
  const pairs = new Map([[OWN, shared]]);
  expect(askingShares(WALL, samples, pairs).get('own')?.estimate).toBeCloseTo(2, 12);
  expect(askingShares(output, samples, pairs).get('own')?.estimate).toBeCloseTo(0.5, 12);
  expect(askingShares(WALL, samples.slice(0, 6), pairs).size).toBe(0);
  expect(askingShares(WALL, samples, new Map()).size).toBe(0);
});
