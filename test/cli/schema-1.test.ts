// Stored runs of schema 1 open, compare and report as the version that stored them did.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bundledCommandLine } from './retarget.ts';

const retarget = bundledCommandLine();
const fixtures = join(import.meta.dirname, '../fixtures/runs/schema-1');

describe.each(['kernels', 'faulty', 'google-benchmark'])('the stored run %s', (name) => {
  const document = join(fixtures, `${name}.json`);
  it.each([
    ['txt', ['report', document]],
    ['md', ['report', document, '--format', 'markdown']],
    ['xml', ['report', document, '--format', 'junit']],
    ['csv', ['report', document, '--format', 'csv']],
    ['samples.csv', ['report', document, '--format', 'samples']],
    ['compare.txt', ['compare', document, document]],
  ])('gives %s', async (extension, args) => {
    const { stdout, exitCode } = await retarget.run(args);
    await expect(stdout).toMatchFileSnapshot(join(fixtures, 'expected', `${name}.${extension}`));
    expect(exitCode).toBe(0);
  });
});
