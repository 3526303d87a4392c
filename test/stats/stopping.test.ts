import { describe, expect, it } from 'vitest';
import {
  isLook,
  leastRounds,
  MAXIMUM_ROUNDS,
  MINIMUM_ROUNDS,
  shouldStop,
} from '../../src/stats/stopping.ts';

const calm = {
  ...{ rounds: 15, widest: 0.5, precision: 0.01, elapsed: 10, budget: 60, roundCost: 1 },
  openTail: false,
};

describe('the stopping rule', () => {
  it('goes on while intervals are wide and there is time', () => {
    expect(shouldStop(calm)).toBeUndefined();
  });

  it('stops when every interval is narrow enough, but not before the minimum and only at looks', () => {
    expect(shouldStop({ ...calm, widest: 0.01 })).toBe('precision');
    expect(shouldStop({ ...calm, widest: 0, rounds: MINIMUM_ROUNDS - 1 })).toBeUndefined();
    expect(shouldStop({ ...calm, widest: 0, rounds: MINIMUM_ROUNDS + 1 })).toBeUndefined();
  });

  it('goes on within the budget while one side alone is slow now and then', () => {
    const narrow = { ...calm, widest: 0.005, openTail: true };
    expect(shouldStop(narrow)).toBeUndefined();
    expect(shouldStop({ ...narrow, elapsed: 59.5 })).toBe('budget');
  });

  it('stops before the round that would overshoot the budget', () => {
    expect(shouldStop({ ...calm, elapsed: 59, roundCost: 1 })).toBeUndefined();
    expect(shouldStop({ ...calm, elapsed: 59.5, roundCost: 1 })).toBe('budget');
    expect(shouldStop({ ...calm, rounds: 1, elapsed: 50, roundCost: 50 })).toBe('budget');
  });

  it('always lets the first round run', () => {
    expect(shouldStop({ ...calm, rounds: 0, elapsed: 100, roundCost: 0 })).toBeUndefined();
  });

  it('goes on without intervals, and ends at some number of rounds', () => {
    expect(shouldStop({ ...calm, widest: Infinity })).toBeUndefined();
    expect(shouldStop({ ...calm, widest: Infinity, rounds: MAXIMUM_ROUNDS })).toBe('max-rounds');
  });

  it('lets as many rounds run as a verdict takes, unless that is far beyond any budget', () => {
    // The smallest p-value of n rounds is 2 / 2^n; the first of m comparisons needs m times that below 4 %.
    const needed = (comparisons: number): number => {
      let rounds = 1;
      while ((comparisons * 2) / 2 ** rounds >= 0.04) rounds += 1;
      return rounds;
    };
    const counts = Array.from({ length: 40 }, (_, index) => index + 1);
    expect(counts.map(leastRounds)).toEqual(counts.map(needed));
    expect([needed(40), needed(41)]).toEqual([11, 12]);
    expect([leastRounds(0), leastRounds(41), leastRounds(1000)]).toEqual([6, 6, 6]);
  });

  it('looks ever more rarely, each time at most half as far again', () => {
    const looks = Array.from({ length: 2000 }, (_, rounds) => rounds).filter(isLook);
    expect(looks.slice(0, 4)).toEqual([15, 23, 35, 53]);
    looks.slice(1).forEach((look, index) => {
      expect(look).toBeLessThan((looks[index] ?? NaN) * 1.5 + 1);
    });
  });
});
