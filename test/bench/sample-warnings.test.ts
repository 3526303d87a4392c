import { describe, expect, it } from 'vitest';
import { sampleWarnings, type Sampled } from '../../src/bench/sample-warnings.ts';
import type { Sample } from '../../src/model/run.ts';
import { benchmark } from './compile.ts';

function samplesOf(target: string, walls: readonly number[]): Sample[] {
  return walls.map((wall, round) => ({
    ...{ round, position: 0, variant: `${target}/whole/own`, wall },
    ...{ user: wall, system: 0, peakMemory: 1 },
  }));
}

/** Noise of about 1 % that is the same each time and has no trend. */
function steady(count: number, centre = 5e7): number[] {
  return Array.from({ length: count }, (_, index) => centre * (1 + 0.01 * Math.sin(index * 2.4)));
}

function codes(walls: readonly number[], more: Partial<Sampled> = {}): string[] {
  return warningsOf(walls, more).map(({ code }) => code);
}

function warningsOf(
  walls: readonly number[],
  more: Partial<Sampled> = {},
): ReturnType<typeof sampleWarnings> {
  return sampleWarnings({
    benchmark: benchmark(),
    baseline: 'base',
    samples: new Map(walls.length === 0 ? [] : [['base', samplesOf('base', walls)]]),
    rounds: walls.length,
    stopped: 'precision',
    widest: 0.005,
    precision: 0.01,
    comparisons: [],
    busy: false,
    ...more,
  });
}

describe('warnings about samples', () => {
  it('are none for a steady program', () => {
    expect(codes(steady(40))).toEqual([]);
    expect(codes([])).toEqual([]);
  });

  it('name a program of under five milliseconds, but not where it measures itself', () => {
    expect(codes(steady(20, 4.9e6))).toEqual(['short-program']);
    expect(codes(steady(20, 5.1e6))).toEqual([]);
  });

  it('name such a program also where a busy machine made most of its executions longer', () => {
    const walls = steady(20, 9e6);
    walls[7] = 1.2e6;
    expect(codes(walls)).toContain('short-program');
  });

  it('name a program that waits in every execution, but not where some compute or nobody knows', () => {
    const waiting = (part: (index: number) => number): Partial<Sampled> => ({
      samples: new Map([
        [
          'base',
          samplesOf('base', steady(20)).map((sample, index) => ({
            ...sample,
            user: sample.wall * part(index),
          })),
        ],
      ]),
    });
    const [warning, ...others] = warningsOf(
      steady(20),
      waiting(() => 0.004),
    );
    expect(others).toEqual([]);
    expect(warning).toMatchObject({ code: 'waits' });
    expect(warning?.message).toContain('0.4 % of its wall time');
    expect(
      codes(
        steady(20),
        waiting((index) => (index === 3 ? 0.5 : 0.004)),
      ),
    ).toEqual([]);
    expect(
      codes(
        steady(20),
        waiting(() => 0),
      ),
    ).toEqual([]);
  });

  it('name a trend that is large enough to see', () => {
    const rising = steady(40).map((wall, index) => wall * (1 + index / 400));
    expect(codes(rising)).toEqual(['drift']);
    expect(codes(rising.reverse())).toEqual(['drift']);
    expect(codes(steady(40).map((wall, index) => wall * (1 + index / 1e5)))).toEqual([]);
  });

  it('leave to the word about a busy machine what that explains', () => {
    const walls = steady(40).map((wall, index) => wall * (1 + index / 400));
    for (const index of [3, 17, 31]) walls[index] = 9e7;
    const wide = { stopped: 'budget', widest: 0.03 } as const;
    expect(codes(walls, wide)).toEqual(['too-few-rounds', 'drift', 'outliers']);
    expect(codes(walls, { ...wide, busy: true })).toEqual([]);
  });

  it('name outliers when there are several', () => {
    const walls = steady(40);
    for (const index of [3, 17, 31]) walls[index] = 9e7;
    expect(codes(walls)).toEqual(['outliers']);
  });

  it('name two groups of times that are well apart', () => {
    const twice = steady(40).map((wall, index) => ((index * 7) % 5 < 2 ? wall * 1.3 : wall));
    expect(codes(twice)).toContain('bimodal');
    const close = steady(40).map(
      (wall, index) => 5e7 + (wall - 5e7) / 1e3 + ((index * 7) % 5 < 2 ? 5e5 : 0),
    );
    expect(codes(close)).not.toContain('bimodal');
  });

  it('name intervals left wide by the budget, and rounds too few for any', () => {
    const wide = { stopped: 'budget', widest: 0.03 } as const;
    expect(codes(steady(12), wide)).toEqual(['too-few-rounds']);
    expect(codes(steady(3), { stopped: 'interrupted', widest: Infinity })).toEqual([
      'too-few-rounds',
    ]);
  });

  it.each([
    [0.03, 'with intervals of ±3.0 %, wider than the requested ±1.0 %'],
    [0.0104, 'with intervals of ±1.04 %, wider than the requested ±1.00 %'],
    [0.010002, 'with intervals of ±1.0002 %, wider than the requested ±1.0000 %'],
  ])('give a width of %f in digits that tell it from what was asked for', (widest, words) => {
    const [warning] = warningsOf(steady(12), { stopped: 'budget', widest });
    expect(warning?.message).toContain(words);
  });
});

