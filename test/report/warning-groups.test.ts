import { describe, expect, test } from 'vitest';
import type { Warning } from '../../src/model/run.ts';
import { warningGroups } from '../../src/report/warning-groups.ts';
import { sampleRun } from './sample-run.ts';

function groupsOf(warnings: readonly Warning[]): ReturnType<typeof warningGroups> {
  return warningGroups({ targets: [], programs: [], warnings });
}

describe('warnings of a run', () => {
  test('that say the same with other numbers are one, with all their places', () => {
    const groups = groupsOf([
      {
        code: 'outliers',
        alike: 'far',
        message: '3 of 40 samples lie far out.',
        program: 'a',
        benchmark: 'x',
      },
      {
        code: 'outliers',
        alike: 'far',
        message: '5 of 52 samples lie far out.',
        program: 'a',
        benchmark: 'y',
      },
    ]);
    expect(groups).toHaveLength(1);
    expect(groups[0]?.places).toEqual(['a/x and a/y']);
    expect(groups[0]?.message).toContain('numbers for a/x');
  });

  test('name the benchmarks of the same targets together, and a whole program as such', () => {
    const { programs, targets } = sampleRun();
    const [program] = programs;
    const [, second, third] = targets;
    const names = program?.benchmarks.map(({ benchmark }) => benchmark.name) ?? [];
    const warning = { code: 'drift', message: 'It grew slower.', program: 'kernels' } as const;
    const groups = warningGroups({
      ...{ targets, programs: program === undefined ? [] : [{ ...program, name: 'kernels' }] },
      warnings: [
        ...names.map((benchmark) => ({ ...warning, benchmark, target: second?.name ?? '' })),
        ...names.map((benchmark) => ({ ...warning, benchmark, target: third?.name ?? '' })),
        { ...warning, program: 'other', benchmark: 'x', target: second?.name ?? '' },
      ],
    });
    expect(groups.find(({ code }) => code === 'drift')?.places).toEqual([
      `every benchmark of kernels for ${second?.name} and ${third?.name}`,
      `other/x for ${second?.name}`,
    ]);
  });

  test('that say different things stay apart', () => {
    const groups = groupsOf([
      { code: 'load', message: 'The machine was busy.' },
      { code: 'load', message: 'The machine was locked by 3 others.' },
    ]);
    expect(groups.map(({ message }) => message)).toEqual([
      'The machine was busy.',
      'The machine was locked by 3 others.',
    ]);
  });
});
