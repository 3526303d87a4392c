import { describe, expect, it } from 'vitest';
import { counted, plural } from '../../src/text/plural.ts';

describe('a number of things', () => {
  it('has the form that goes with it', () => {
    expect([0, 1, 2].map((count) => counted(count, 'file'))).toEqual([
      '0 files',
      '1 file',
      '2 files',
    ]);
    expect(counted(2, 'entry', 'entries')).toBe('2 entries');
    expect(counted(1200, 'unit')).toBe('1,200 units');
    expect([1, 21].map((count) => plural(count, 'is', 'are'))).toEqual(['is', 'are']);
  });
});
