import { describe, expect, test } from 'vitest';
import type { Warning } from '../../src/model/run.ts';
import { warningGroups } from '../../src/report/run-notes.ts';

function groupsOf(warnings: readonly Warning[]): ReturnType<typeof warningGroups> {
  return warningGroups({ targets: [], programs: [], warnings });
}

describe('warnings of a run', () => {
  test('that say the same with other numbers are one, with all their places', () => {
    const groups = groupsOf([
      { code: 'outliers', message: '3 of 40 samples lie far out.', program: 'a', benchmark: 'x' },
      { code: 'outliers', message: '5 of 52 samples lie far out.', program: 'a', benchmark: 'y' },
    ]);
    expect(groups).toHaveLength(1);
    expect(groups[0]?.places).toEqual(['a/x', 'a/y']);
    expect(groups[0]?.message).toContain('numbers of a/x');
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
