import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Interval } from '../../src/model/run.ts';
import {
  boundsText,
  durationText,
  metricText,
  rangeText,
  ratioText,
  timeText,
  valueText,
} from '../../src/report/format.ts';
import { bytesText } from '../../src/text/bytes-text.ts';

const interval = (estimate: number, low: number, high: number): Interval => ({
  estimate,
  low,
  high,
});

/** Intervals as measuring gives them: positive, ordered, of any width. */
const anyInterval = fc
  .tuple(
    fc.double({ min: 0.01, max: 100, noNaN: true }),
    fc.double({ min: 0, max: 0.9, noNaN: true }),
    fc.double({ min: 0, max: 0.9, noNaN: true }),
  )
  .map(([estimate, down, up]) => interval(estimate, estimate * (1 - down), estimate * (1 + up)));

describe('ratios', () => {
  it('show the digits that the interval supports', () => {
    expect(ratioText(interval(1.8412, 1.8123, 1.8704))).toBe('1.84x');
    expect(boundsText(interval(1.8412, 1.8123, 1.8704))).toBe('[1.81, 1.87]');
    expect(ratioText(interval(1.0021, 0.9967, 1.0078))).toBe('1.00x');
    // 300 ms beside 270 ms: nothing is decided, and no second decimal says that it is.
    expect(ratioText(interval(1.002, 0.94, 1.07))).toBe('1.0x');
    expect(boundsText(interval(1.002, 0.94, 1.07))).toBe('[0.94, 1.07]');
    expect(boundsText(interval(1.11, 0.954, 1.27))).toBe('[0.95, 1.27]');
    expect(ratioText(interval(1.4895, 1.4819, 1.4966))).toBe('1.49x');
    expect(ratioText(interval(1.8, 1.2, 2.4))).toBe('1.8x');
    expect(ratioText(interval(12.34, 9.1, 15.9))).toBe('12x');
    expect(rangeText(interval(1, 1, 1))).toBe('1.000 to 1.000');
  });

  it('add digits rather than show a bound of a real difference as 1', () => {
    expect(boundsText(interval(1.0041, 1.0004, 1.0078))).toBe('[1.0004, 1.0078]');
    expect(boundsText(interval(0.93, 0.87, 0.998))).toBe('[0.870, 0.998]');
  });

  it('never put a bound on the other side of 1, and never claim more than half a digit', () => {
    fc.assert(
      fc.property(anyInterval, (ratio) => {
        const [low = NaN, high = NaN] = (boundsText(ratio).match(/[\d.]+/g) ?? []).map(Number);
        expect(low).toBeLessThanOrEqual(high);
        if (ratio.low > 1) expect(low).toBeGreaterThanOrEqual(1);
        if (ratio.low > 1.0001) expect(low).toBeGreaterThan(1);
        if (ratio.high < 0.9999) expect(high).toBeLessThan(1);
        const decimals = (/\.(\d+)/.exec(ratioText(ratio))?.[1] ?? '').length;
        expect(decimals).toBeLessThanOrEqual(5);
        expect(Math.abs(low - ratio.low)).toBeLessThanOrEqual(0.5 * 10 ** -decimals + 1e-9);
      }),
    );
  });

  it('show what is no number as unknown', () => {
    expect(ratioText(interval(NaN, NaN, NaN))).toBe('?x');
    expect(boundsText(interval(1.2, 0, Infinity))).toContain('?');
  });
});

describe('quantities', () => {
  it('are shown in sensible units', () => {
    expect(durationText(184_402_620)).toBe('184 ms');
    expect(durationText(2_345_678_901)).toBe('2.35 s');
    expect(durationText(45_600)).toBe('45.6 µs');
    expect(durationText(12)).toBe('12.0 ns');
    expect(durationText(0)).toBe('0 ns');
    expect(bytesText(0)).toBe('0 B');
    expect(bytesText(1536)).toBe('1.5 KiB');
    expect(bytesText(8_589_934_592)).toBe('8 GiB');
    expect(bytesText(1_048_575)).toBe('1.0 MiB');
    expect(valueText(5e6, 'ns')).toBe('5.00 ms');
    expect(valueText(412.44, '')).toBe('412');
  });

  it('lose digits as their spread grows', () => {
    expect(durationText(184_402_620, 893_370)).toBe('184.4 ms');
    expect(durationText(184_402_620, 8_933_700)).toBe('184 ms');
    expect(durationText(1_844_026_200, 200_000_000)).toBe('1.8 s');
    const metric = { kind: 'output', pattern: '', better: 'higher', unit: 'MB/s' } as const;
    expect(metricText(metric, 412.85, 1.9)).toBe('413 MB/s');
    expect(metricText({ kind: 'cpu' }, 412e6)).toBe('412 ms');
  });

  it('read back as the value they show, within their digits', () => {
    const units: Record<string, number> = { s: 1e9, ms: 1e6, µs: 1e3, ns: 1 };
    fc.assert(
      fc.property(fc.double({ min: 1, max: 1e14, noNaN: true }), (nanoseconds) => {
        const [number = '', unit = ''] = durationText(nanoseconds).split(' ');
        const back = Number(number) * (units[unit] ?? NaN);
        expect(Math.abs(back - nanoseconds) / nanoseconds).toBeLessThan(0.00501);
      }),
    );
  });

  it('leave a time that is none as it is', () => {
    expect(timeText('2026-11-22T16:05:01.000Z')).toBe('2026-11-22 16:05:01 UTC');
    expect(timeText('yesterday')).toBe('yesterday');
  });
});
