// What executions leave behind, and the words for what differs.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { differsFailure } from '../../src/bench/check-failure.ts';
import type { CapturedStream } from '../../src/bench/executor.ts';
import { fileStates, outputDifferences, outputsOf } from '../../src/bench/outputs.ts';
import { benchmark, freshFolder } from './compile.ts';

const folder = freshFolder();
const captured = (text: string): CapturedStream => {
  const bytes = Buffer.from(text);
  return { bytes, total: bytes.length, restHash: '' };
};

describe('files of a check', () => {
  it('that are folders are said to be, whether or not this execution made them', async () => {
    const check = { output: 'exact', ignoreLines: [], files: ['out'] } as const;
    const asked = benchmark({ directory: folder, check });
    mkdirSync(join(folder, 'out'));
    for (const before of [new Map<string, string>(), await fileStates(asked)]) {
      expect(await outputsOf(asked, 'v3', captured(''), before)).toMatchObject({
        failure: {
          message: expect.stringMatching(/: out, named in .*, is a folder\.$/u) as string,
          hint: expect.stringContaining('Name files instead of folders') as string,
        },
      });
    }
  });

  it.each([
    [
      'a\nb\n',
      'a\nb',
      "wrote differs from the baseline's: only the newline at the end is missing.",
    ],
    ['a\nb', 'a\nb\n', "wrote differs from the baseline's: only the newline at the end is added."],
    ['a\nb\n', 'a\nc', "wrote differs from the baseline's (2 lines, the first is line 2)."],
    ['a\n\n', 'a', "wrote differs from the baseline's (2 lines, the first is line 2)."],
  ])('%j against %j', (left, right, words) => {
    const outputs = (text: string) => ({
      stdout: captured(''),
      files: new Map([['o.txt', captured(text)]]),
    });
    const found = outputDifferences(benchmark(), outputs(left), outputs(right));
    if (found === undefined) throw new Error('they differ');
    expect(differsFailure(benchmark(), 'v3', found, {}).message).toContain(words);
  });
});
