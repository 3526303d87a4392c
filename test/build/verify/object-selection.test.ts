// Which objects a sample holds, and that it keeps to its time.
import { describe, expect, it } from 'vitest';
import {
  ObjectSelection,
  type ComparableObject,
} from '../../../src/build/verify/object-selection.ts';

const TARGETS = ['a', 'b'];

function candidates(sizes: readonly number[]): ComparableObject[] {
  return sizes.flatMap((size, at) => TARGETS.map((target) => ({ unit: `u${at}`, target, size })));
}

/** Takes as many as there is time for, where each takes a millisecond a byte. */
function taken(
  items: readonly ComparableObject[],
  seed: number,
  limit: number,
): ComparableObject[] {
  const sample = new ObjectSelection(items, seed, { limit, rate: 1 });
  const all: ComparableObject[] = [];
  for (let item = sample.next(); item !== undefined; item = sample.next()) {
    all.push(item);
    sample.done(item, item.size);
  }
  return all;
}

function costOf(items: readonly ComparableObject[]): number {
  return items.reduce((sum, { size }) => sum + size, 0);
}

describe('a sample', () => {
  const sizes = [5, 80, 10, 40, 20, 5, 5, 5, 5, 5];

  it('begins with the largest units, each for one target', () => {
    const units = taken(candidates(sizes), 1, 400)
      .slice(0, 2)
      .map(({ unit }) => unit);
    expect(units).toEqual(['u1', 'u3']);
  });

  it('never costs more than it may', () => {
    for (const limit of [30, 100, 170, 359]) {
      const cost = costOf(taken(candidates(sizes), 7, limit));
      expect(cost).toBeLessThanOrEqual(limit);
      expect(cost).toBeGreaterThan(limit / 2);
    }
  });

  it('holds all where there is time for all, each once', () => {
    const items = candidates(sizes);
    expect(new Set(taken(items, 3, 1000))).toEqual(new Set(items));
    expect(taken(items, 3, 1000)).toHaveLength(items.length);
  });

  it('is the same for one seed, and another for others', () => {
    const small = candidates(Array.from({ length: 60 }, () => 1));
    const names = (seed: number): string[] =>
      taken(small, seed, 30).map(({ unit, target }) => unit + target);
    expect(names(1)).toEqual(names(1));
    expect(names(1)).not.toEqual(names(2));
  });

  it('holds one object, the smallest, where there is time for none', () => {
    expect(taken(candidates([90, 70, 80]), 5, 10).map(({ unit }) => unit)).toEqual(['u1']);
  });
});
