import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holmAdjusted } from '../../src/stats/holm.ts';
import { reference } from './reference.ts';

const pValue = fc.double({ min: 0, max: 1, noNaN: true });

describe('Holm’s adjustment', () => {
  it.each(reference.holm)('equals R’s p.adjust (case %#)', ({ values, adjusted }) => {
    const ours = holmAdjusted(values);
    expect(ours).toHaveLength(adjusted.length);
    ours.forEach((p, index) => expect(p).toBeCloseTo(adjusted[index] ?? NaN, 12));
  });

  it('never lowers a p-value, keeps their order and lies between the raw and Bonferroni’s', () => {
    fc.assert(
      fc.property(fc.array(pValue, { maxLength: 20 }), (values) => {
        const adjusted = holmAdjusted(values);
        for (const [i, p] of values.entries()) {
          const ours = adjusted[i] ?? NaN;
          expect(ours).toBeGreaterThanOrEqual(p);
          expect(ours).toBeLessThanOrEqual(Math.min(1, p * values.length) || p);
          for (const [j, other] of values.entries()) {
            if (p < other) expect(ours).toBeLessThanOrEqual(adjusted[j] ?? NaN);
          }
        }
      }),
    );
  });
});
