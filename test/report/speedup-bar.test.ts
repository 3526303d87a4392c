import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { barScale, speedupBar } from '../../src/report/speedup-bar.ts';

const style = { columns: 80, color: false, unicode: true };
const ascii = { ...style, unicode: false };
const twice = { estimate: 2, low: 1.995, high: 2.005 };
const half = { estimate: 0.5, low: 0.4988, high: 0.5013 };

describe('a speedup bar', () => {
  it('starts at 1 and is as long for half as fast as for twice as fast', () => {
    const scale = barScale([twice, half], 21);
    expect(speedupBar(twice, scale, style)).toBe('          │██████████');
    expect(speedupBar(half, scale, style)).toBe('██████████│          ');
    expect(speedupBar(half, scale, ascii)).toBe('##########|          ');
  });

  it('shades what is uncertain', () => {
    const wide = { estimate: 2, low: 1.4, high: 2.8 };
    expect(speedupBar(wide, barScale([wide], 13), ascii)).toBe('|####--------');
  });

  it('has no solid part where the interval holds 1, however high the estimate', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.1, max: 1, noNaN: true }),
        fc.double({ min: 1, max: 10, noNaN: true }),
        fc.integer({ min: 8, max: 40 }),
        (low, high, cells) => {
          const noise = { estimate: (low + high) / 2, low, high };
          const bar = speedupBar(noise, barScale([noise, twice], cells), style);
          expect(bar).not.toMatch(/[█▌▐]/);
        },
      ),
    );
  });

  it('has the same width and one axis for any interval of its scale', () => {
    const ratio = fc.double({ min: 0.05, max: 20, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(ratio, ratio, ratio), { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 8, max: 40 }),
        (triples, cells) => {
          const speedups = triples.map((triple) => {
            const [low = 1, estimate = 1, high = 1] = [...triple].sort((a, b) => a - b);
            return { low, estimate, high };
          });
          const bars = speedups.map((each) => speedupBar(each, barScale(speedups, cells), style));
          for (const bar of bars) expect(bar).toHaveLength(cells);
          expect(new Set(bars.map((bar) => bar.indexOf('│'))).size).toBe(1);
        },
      ),
    );
  });

  it('draws only the axis for what is no interval', () => {
    const broken = { estimate: NaN, low: 0, high: Infinity };
    expect(speedupBar(broken, barScale([broken], 9), style).trimEnd()).toBe('│');
  });
});
