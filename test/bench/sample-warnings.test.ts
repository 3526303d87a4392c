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
    [0.03, 'with intervals of ±3.0 %, wider than the ±1.0 % asked for'],
    [0.0104, 'with intervals of ±1.04 %, wider than the ±1.00 % asked for'],
    [0.010002, 'with intervals of ±1.0002 %, wider than the ±1.0000 % asked for'],
  ])('give a width of %f in digits that tell it from what was asked for', (widest, words) => {
    const [warning] = warningsOf(steady(12), { stopped: 'budget', widest });
    expect(warning?.message).toContain(words);
  });
});
