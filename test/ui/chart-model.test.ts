import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Run } from '../../src/model/run.ts';
import { layOut, rowAt } from '../../webview/chart-layout.ts';
import type { ChartRow } from '../../webview/chart-data.ts';
import { chartModel } from '../../webview/chart-model.ts';
import { MAX_DOTS } from '../../webview/row-content.ts';
import { comparisonModel } from '../../webview/comparison-model.ts';
import type { PageState } from '../../webview/state.ts';
import { sampleBuildRun, sampleRun, sampleRunOfTwoPrograms } from '../report/sample-run.ts';
import { bigRun } from './big-run.ts';
import { sampleComparison } from './sample-comparison.ts';

function stateOf(run: Run, change: Partial<PageState> = {}): PageState {
  return { run, view: 'speedup', hidden: new Set(), filter: '', ...change };
}

function rowsOf(state: PageState): readonly ChartRow[] {
  return chartModel(state).groups.flatMap(({ rows }) => rows);
}

function rowOf(state: PageState, benchmark: string, target: string): ChartRow | undefined {
  const group = chartModel(state).groups.find(({ title }) => title === benchmark);
  return group?.rows.find((row) => row.target === target);
}

describe('the speedup view', () => {
  const state = stateOf(sampleRun());

  test('leaves the baseline out: it is the line at 1, and its time stands beside the name', () => {
    expect(rowOf(state, 'saxpy', 'x86-64')).toBeUndefined();
    expect(chartModel(state).axis.origin).toBe(1);
    expect(chartModel(state).groups.find(({ title }) => title === 'saxpy')?.subtitle).toMatch(
      /^x86-64 18\d(\.\d)? ms/,
    );
  });

  test('draws a found difference solid, one not found hatched, and an uncertain one hollow', () => {
    expect(rowOf(state, 'saxpy', 'znver4')?.look).toBe('solid');
    expect(rowOf(state, 'norm', 'znver4')?.look).toBe('hatched');
    expect(rowOf(state, 'parse', 'x86-64-v3')?.look).toBe('hollow');
  });

  test('draws no bar, and says why, where there is no ratio', () => {
    expect(rowOf(state, 'saxpy', 'x86-64-v2')).toMatchObject({ note: 'same executable as x86-64' });
    expect(rowOf(state, 'saxpy', 'sapphirerapids')?.note).toContain('avx512fp16');
    expect(rowOf(state, 'norm', 'x86-64-v3')?.note).toContain('line 3');
    for (const row of rowsOf(state).filter(({ note }) => note !== undefined)) {
      expect(row.value).toBeUndefined();
    }
  });

  test('a hopelessly wide interval does not flatten the others', () => {
    const wild = { estimate: 1.1, low: 0.01, high: 120 };
    const run = sampleRun();
    const [program] = run.programs;
    if (program === undefined) throw new Error('the sample run has a program');
    const benchmarks = program.benchmarks.map((result) => ({
      ...result,
      comparisons: result.comparisons.map((one) =>
        one.verdict === 'inconclusive' ? { ...one, speedup: wild } : one,
      ),
    }));
    const { axis } = chartModel(stateOf({ ...run, programs: [{ ...program, benchmarks }] }));
    expect(axis.max).toBeLessThan(3);
    expect(axis.min).toBeGreaterThan(0.5);
  });
});

test('every view keeps its origin and every estimate within the axis', () => {
  for (const view of ['speedup', 'times', 'samples', 'mean'] as const) {
    const model = chartModel(stateOf(sampleRunOfTwoPrograms(), { view }));
    expect(model.axis.min).toBeLessThanOrEqual(model.axis.origin);
    for (const { value } of model.groups.flatMap(({ rows }) => rows)) {
      if (value === undefined) continue;
      expect(value.estimate).toBeGreaterThanOrEqual(model.axis.min);
      expect(value.estimate).toBeLessThanOrEqual(model.axis.max);
    }
  }
});

test('in the times view the longest bar of each benchmark is full, whatever its unit', () => {
  const { groups } = chartModel(stateOf(sampleRunOfTwoPrograms(), { view: 'times' }));
  for (const { rows } of groups) {
    expect(Math.max(...rows.map(({ value }) => value?.high ?? 0))).toBeCloseTo(1, 10);
  }
  expect(groups.find(({ title }) => title === 'codec / compress')?.rows[0]?.figure).toContain(
    'MB/s',
  );
});

