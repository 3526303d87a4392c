import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ProfileEvent } from '../../src/model/event.ts';
import type { ProfileNews } from '../../src/protocol/profile-messages.ts';
import { LiveProgressFold } from '../../src/server/profile/live-progress.ts';
import { NewsChannel } from '../../src/server/profile/news-channel.ts';
import { interval } from '../report/sample-result.ts';
import { sampleRun } from '../report/sample-run.ts';

const run = sampleRun();
const [program] = run.programs;

function round(elapsed: number, remaining: number): ProfileEvent & { type: 'round' } {
  return {
    ...{ type: 'round', program: 'kernels', benchmark: 'saxpy', rounds: 24, widest: 0.02 },
    ...{ precision: 0.01, elapsed, remaining, remainingInAll: 60 - elapsed },
    comparisons: [
      { target: 'x86-64', verdict: 'baseline' },
      { target: 'znver4', verdict: 'faster', speedup: interval(1.4, 1.3, 1.5) },
    ],
  };
}

function built(done: number, total: number): ProfileEvent & { type: 'build-progress' } {
  return {
    ...{ type: 'build-progress', program: 'kernels', step: 'front end', item: 'saxpy.c' },
    ...{ done, total },
  };
}

describe('the progress of a profile', () => {
  it('says what happens, how much is done, and how long it may take', () => {
    const fold = new LiveProgressFold();
    expect(fold.progress).toMatchObject({ phase: 'preparing', fraction: 0 });
    fold.onEvent({ type: 'waiting', message: 'Waiting for another profile.' });
    expect(fold.progress).toMatchObject({
      phase: 'waiting',
      message: 'Waiting for another profile.',
    });
    fold.onEvent({ type: 'run-started', run });
    fold.onEvent(built(3, 24));
    expect(fold.progress).toMatchObject({
      phase: 'building',
      message: 'kernels: front end of saxpy.c (3 of 24 steps)',
      steps: { done: 3, total: 24 },
    });
    if (program !== undefined) fold.onEvent({ type: 'program-built', program });
    fold.onEvent({
      ...{ type: 'check-progress', program: 'kernels', benchmark: 'saxpy' },
      variant: { target: 'znver4', flavour: 'whole', layout: 'own' },
    });
    expect(fold.progress.message).toBe('kernels/saxpy: checking output for znver4');
    fold.onEvent(round(6, 12));
    expect(fold.progress).toMatchObject({
      phase: 'measuring',
      message: 'kernels/saxpy: 24 rounds',
      timeLeft: 'at most 54 s left',
      benchmark: { rounds: 24, speedups: [{ target: 'znver4' }] },
    });
    fold.onEvent({
      ...{ type: 'benchmark-finished', program: 'kernels', benchmark: 'saxpy', index: 1, total: 3 },
    });
    fold.onEvent(round(1, 3));
    expect(fold.progress).toMatchObject({
      message: 'kernels/saxpy (3 of 3): 24 rounds',
      timeLeft: 'about 3 s left',
    });
    fold.onEvent({ type: 'run-finished', run });
    expect(fold.progress.fraction).toBe(1);
  });

  it('names a crate as its author does, not by the file that rustc makes of it', () => {
    const fold = new LiveProgressFold();
    fold.onEvent({ type: 'run-started', run });
    fold.onEvent({
      ...{ type: 'build-progress', program: 'aoc', step: 'code generation', done: 3, total: 11 },
      item: 'my-crate-e0cf782d99fe622e.my_crate.6d873f0efc606885-cgu.0.rcgu.no-opt.bc for native',
    });
    expect(fold.progress.message).toBe(
      'aoc: code generation of crate my-crate for native (3 of 11 steps)',
    );
  });

  it('neither falls nor stands while time passes, whatever estimates say', () => {
    const seconds = fc.oneof(fc.double({ min: 0, max: 1e4, noNaN: true }), fc.constant(Infinity));
    const event = fc.oneof(
      fc.tuple(fc.nat(50), fc.nat(50)).map(([done, total]) => built(done, total)),
      fc.tuple(seconds, seconds).map(([elapsed, remaining]) => round(elapsed, remaining)),
      fc.tuple(fc.nat(5), fc.nat(5)).map(([index, total]): ProfileEvent => ({
        ...{ type: 'benchmark-finished', program: 'kernels', benchmark: 'saxpy', index, total },
      })),
      fc.constant<ProfileEvent>({ type: 'run-started', run }),
    );
    const step = fc.tuple(event, fc.double({ min: 0.1, max: 30, noNaN: true }));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const fold = new LiveProgressFold();
        fold.onEvent({ type: 'run-started', run }, 0);
        let [before, now] = [0, 0];
        for (const [one, later] of steps) {
          now += later;
          fold.onEvent(one, now);
          const { fraction = NaN } = fold.progress;
          expect(fraction).toBeGreaterThan(before);
          expect(fraction).toBeLessThan(1);
          before = fraction;
        }
      }),
    );
  });

  it('grows evenly where the estimates are right, from building to the last round', () => {
    const fold = new LiveProgressFold();
    const budget = run.settings.budget;
    const whole = 20 + budget;
    fold.onEvent({ type: 'run-started', run }, 0);
    for (let at = 1; at < whole; at++) {
      fold.onEvent(
        at < 20
          ? { ...built(at, 20), remaining: 20 - at }
          : { ...round(at - 20, 3), remainingInAll: whole - at },
        at,
      );
      expect(fold.progress.fraction).toBeCloseTo(at / whole, 2);
    }
  });
});

describe('news of a profile', () => {
  it('come in batches, in order, with the last step of several and nothing lost at the end', () => {
    const batches: (readonly ProfileNews[])[] = [];
    const channel = new NewsChannel((batch) => batches.push(batch));
    const step = (message: string): ProfileNews => ({
      kind: 'progress',
      progress: { phase: 'measuring', message },
    });
    const saved: ProfileNews = { kind: 'saved', path: '/run.json' };
    const warning: ProfileNews = { kind: 'warning', message: 'load', advice: [] };
    for (const news of [step('1'), saved, step('2'), warning, saved, step('3')]) channel.add(news);
    channel.flush();
    channel.flush();
    expect(batches).toEqual([[warning, saved, step('3')]]);
    channel.add(step('4'));
    channel.flush();
    expect(batches.at(-1)).toEqual([step('4')]);
  });
});
