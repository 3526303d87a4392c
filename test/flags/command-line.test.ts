import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitCommand, splitResponseFile } from '../../src/flags/command-line.ts';
import { quoteCommand } from '../../src/text/argv-text.ts';

// Commands and what libclang 22's clang_CompilationDatabase_* answers for them: hand-written ones, then random ones.
const recorded = JSON.parse(
  readFileSync(new URL('../fixtures/project/libclang-22-words.json', import.meta.url), 'utf8'),
) as { command: string; argv: string[] }[];

describe('splitCommand', () => {
  it.each(recorded.filter(({ command }) => !command.startsWith('ccache')))(
    'reads $command as libclang does',
    ({ command, argv }) => {
      expect(splitCommand(command)).toEqual(argv);
    },
  );

  it('reads back whatever quoteCommand writes', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (words) => {
        expect(splitCommand(quoteCommand(words))).toEqual(words);
      }),
    );
  });

  it('reads back words in double quotes with a backslash before each character', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme-ascii' })), (words) => {
        const command = words
          .map((word) => `"${word.replaceAll(/./gsu, String.raw`\$&`)}"`)
          .join('  ');
        expect(splitCommand(command)).toEqual(words);
      }),
    );
  });

  it('never expands anything a shell would', () => {
    expect(splitCommand('cc $(id) `id` $HOME *.c ~ a;b >x <y &')).toEqual(
      'cc $(id) `id` $HOME *.c ~ a;b >x <y &'.split(' '),
    );
  });
});

describe('splitResponseFile', () => {
  it('parts words at line ends and tabs as well', () => {
    expect(splitResponseFile('-I "a b"\r\n-DX=\\"y\\"\n\t-O2\n')).toEqual([
      '-I',
      'a b',
      '-DX="y"',
      '-O2',
    ]);
  });
});