describe('what a warning says', () => {
  const said = (walls: readonly number[], more: Partial<Sampled> = {}): string[] =>
    warningsOf(walls, more).map(({ message }) => message);
  const own = (unit?: string): Partial<Sampled> => {
    const metric = { kind: 'output', pattern: '', better: 'lower', ...(unit && { unit }) } as const;
    return { benchmark: benchmark({ metric }) };
  };
  /** Values that the program printed, in executions of the same time. */
  const printed = (values: readonly number[], unit?: string): Partial<Sampled> => ({
    ...own(unit),
    samples: new Map([
      [
        'base',
        samplesOf('base', steady(20)).map((sample, at) => ({ ...sample, value: values[at] ?? 1 })),
      ],
    ]),
  });

  it('of a short program, is its fastest execution; of one that measures itself, nothing', () => {
    expect(said([...steady(19, 4e6), 1.234e6])[0]).toContain('takes as little as 1.23 ms,');
    expect(codes(steady(20, 1e6), own())).not.toContain('short-program');
    expect(codes(Array<number>(20).fill(5e6))).not.toContain('short-program');
  });

  it('of one that waits, is its CPU time, of user and system, as a part that is seen', () => {
    const of = (user: number, system: number, more: Partial<Sampled> = {}): string[] =>
      said(steady(20), {
        samples: new Map([
          [
            'base',
            samplesOf('base', steady(20)).map((sample) => ({
              ...sample,
              ...{ user: user * sample.wall, system: system * sample.wall },
            })),
          ],
        ]),
        ...more,
      });
    expect(of(0.01, 0.08)[0]).toContain('CPU time is at most 9.0 % of its wall time');
    expect(of(0.0003, 0.0004)[0]).toContain('CPU time is less than 0.1 % of its wall time');
    expect(of(0.06, 0.06)).toEqual([]);
    expect(of(0.01, 0, { benchmark: benchmark({ metric: { kind: 'cpu' } }) })).toEqual([]);
  });

  it('of too few rounds, is how many an interval needs', () => {
    const few = { widest: Infinity, stopped: 'budget' } as const;
    expect(said(steady(5), few)).toEqual([expect.stringContaining('Only 5 of the 6 rounds')]);
    expect(said(steady(6), { ...few, widest: 0.5 })[0]).toContain('Measuring ended after 6 rounds');
    expect(said([], few)).toEqual([]);
  });

  it.each([
    ['budget', true],
    ['max-rounds', false],
    ['interrupted', false],
  ] as const)('of wide intervals after %s, has advice where a budget helps', (stopped, helps) => {
    const [words = '', ...others] = said(steady(20), { stopped, widest: 0.03 });
    expect(others).toEqual([]);
    expect(words).toContain('Measuring ended after 20 rounds with intervals of ±3.0 %');
    expect(/budget/u.test(words)).toBe(helps);
    expect(said(steady(20), { stopped, widest: 0.01 })).toEqual([]);
  });

  it('of wide intervals is nothing where they are what ended it, or another did', () => {
    expect(said(steady(20), { stopped: 'nothing-to-compare', widest: 0.03 })).toEqual([]);
    expect(said(steady(20), { stopped: 'failed', widest: 0.03 })).toEqual([]);
  });

  it('of a trend, is which way and how far', () => {
    const step = (to: number): number[] =>
      Array.from({ length: 30 }, (_, at) => 5e7 * (at < 15 ? 1 : to) * (1 + at * 1e-6 * (to - 1)));
    expect(said(step(1.05))[0]).toMatch(/^The baseline's values rose by 5\.0 % from the first/u);
    expect(said(step(0.95))[0]).toMatch(/^The baseline's values fell by 5\.0 % from the first/u);
    // So few rounds that an order like theirs is no wonder, and too few for any.
    const rising = Array.from({ length: 6 }, (_, at) => 5e7 * (1 + at / 10));
    expect(codes(rising)).toEqual(['drift']);
    expect(codes(rising.slice(1))).toEqual([]);
    expect(codes([5, 6, 5.1, 5.2, 6.1, 6.2, 5.3].map((wall) => wall * 1e7))).toEqual([]);
  });

  it('of outliers, is how many of how many; two are any machine’s, and three of very many', () => {
    const far = (count: number, of: number): number[] =>
      steady(of).map((wall, at) => (at % 13 === 5 && at < 13 * count ? 2 * wall : wall));
    expect(said(far(3, 40))[0]).toMatch(/^3 of 40 samples of base are far from the others/u);
    expect(codes(far(2, 40))).toEqual([]);
    expect(codes(far(3, 60))).toEqual(['outliers']);
    expect(codes(far(3, 61))).toEqual([]);
  });

  it('of two groups, is both, with their shares and in the metric’s own unit', () => {
    const two = (centre: number): number[] =>
      Array.from({ length: 20 }, (_, at) => centre * (at % 4 === 1 ? 2 : 1) * (1 + at * 1e-4));
    expect(said(two(1e7)).join()).toMatch(/around 10\.01 ms \(75 %\) and 20\.02 ms \(25 %\)/u);
    expect(said([], printed(two(3), 'ns/op')).join()).toMatch(
      /around 3\.00\d ns\/op \(75 %\) and 6\.00\d ns\/op \(25 %\)/u,
    );
    expect(said([], printed(two(3))).join()).toMatch(
      /around 3\.00\d \(75 %\) and 6\.00\d \(25 %\)/u,
    );
  });
});
