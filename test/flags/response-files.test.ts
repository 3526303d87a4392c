import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expandResponseFiles } from '../../src/flags/response-files.ts';
import { FailureError, type Failure } from '../../src/model/failure.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'retarget-response-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

async function written(name: string, files: Readonly<Record<string, string>>): Promise<string> {
  const place = join(folder, name);
  await mkdir(place);
  for (const [file, text] of Object.entries(files)) await writeFile(join(place, file), text);
  return place;
}

async function failureFor(words: readonly string[], directory: string): Promise<Failure> {
  try {
    await expandResponseFiles(words, directory);
  } catch (error) {
    if (error instanceof FailureError) return error.failure;
    throw error;
  }
  throw new Error('all of it was expanded');
}

describe('response files', () => {
  it('stand for their words, also inside each other and several times', async () => {
    const place = await written('plain', { a: '-DA @b\n@b', b: "'-DB C'" });
    const words = await expandResponseFiles(['clang', '@a', '@none', '-c'], place);
    expect(words).toEqual(['clang', '-DA', '-DB C', '-DB C', '@none', '-c']);
  });

  it.each([
    ['four times each, 30 deep', 4, 30, /more than 2,000 files/],
    ['twice each, 40 deep', 2, 40, /more than 2,000 files/],
    ['once each, 60 deep', 1, 60, /nested more than 50 deep/],
  ])('that name each other %s are not followed to the end', async (name, times, depth, words) => {
    const files: Record<string, string> = { [`r${depth}`]: '-DX' };
    for (let at = 0; at < depth; at++) files[`r${at}`] = `@r${at + 1} `.repeat(times);
    const place = await written(name, files);
    const failure = await failureFor(['clang', '@r0'], place);
    expect(failure).toMatchObject({ code: 'config-invalid' });
    expect(failure.message).toMatch(words);
    expect(failure.place?.file).toContain(place);
  });

  it('that are long and named often are not read without end', async () => {
    const place = await written('long', { a: '@b '.repeat(1000), b: '-DX '.repeat(250_000) });
    const { message } = await failureFor(['clang', '@a'], place);
    expect(message).toMatch(/expand to more than 16 MiB; stopped at .*b\.$/);
  });
});
