import { describe, expect, test } from 'vitest';
import { featureLevels } from '../../src/report/feature-levels.ts';
import { targetNeeds } from '../../webview/target-needs.ts';
import { sampleRun } from '../report/sample-run.ts';

describe('features by level', () => {
  test('each feature stands once, under the lowest level that has it', () => {
    const run = sampleRun();
    const { levels, beyond } = featureLevels(run);
    const shown = [...levels.flatMap(({ present }) => present), ...beyond];
    expect([...shown].sort()).toEqual([...run.host.features].sort());
    expect(levels[2]?.present).toContain('avx2');
    expect(levels[3]?.present).not.toContain('avx2');
  });

  test('what the host lacks stands under its level as missing', () => {
    const run = sampleRun();
    const features = run.host.features.filter((feature) => feature !== 'avx512cd');
    const { levels } = featureLevels({ ...run, host: { ...run.host, features } });
    expect(levels.map(({ missing }) => missing)).toEqual([[], [], [], ['avx512cd']]);
  });

  test('without levels, as off x86-64, every feature is still listed', () => {
    const run = sampleRun({ levels: [] });
    expect(featureLevels(run)).toEqual({ levels: [], beyond: run.host.features });
  });

  test('a target needs what it has beyond the baseline, and lacks what its fit says', () => {
    const run = sampleRun();
    const target = run.targets.find(({ name }) => name === 'sapphirerapids');
    if (target === undefined) throw new Error('the sample run has this target');
    const needs = targetNeeds(run, target);
    expect(needs.missing).toEqual(['avx512fp16', 'avxvnni']);
    expect(needs.masked).toEqual(['amx-tile']);
    expect(needs.added).toContain('avx512f');
    expect(needs.added).not.toContain('sse2');
  });
});
