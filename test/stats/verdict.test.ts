import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideVerdict, relativeHalfWidth } from '../../src/stats/verdict.ts';

const between = (low: number, high: number) => ({ estimate: Math.sqrt(low * high), low, high });

describe('the verdict', () => {
  it.each([
    {
      name: 'significant and beyond the precision',
      low: 1.02,
      high: 1.04,
      pValue: 0.001,
      verdict: 'faster',
    },
    { name: 'significant and slower', low: 0.9, high: 0.95, pValue: 0.001, verdict: 'slower' },
    {
      name: 'significant but wholly within the precision',
      low: 1.002,
      high: 1.006,
      pValue: 0.001,
      verdict: 'no difference',
    },
    { name: 'significant and wide', low: 1.1, high: 1.9, pValue: 0.001, verdict: 'faster' },
    {
      name: 'around 1 and as narrow as asked',
      low: 0.995,
      high: 1.012,
      pValue: 0.3,
      verdict: 'no difference',
    },
    { name: 'around 1 and too wide', low: 0.98, high: 1.02, pValue: 0.9, verdict: 'inconclusive' },
    {
      name: 'beside 1 but not after correction',
      low: 1.001,
      high: 1.019,
      pValue: 0.2,
      verdict: 'inconclusive',
    },
    {
      name: 'of a deterministic metric that is equal',
      low: 1,
      high: 1,
      pValue: 1,
      verdict: 'no difference',
    },
    {
      name: 'of a deterministic metric that gained',
      low: 1.05,
      high: 1.05,
      pValue: 0.002,
      verdict: 'faster',
    },
  ])('on an interval $name is $verdict', ({ low, high, pValue, verdict }) => {
    expect(decideVerdict({ speedup: between(low, high), pValue, precision: 0.01 })).toBe(verdict);
  });

  // An interval that ends where a rule does is the rule's; these ends are exact in binary.
  it.each([
    ['as far up as the precision allows', 1.125, 1.25, 0, 'no difference'],
    ['as far down as the precision allows', 0.8, 0.875, 0, 'no difference'],
    ['from 1 upwards', 1, 2, 0, 'inconclusive'],
    ['up to 1', 0.5, 1, 0, 'inconclusive'],
    ['exactly as narrow as asked', 0.64, 1, 1, 'no difference'],
    ['with a p-value that is the limit', 1.5, 2, 0.04, 'inconclusive'],
    ['with a p-value below the limit', 1.5, 2, 0.0399, 'faster'],
  ])('on an interval %s', (_, low, high, pValue, verdict) => {
    const speedup = between(low, high);
    expect(decideVerdict({ speedup, pValue, precision: 0.25 })).toBe(verdict);
  });

  it('finds nothing equal where one of the two is slow now and then, and keeps what is faster', () => {
    const tail = { slow: 4, baselineSlow: 0, rounds: 30, meanSpeedup: 0.8 };
    const said = (low: number, high: number, pValue: number): string =>
      decideVerdict({ speedup: between(low, high), pValue, precision: 0.01, tail });
    expect(said(0.999, 1.001, 0.5)).toBe('inconclusive');
    expect(said(0.9885, 1.001, 0.5)).toBe('inconclusive');
    expect(said(1.1, 1.2, 0.001)).toBe('faster');
  });

  it('turns round when baseline and target change places, and nothing else does', () => {
    const turned = {
      faster: 'slower',
      slower: 'faster',
      'no difference': 'no difference',
      inconclusive: 'inconclusive',
    };
    const limit = fc.double({ min: 0.8, max: 1.25, noNaN: true });
    fc.assert(
      fc.property(limit, limit, fc.double({ min: 0, max: 1, noNaN: true }), (a, b, pValue) => {
        const speedup = between(Math.min(a, b), Math.max(a, b));
        const inverse = between(1 / speedup.high, 1 / speedup.low);
        const said = decideVerdict({ speedup, pValue, precision: 0.0123 });
        expect(decideVerdict({ speedup: inverse, pValue, precision: 0.0123 })).toBe(turned[said]);
        expect(relativeHalfWidth(inverse)).toBeCloseTo(relativeHalfWidth(speedup), 10);
      }),
    );
  });

  it('never claims a direction that the interval does not have', () => {
    const limit = fc.double({ min: 0.5, max: 2, noNaN: true });
    fc.assert(
      fc.property(limit, limit, (a, b) => {
        const speedup = between(Math.min(a, b), Math.max(a, b));
        const said = decideVerdict({ speedup, pValue: 0, precision: 0.01 });
        if (said === 'faster') expect(speedup.low).toBeGreaterThan(1);
        if (said === 'slower') expect(speedup.high).toBeLessThan(1);
      }),
    );
  });
});

describe('the relative half-width', () => {
  it('is the distance of the limits from their middle', () => {
    expect(relativeHalfWidth({ estimate: 1.5, low: 1.5 / 1.02, high: 1.5 * 1.02 })).toBeCloseTo(
      0.02,
      12,
    );
    expect(relativeHalfWidth({ estimate: 1, low: 1, high: 1 })).toBe(0);
  });
});
