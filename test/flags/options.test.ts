// The one reader of command lines: nothing is lost, and it takes for options and inputs what clang takes for them.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LinkWord } from '../../src/model/program.ts';
import { cleanLinkLine } from '../../src/flags/flags.ts';
import { linkerOptions, linkerParts } from '../../src/flags/linker-words.ts';
import {
  isInput,
  isOption,
  optionText,
  readLinkLine,
  readOptions,
  valuesOf,
  wordsOf,
  wordsOfText,
} from '../../src/flags/options.ts';

interface ReadLine {
  readonly words: readonly string[];
  /** In the order of clang 22's -ccc-print-phases; of lines that compile. */
  readonly inputs?: readonly { readonly path: string; readonly language: string }[];
  /** The linker's words by clang 22's -###; of lines that link. */
  readonly linker?: readonly string[];
  readonly output?: string;
}

const readLines = JSON.parse(
  readFileSync(new URL('../fixtures/project/clang-22-read-lines.json', import.meta.url), 'utf8'),
) as readonly ReadLine[];

const argumentCounts = JSON.parse(
  readFileSync(
    new URL('../fixtures/project/clang-22-argument-counts.json', import.meta.url),
    'utf8',
  ),
) as Record<string, number>;

const word = fc.oneof(
  fc.constantFrom(...Object.keys(argumentCounts)),
  fc.constantFrom('-Xclang', '-include', '-Wl,a,b', '-Xlinker', '-o', '-x', '--', '-', '-Idir'),
  fc.constantFrom('a.c', '-std=c11', '-march=native', '', 'a b', '--include=x', '-DX=1'),
);
const place: fc.Arbitrary<LinkWord> = fc.oneof(
  fc.record({ library: fc.constantFrom('liba.a', 'libb.so') }),
  fc.record({ objects: fc.nat({ max: 3 }) }),
);

describe('readOptions', () => {
  it('reads words that are the command line again', () => {
    fc.assert(
      fc.property(fc.array(word), (words) => {
        expect(wordsOf(readOptions(words))).toEqual(words);
      }),
    );
  });

  it('leaves places of a link line where they are, outside of every option', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(word, place)), (line) => {
        const items = readLinkLine(line);
        expect(
          items.flatMap((item): LinkWord[] => (isOption(item) ? [...item.words] : [item])),
        ).toEqual(line);
        const isPlace = (each: LinkWord): boolean => typeof each !== 'string';
        expect(cleanLinkLine(line).kept.filter(isPlace)).toEqual(line.filter(isPlace));
      }),
    );
  });

  it.each([
    ['-Idir', '-I', 'dir'],
    ['-I dir', '-I', 'dir'],
    ['--include-directory=dir', '-I', 'dir'],
    ['-isystemdir', '-isystem', 'dir'],
    ['-isystem-after dir', '-isystem-after', 'dir'],
    ['-DX=1', '-D', 'X=1'],
    ['--include=a.h', '-include', 'a.h'],
    ['-include-pch a.pch', '-include-pch', 'a.pch'],
    ['-xc++', '-x', 'c++'],
    ['--output=x', '-o', 'x'],
    ['-object', '-object', undefined],
    ['--target=arm64', '--target', 'arm64'],
    ['-target arm64', '--target', 'arm64'],
    ['--std c11', '-std', 'c11'],
    ['-march=native', '-march', 'native'],
    ['-fsanitize=address,undefined', '-fsanitize', 'address,undefined'],
    ['-Wl,-z,now', '-Wl', '-z,now'],
    ['-Xlinker -z', '-Xlinker', '-z'],
    ['-Xclang -load', '-Xclang -load', undefined],
    ['-Xclang -include -Xclang a.h', '-Xclang -include', 'a.h'],
    ['-O2', '-O2', undefined],
    ['a.c', '', 'a.c'],
    ['-', '', '-'],
  ])('gives %s one name', (line, name, value) => {
    const [option, ...others] = readOptions(line.split(' '));
    expect(others).toEqual([]);
    expect(option?.name).toBe(name);
    expect(option?.value).toBe(value);
  });

  it('gives the words of a text that names an option and its values', () => {
    fc.assert(
      fc.property(fc.array(word), (words) => {
        for (const option of readOptions(words).filter((each) => !isInput(each))) {
          expect(wordsOfText(optionText(option))).toEqual(option.words);
        }
      }),
    );
    expect(wordsOfText('-D A=a b')).toEqual(['-D', 'A=a b']);
  });
});

describe('what clang 22 reads', () => {
  const compiling = readLines.filter(({ inputs }) => inputs !== undefined);
  const linking = readLines.filter(({ linker }) => linker !== undefined);

  it('was recorded of lines that compile and of lines that link', () => {
    expect(compiling.length).toBeGreaterThan(30);
    expect(linking.length).toBeGreaterThan(10);
  });

  it.each(compiling.map((line) => [line.words.join(' '), line] as const))(
    'are the same inputs: %s',
    (_, { words, inputs = [], output }) => {
      const options = readOptions(words);
      expect(options.filter(isInput).map(({ value }) => value)).toEqual(
        inputs.map(({ path }) => path),
      );
      expect(valuesOf(options, '-o').at(-1)).toBe(output);
      const language = valuesOf(options, '-x').at(-1);
      if (language !== undefined && language !== 'none') {
        for (const input of inputs) expect(input.language).toBe(language);
      }
    },
  );

  it.each(linking.map((line) => [line.words.join(' '), line] as const))(
    'goes to the linker in the same order: %s',
    (_, { words, linker = [], output }) => {
      const options = readOptions(words);
      const parts = linkerParts(options);
      const told = options.flatMap((option, at) =>
        isInput(option) ? option.words : (parts[at] ?? []).flatMap((part) => part.words),
      );
      expect(told).not.toEqual([]);
      let next = 0;
      for (const each of linker) if (each === told[next]) next += 1;
      expect(told.slice(next)).toEqual([]);
      expect(valuesOf(options, '-o').at(-1)).toBe(output);
    },
  );

  it('is an option of the linker with its value, wherever that stands', () => {
    const line = '-Xlinker -soname -Xlinker libx.so -Wl,-z,now,-rpath -Wl,/a -Wl,--as-needed'.split(
      ' ',
    );
    expect(linkerOptions(line)).toEqual([
      ['-soname', 'libx.so'],
      ['-z', 'now'],
      ['-rpath', '/a'],
      ['--as-needed'],
    ]);
  });
});