test('in the samples view every sample stands over the median of the baseline', () => {
  const state = stateOf(sampleRun(), { view: 'samples' });
  const baseline = rowOf(state, 'saxpy', 'x86-64');
  expect(baseline?.samples).toHaveLength(12);
  expect(baseline?.box?.middle).toBeCloseTo(1, 6);
  expect(rowOf(state, 'saxpy', 'znver4')?.box?.middle).toBeCloseTo(1 / 2.3131, 1);
});

test('many samples are thinned, and the caption says so', () => {
  const run = bigRun({ benchmarks: 1, targets: 2, rounds: 1000 });
  const model = chartModel(stateOf(run, { view: 'samples' }));
  expect(model.groups[0]?.rows[1]?.samples?.length).toBeLessThanOrEqual(MAX_DOTS);
  expect(model.caption).toContain('only some are drawn');
});

test('a run without its samples says so row by row', () => {
  const run = bigRun({ benchmarks: 1, targets: 2, rounds: 0 });
  expect(rowsOf(stateOf(run, { view: 'samples' }))[1]?.note).toContain('does not contain samples');
});

test('the filter looks at programs and benchmarks, and targets that are off are left out', () => {
  const run = sampleRunOfTwoPrograms();
  expect(chartModel(stateOf(run, { filter: 'codec' })).groups.map(({ title }) => title)).toEqual([
    'codec / compress',
  ]);
  const targets = new Set(
    rowsOf(stateOf(run, { hidden: new Set(['znver4']) })).map((row) => row.target),
  );
  expect([...targets].sort()).toEqual(['sapphirerapids', 'x86-64-v2', 'x86-64-v3']);
});

test('an empty chart says why it is empty', () => {
  const run = sampleRun();
  const all = new Set(run.targets.map(({ name }) => name));
  expect(chartModel(stateOf(sampleBuildRun())).empty).toContain('no measurements');
  expect(chartModel(stateOf({ ...sampleBuildRun(), state: 'running' })).empty).toContain('yet');
  expect(chartModel(stateOf(run, { hidden: all })).empty).toContain('hidden');
  expect(chartModel(stateOf(run, { filter: 'nothing has this' })).empty).toContain('name');
});

test('the chart of a run that failed says why, and counts what else went wrong', () => {
  const [codec] = sampleBuildRun().programs;
  if (codec === undefined) throw new Error('no program');
  const failure = { code: 'compile-failed', message: 'a.c does not compile.' } as const;
  const failed = (name: string) => ({ ...codec, name, variants: [], benchmarks: [], failure });
  const other = { ...failed('b'), failure: { ...failure, message: 'b.c does not compile.' } };
  const run = { ...sampleBuildRun(), state: 'finished', programs: [failed('a'), other] } as const;
  expect(chartModel(stateOf(run)).empty).toBe(
    'Nothing was measured. a.c does not compile. 1 more problem below.',
  );
});

test('a comparison of identical executables has no chart, and says so', () => {
  const rows = sampleComparison.rows.filter(({ verdict }) => verdict === 'identical code');
  expect(comparisonModel({ ...sampleComparison, rows }).empty).toMatch(/^Identical code/);
  const { program, benchmark, unit } = rows[0] ?? { program: '', benchmark: '', unit: '' };
  const never = { program, benchmark, unit, target: 'znver9', verdict: 'inconclusive' } as const;
  const mixed = [...rows, never];
  expect(comparisonModel({ ...sampleComparison, rows: mixed }).empty).toMatch(/^Identical code/);
  expect(comparisonModel({ ...sampleComparison, rows: mixed.slice(1) }).empty).toMatch(
    /^No target/,
  );
  expect(comparisonModel(sampleComparison).empty).toBeUndefined();
});

test('a program that did not build is named with its reason', () => {
  const failure = {
    code: 'link-failed',
    message: 'codec does not link: undefined symbol.',
  } as const;
  const run = sampleRun();
  const broken = { name: 'codec', variants: [], benchmarks: [], overall: [], failure };
  const { groups } = chartModel(stateOf({ ...run, programs: [...run.programs, broken] }));
  expect(groups.at(-1)).toMatchObject({ title: 'codec', subtitle: failure.message, rows: [] });
});

test('the row under the pointer is the one that is drawn there', () => {
  const layout = layOut(chartModel(stateOf(bigRun({ benchmarks: 9, targets: 7, rounds: 0 }))));
  fc.assert(
    fc.property(fc.double({ min: -10, max: layout.height + 10, noNaN: true }), (y) => {
      const found = layout.rows.find(({ top, height }) => y >= top && y < top + height);
      expect(rowAt(layout, y)).toBe(found);
    }),
  );
});
