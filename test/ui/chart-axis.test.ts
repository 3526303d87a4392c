import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ratioAxis, ratioTicks } from '../../webview/chart-axis.ts';

describe('the axis of ratios', () => {
  it('labels 1 in any range, and never more than there is room for', () => {
    const ratio = fc.double({ min: 0.05, max: 40, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(ratio, { maxLength: 20 }),
        fc.integer({ min: 3, max: 9 }),
        (ratios, most) => {
          const axis = ratioAxis(
            ratios.map((estimate) => ({ estimate, low: estimate * 0.9, high: estimate * 1.1 })),
          );
          const ticks = ratioTicks(axis, most);
          expect(ticks).toContain(1);
          expect(ticks.length).toBeLessThanOrEqual(most);
          for (const tick of ticks) expect(tick >= axis.min && tick <= axis.max).toBe(true);
          expect([...ticks].sort((a, b) => a - b)).toEqual(ticks);
        },
      ),
    );
  });

  it('has more than one label wherever ratios differ by a tenth', () => {
    for (const estimate of [0.5, 0.9, 1.1, 1.5, 3, 7]) {
      const axis = ratioAxis([{ estimate, low: estimate * 0.99, high: estimate * 1.01 }]);
      expect(ratioTicks(axis, 4).length, String(estimate)).toBeGreaterThan(1);
    }
  });

  it('keeps a hopelessly wide interval from flattening the rest', () => {
    const axis = ratioAxis([{ estimate: 1.2, low: 0.01, high: 100 }]);
    expect(axis.min).toBeGreaterThan(0.5);
    expect(axis.max).toBeLessThan(3);
  });
});
