import { expect, test } from 'vitest';
import { judge } from '../../src/bench/judge.ts';
import { sampleWarnings } from '../../src/bench/sample-warnings.ts';
import type { Sample } from '../../src/model/run.ts';
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
  expect(about?.message).toContain('its cause is not known');
  expect(about?.message).toMatch(/it is 0\.9\d\dx\.$/);
  expect(others).toEqual([]);
});

test('slow rounds are no exceptions where they are nearly half, and never blamed on the program beside a busy machine', () => {
  const often = Array.from({ length: 40 }, (_, round) => round).filter((round) => round % 5 < 2);
  const samples = [...samplesOf('base', 0), ...samplesOf('own', 1, often)];
  const about = (busy: boolean): string =>
    judged(samples, busy).warnings.find(({ code }) => code === 'outliers')?.message ?? '';
  expect(about(false)).toContain('in 16 of 40 rounds, base in 0. These are no exceptions: it ran');
  expect(about(true)).toContain('Other work on this machine may have caused it');
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
