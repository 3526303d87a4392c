import fc from 'fast-check';
import { expect, test } from 'vitest';
import { baseName, shorten } from '../../webview/text.ts';

test('a shortened name keeps both its ends', () => {
  expect(shorten('abcdefghijklmnopqrstuvwxyz', 10)).toBe('abcdef\u2026xyz');
});

test('no name, however long or hostile, is longer than asked or holds what cannot be seen', () => {
  const name = fc.string({ unit: 'binary', maxLength: 60 }).map((text) => text.repeat(200));
  fc.assert(
    fc.property(name, fc.integer({ min: 1, max: 80 }), (text, length) => {
      const shown = shorten(text, length);
      expect([...shown].length).toBeLessThanOrEqual(length);
      expect(shown).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u);
    }),
    { numRuns: 60 },
  );
});

test('a path is named by its last part', () => {
  expect(baseName('/home/ana/kernels/')).toBe('kernels');
  expect(baseName('C:\\src\\codec')).toBe('codec');
  expect(baseName('/')).toBe('/');
});
