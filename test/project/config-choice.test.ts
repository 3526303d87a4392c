import fc from 'fast-check';
import { parse, stripComments } from 'jsonc-parser';
import { describe, expect, it } from 'vitest';
import { FailureError } from '../../src/model/failure.ts';
import { choiceChanges, readChoice } from '../../src/project/config-choice.ts';
import type { Choice } from '../../src/project/config-choice.ts';
import { changedText } from '../../src/project/json-changes.ts';

function chosen(text: string, choice: Choice): string {
  return changedText(text, choiceChanges('/p/retarget.json', text, choice));
}

describe('what a text chooses', () => {
  it('is nothing where a name is still empty', () => {
    expect(readChoice('{ "baseline": "", "targets": ["", "native"] }')).toEqual({
      targets: ['native'],
    });
  });
});

describe('a choice of targets', () => {
  it.each([
    ['{"targets": ["a", "b"]}', ['a', 'b', 'c'], '{"targets": ["a", "b", "c"]}'],
    ['{"targets": ["a", "b"]}', ['b'], '{"targets": ["b"]}'],
    ['{"targets": ["a", "b"]}', ['a'], '{"targets": ["a"]}'],
    ['{"targets": ["a", "b", "c"]}', ['c'], '{"targets": ["c"]}'],
    ['{"targets": ["a", "b", "c"]}', ['a', 'd'], '{"targets": ["a", "d"]}'],
    ['{"targets": ["b", "a"]}', ['a', 'b'], '{"targets": ["b", "a"]}'],
    ['{"targets": []}', ['a'], '{"targets": ["a"]}'],
    ['{"targets": "all"}', ['a'], '{"targets": ["a"]}'],
    ['{"programs": []}', ['a'], '{ "targets": ["a"],"programs": []}'],
    ['{}', ['a'], '{\n  "targets": ["a"]\n}'],
    [
      '{\n  "targets": [\n    "a", // first\n    "b" // second\n  ]\n}',
      ['a', 'b', 'c'],
      '{\n  "targets": [\n    "a", // first\n    "b", // second\n    "c"\n  ]\n}',
    ],
    [
      '{\n  "targets": [\n    "a", // first\n    "b",\n  ]\n}',
      ['a', 'c'],
      '{\n  "targets": [\n    "a", // first\n    "c",\n  ]\n}',
    ],
    [
      '{\r\n\t"$schema": "x", // keep\r\n\t"programs": []\r\n}',
      ['a'],
      '{\r\n\t"$schema": "x", // keep\r\n\t"targets": ["a"],\r\n\t"programs": []\r\n}',
    ],
    [
      '{\n  // about the programs\n  "programs": []\n}',
      ['a'],
      '{\n  "targets": ["a"],\n  // about the programs\n  "programs": []\n}',
    ],
  ])('changes %j to %j and leaves the rest as it was', (text, targets, expected) => {
    expect(chosen(text, { targets })).toBe(expected);
  });

  it('changes the baseline in its place, and adds both where neither stands', () => {
    expect(chosen('{"baseline" : "x" /* c */}', { baseline: 'y' })).toBe(
      '{"baseline" : "y" /* c */}',
    );
    expect(readChoice(chosen('{"programs": []}', { baseline: 'x', targets: ['a'] }))).toEqual({
      baseline: 'x',
      targets: ['a'],
    });
  });

  it('changes nothing where everything is chosen already', () => {
    const text = '{"baseline": "x", "targets": ["a", "b"]}';
    expect(choiceChanges('/p', text, { baseline: 'x', targets: ['b', 'a'] })).toEqual([]);
  });

  it.each(['{', '', '[]', '{"targets": [}', '{"targets": [], "targets": []}'])(
    'is not written into %j, which is damaged',
    (text) => {
      expect(() => choiceChanges('/p/retarget.json', text, { targets: ['a'] })).toThrow(
        FailureError,
      );
    },
  );

  it('comes out as chosen, and keeps every comment, whatever the format of the file', () => {
    const names = ['a', 'b', 'c', 'd'];
    const space = fc.constantFrom('', ' ', '\n  ', '\r\n\t', ' /* note */ ', ' // note\n');
    const list = fc
      .tuple(fc.subarray(names), fc.boolean(), fc.array(space, { minLength: 20, maxLength: 20 }))
      .map(([items, trailing, gaps]) => {
        let at = 0;
        const gap = (): string => gaps[at++ % gaps.length] ?? '';
        const inner = items
          .map((item, index) => {
            const isLast = index === items.length - 1;
            return `${gap()}"${item}"${gap()}${!isLast || trailing ? ',' : ''}`;
          })
          .join('');
        return `{${gap()}"targets":${gap()}[${inner}${gap()}],${gap()}"baseline": "a"${gap()}}`;
      });
    fc.assert(
      fc.property(list, fc.subarray(names, { minLength: 1 }), (text, targets) => {
        const after = chosen(text, { targets, baseline: 'b' });
        const value = parse(after, [], { allowTrailingComma: true }) as Choice;
        expect(new Set(value.targets)).toEqual(new Set(targets));
        expect(value.baseline).toBe('b');
        const kept = readChoice(text).targets?.some((name) => targets.includes(name)) ?? false;
        const notes = (from: string): number => from.split('note').length;
        if (kept) expect(notes(after)).toBe(notes(text));
        expect(stripComments(after)).not.toMatch(/,\s*,|\[\s*,/u);
        expect(readChoice(chosen(after, { targets })).targets).toEqual(readChoice(after).targets);
      }),
    );
  });
});
