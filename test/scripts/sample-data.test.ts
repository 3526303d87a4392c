import { describe, expect, test } from 'vitest';
import { sampleText, sampleWav } from '../../scripts/lib/sample-data.mjs';

describe('the inputs of public projects', () => {
  test('are the same bytes every time', () => {
    expect(sampleText(5000).equals(sampleText(5000))).toBe(true);
    expect(sampleText(5000)).toHaveLength(5000);
    expect(sampleWav(0.1).equals(sampleWav(0.1))).toBe(true);
  });

  test('hold sound: a RIFF header whose lengths fit, and samples that are neither silent nor clipped', () => {
    const wav = sampleWav(1);
    expect(wav.toString('latin1', 0, 4)).toBe('RIFF');
    expect(wav.readUInt32LE(4)).toBe(wav.length - 8);
    expect(wav.readUInt32LE(40)).toBe(wav.length - 44);
    expect(wav.length).toBe(44 + 44100 * 4);
    const peak = Math.max(
      ...Array.from({ length: 44100 }, (_, i) => Math.abs(wav.readInt16LE(44 + 4 * i))),
    );
    expect(peak).toBeGreaterThan(10_000);
    expect(peak).toBeLessThan(32_767);
  });
});
