import { describe, expect, it } from 'vitest';
import { randomOrders } from '../../src/stats/random-order.ts';

describe('random orders', () => {
  it('are the same for the same seed and differ between seeds', () => {
    const take = (seed: number) => {
      const next = randomOrders(seed, 5);
      return Array.from({ length: 20 }, () => next());
    };
    expect(take(7)).toEqual(take(7));
    expect(take(7)).not.toEqual(take(8));
  });

  it('are those that stored runs name by their seeds', () => {
    const next = randomOrders(7, 4);
    expect(Array.from({ length: 6 }, () => next().join(''))).toEqual([
      '2130',
      '1023',
      '1320',
      '3102',
      '3210',
      '3210',
    ]);
  });

  it('hold every variant once', () => {
    const next = randomOrders(1, 9);
    for (let round = 0; round < 50; round++) {
      expect([...next()].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    }
    expect(randomOrders(1, 1)()).toEqual([0]);
    expect(randomOrders(1, 0)()).toEqual([]);
  });

  it('are equally likely', () => {
    const next = randomOrders(42, 3);
    const counts = new Map<string, number>();
    const rounds = 6000;
    for (let round = 0; round < rounds; round++) {
      const order = next().join();
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    // Chi-squared with 5 degrees of freedom: 20.5 is its 99.9 % point; the seed is fixed, so this cannot flake.
    const squares = [...counts.values()].map((count) => (count - rounds / 6) ** 2 / (rounds / 6));
    expect(squares.reduce((sum, square) => sum + square, 0)).toBeLessThan(20.5);
  });
});
