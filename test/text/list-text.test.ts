import { describe, expect, it } from 'vitest';
import { listText } from '../../src/text/list-text.ts';

describe('a list', () => {
  it('is joined as prose, with a count of what is left out', () => {
    expect(listText([])).toBe('');
    expect(listText(['a'])).toBe('a');
    expect(listText(['a', 'b', 'c'])).toBe('a, b and c');
    expect(listText(['a', 'b', 'c', 'd'], 2)).toBe('a, b and 2 more');
  });
});
