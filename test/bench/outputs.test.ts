// What executions leave behind, and the words for what differs.
import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { differsFailure } from '../../src/bench/check-failure.ts';
import type { CapturedStream } from '../../src/bench/executor.ts';
import {
  fileStates,
  KEPT_OUTPUT,
  outputDifferences,
  outputsOf,
  type FileStates,
} from '../../src/bench/outputs.ts';
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

  const NAMED = { output: 'exact', ignoreLines: [], files: ['made.bin'] } as const;
  const asked = benchmark({ directory: folder, check: NAMED });
  const made = join(folder, 'made.bin');
  const left = (before: FileStates): ReturnType<typeof outputsOf> =>
    outputsOf(asked, 'v3', captured('said'), before);
  const message = async (before: FileStates): Promise<string> => {
    const outcome = await left(before);
    return 'failure' in outcome ? outcome.failure.message : 'none';
  };

  it('have to be written by the execution itself, whatever is in them', async () => {
    const before = await fileStates(asked);
    expect(await message(before)).toMatch(/: made\.bin, .* was not written\.$/u);
    writeFileSync(made, 'text');
    expect(await message(before)).toBe('none');
    const unchanged = await fileStates(asked);
    expect(await message(unchanged)).toContain('exists, but this run did not write it');
    // The same bytes, written again.
    utimesSync(made, 1, 2);
    expect(await message(unchanged)).toBe('none');
  });

  it('are read to their end: the first part is kept, the rest counted and told apart by its hash', async () => {
    const read = async (bytes: Buffer) => {
      writeFileSync(made, bytes);
      const outcome = await left(new Map());
      if ('failure' in outcome) throw new Error(outcome.failure.message);
      expect(outcome.outputs.stdout.bytes.toString()).toBe('said');
      return outcome.outputs.files.get('made.bin');
    };
    const long = Buffer.alloc(KEPT_OUTPUT + 10, 'x');
    const whole = await read(long.subarray(0, 5));
    expect([whole?.bytes.toString(), whole?.total]).toEqual(['xxxxx', 5]);
    const one = await read(long);
    expect([one?.bytes.length, one?.total]).toEqual([KEPT_OUTPUT, KEPT_OUTPUT + 10]);
    expect((await read(long))?.restHash).toBe(one?.restHash);
    long[KEPT_OUTPUT + 9] = 0;
    expect((await read(long))?.restHash).not.toBe(one?.restHash);
    long[KEPT_OUTPUT + 9] = 'x'.charCodeAt(0);
    long[0] = 0;
    expect((await read(long))?.restHash).toBe(one?.restHash);
  });

  it.each([
    [[1, 0, 2, 3], [1, 0, 2, 3], undefined],
    [[1, 0, 2, 3], [1, 0, 9, 9], { first: 2, differing: 2, size: 4 }],
    [[0, 0, 2], [9, 0, 2, 3, 4], { first: 0, differing: 3, size: 5 }],
    [[1, 0], [1, 0, 2, 3], { first: 2, differing: 2, size: 4 }],
    // No text, though without a zero.
    [[0xff, 0x41], [0xff, 0x42], { first: 1, differing: 1, size: 2 }],
  ])('that are no text are compared byte by byte: %j and %j', (one, other, binary) => {
    const outputs = (bytes: readonly number[]) => ({
      stdout: captured(''),
      files: new Map([
        ['made.bin', { bytes: Buffer.from(bytes), total: bytes.length, restHash: '' }],
      ]),
    });
    const found = outputDifferences(asked, outputs(one), outputs(other));
    expect(found?.binary).toEqual(binary);
    expect(found?.file).toBe(binary && 'made.bin');
    const loose = benchmark({ check: { ...NAMED, output: 'exit-code' } });
    expect(outputDifferences(loose, outputs(one), outputs(other))).toBeUndefined();
  });

  it('that are no text and differ behind the part that is kept are not the same', () => {
    const outputs = (restHash: string, total: number) => ({
      stdout: captured(''),
      files: new Map([['made.bin', { bytes: Buffer.from([0, 1]), total, restHash }]]),
    });
    const differ = (...two: readonly (readonly [string, number])[]): unknown => {
      const [one = outputs('', 0), other = outputs('', 0)] = two.map((each) => outputs(...each));
      return outputDifferences(asked, one, other);
    };
    expect(differ(['a', 9], ['a', 9])).toBeUndefined();
    expect(differ(['a', 9], ['b', 9])).toEqual({ lines: [], equal: [], file: 'made.bin' });
    expect(differ(['a', 9], ['a', 8])).toEqual({ lines: [], equal: [], file: 'made.bin' });
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
