import { expect, test } from 'vitest';
import { judge } from '../../src/bench/judge.ts';
import { sampleWarnings } from '../../src/bench/sample-warnings.ts';
import type { Sample } from '../../src/model/run.ts';
import { benchmark } from './compile.ts';

const WALL = { kind: 'wall' } as const;

/** Times of about 50 ms with noise of half a percent, longer by half in those rounds. */
function samplesOf(target: string, phase: number, slow: readonly number[] = []): Sample[] {
  return Array.from({ length: 40 }, (_, round) => {
    const wall = 5e7 * (1 + 0.005 * Math.sin(round * 2.4 + phase));
    const measured = slow.includes(round) ? wall * 1.5 : wall;
    return {
      ...{ round, position: 0, target, wall: measured },
      ...{ user: wall, system: 0, peakMemory: 1 },
    };
  });
}

const FIFTH = [2, 7, 11, 16, 22, 27, 33, 38];

function judged(samples: readonly Sample[]) {
  const judgement = judge(WALL, samples, ['base', 'own'], 0.01);
  const warnings = sampleWarnings({
    ...{ benchmark: benchmark(), baseline: 'base', samples, rounds: 40, stopped: 'precision' },
    busy: false,
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
  expect(about?.message).toMatch(/^own was far slower than usual in 8 of 40 rounds, base in 0:/);
  expect(about?.message).toMatch(/it is 0\.9\d\dx\.$/);
  expect(others).toEqual([]);
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
