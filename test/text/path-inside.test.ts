import { describe, expect, it } from 'vitest';
import { isInside } from '../../src/text/path-inside.ts';

describe('a path', () => {
  it.each([
    ['/a/b', '/a/b', true],
    ['/a/b', '/a/b/c/d.c', true],
    ['/a/b', '/a/b/..c/d.c', true],
    ['/a/b', '/a/bc', false],
    ['/a/b', '/a', false],
    ['/a/b', '/a/b/../c', false],
    ['/', '/a', true],
  ])('below %s: %s is %s', (folder, path, expected) => {
    expect(isInside(folder, path)).toBe(expected);
  });
});
