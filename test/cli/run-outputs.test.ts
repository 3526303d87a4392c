import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Format } from '../../src/cli/formats.ts';
import { checkWritable, runOutputs, writeOutput } from '../../src/cli/run-outputs.ts';

describe('--format and --out', () => {
  it.each<[string, Format[], string[], boolean, object[]]>([
    ['nothing: the terminal report', [], [], false, []],
    ['one format: standard output', ['csv'], [], false, [{ format: 'csv' }]],
    ['--json: standard output', [], [], true, [{ format: 'json' }]],
    ['--json and --format json: once', ['json'], [], true, [{ format: 'json' }]],
    [
      'pairs in their order',
      ['junit', 'html'],
      ['a', 'b'],
      false,
      [
        { format: 'junit', file: resolve('a') },
        { format: 'html', file: resolve('b') },
      ],
    ],
    [
      'formats by extension',
      [],
      ['a.MD', 'b.xml', 'c.html', 'd.csv', 'e.json'],
      false,
      [
        { format: 'markdown', file: resolve('a.MD') },
        { format: 'junit', file: resolve('b.xml') },
        { format: 'html', file: resolve('c.html') },
        { format: 'csv', file: resolve('d.csv') },
        { format: 'json', file: resolve('e.json') },
      ],
    ],
    ['- as standard output', ['csv'], ['-'], false, [{ format: 'csv' }]],
    [
      'a file, and JSON besides',
      ['html'],
      ['a.html'],
      true,
      [{ format: 'html', file: resolve('a.html') }, { format: 'json' }],
    ],
  ])('%s', (_, formats, files, json, outputs) => {
    expect(runOutputs(formats, files, json)).toEqual(outputs);
  });

  it.each<[string, Format[], string[], boolean, RegExp]>([
    ['two formats for standard output', ['csv', 'html'], [], false, /Only one format/],
    ['another format with --json', ['csv'], [], true, /Only one format/],
    [
      'more formats than files',
      ['csv', 'html'],
      ['a'],
      false,
      /2 --format options, but 1 --out option\./,
    ],
    [
      'fewer formats than files',
      ['csv'],
      ['a', 'b'],
      false,
      /1 --format option, but 2 --out options\./,
    ],
    ['a name that says no format', [], ['report'], false, /not clear from its extension/],
    ['one file twice', ['csv', 'html'], ['a', './a'], false, /of two formats/],
  ])('%s is refused', (_, formats, files, json, message) => {
    expect(() => runOutputs(formats, files, json)).toThrow(message);
  });
});

describe('a file for --out', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'retarget-out-'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it('in a folder that is not there, or that is a folder, is refused before anything is measured', async () => {
    const gone = join(folder, 'gone', 'a.csv');
    await expect(checkWritable([{ format: 'csv', file: gone }])).rejects.toThrow(/gone does not/);
    await expect(checkWritable([{ format: 'csv', file: folder }])).rejects.toThrow(/is a folder/);
    await checkWritable([{ format: 'csv' }, { format: 'csv', file: join(folder, 'a.csv') }]);
  });

  it('that is not writable is refused', async ({ skip }) => {
    if (process.getuid?.() === 0) skip('root may write everything');
    const file = join(folder, 'a.csv');
    await writeFile(file, '');
    await chmod(file, 0o400);
    await expect(checkWritable([{ format: 'csv', file }])).rejects.toThrow(/is not writable/);
  });

  it('is written, and names itself where it cannot be', async () => {
    const file = join(folder, 'a.csv');
    await writeOutput(file, 'a,b\n');
    expect(await readFile(file, 'utf8')).toBe('a,b\n');
    await expect(writeOutput(join(file, 'b'), '')).rejects.toThrow(file);
  });

  it('on a full device is refused as a full disk', async ({ skip }) => {
    if (process.platform !== 'linux') skip('/dev/full is Linux’s');
    await expect(writeOutput('/dev/full', 'a')).rejects.toMatchObject({
      failure: { code: 'disk-full', message: /\/dev\/full .* disk is full/ },
    });
  });
});
