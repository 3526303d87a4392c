import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { repository } from '../../scripts/lib/repository.mjs';
import { tallyLine, tallyOf } from '../../scripts/lib/tally.mjs';
import { runProcess } from '../../src/process/run-process.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'retarget-tally-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** The last line of `npm test` for a project of these test files, run by the real vitest. */
async function lastLine(files: Readonly<Record<string, string>>): Promise<string> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  const report = join(folder, 'report.json');
  const vitest = join(repository, 'node_modules', 'vitest', 'vitest.mjs');
  const result = await runProcess({
    command: process.execPath,
    args: [vitest, 'run', '--globals', '--root', folder, '--reporter=json', '--outputFile', report],
    env: { VITEST: undefined, VITEST_WORKER_ID: undefined, VITEST_POOL_ID: undefined },
  });
  const json = JSON.parse(await readFile(report, 'utf8')) as Parameters<typeof tallyOf>[0];
  return tallyLine(tallyOf(json, result.exitCode ?? 1));
}

describe('the last line of npm test', () => {
  test('counts what passed and says 0 failed', async () => {
    const line = await lastLine({ 'a.test.js': 'test("a", () => {}); test("b", () => {});' });
    expect(line).toBe('2 passed, 0 failed');
  });

  test('counts failed and skipped tests', async () => {
    const line = await lastLine({
      'a.test.js': 'test("a", () => {}); test("b", () => { throw 1; }); test.skip("c", () => {});',
    });
    expect(line).toBe('1 passed, 1 failed, 1 skipped');
  });

  test('counts a file that cannot be loaded as a failure', async () => {
    const line = await lastLine({
      'a.test.js': 'test("a", () => {});',
      'b.test.js': 'import "./missing.js"; test("never", () => {});',
    });
    expect(line).toBe('1 passed, 1 failed');
  });

  test('counts an error outside every test as a failure', async () => {
    const line = await lastLine({
      'a.test.js':
        'test("a", async () => { void Promise.reject(new Error("lost")); await new Promise((done) => setTimeout(done, 50)); });',
    });
    expect(line).toBe('1 passed, 1 failed');
  });
});
