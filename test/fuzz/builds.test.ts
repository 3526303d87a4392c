// What Retarget keeps and reads again (its cache, stored runs, bitcode it is given), and itself killed at any moment: the next
// command ends as it would have with an empty cache, or says which file is damaged, and nothing stays running.
import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { findToolchain } from '../../src/toolchain/find-toolchain.ts';
import { bundledCommandLine } from '../cli/retarget.ts';
import { byteDamage, damaged } from './damage.ts';
import { holdsFor, TIME_LIMIT } from './fuzz.ts';

const retarget = bundledCommandLine();

const SOURCES = {
  'main.c':
    '#include <stdio.h>\nint twice(int);\nint main(void) { printf("%d\\n", twice(21)); return 0; }\n',
  'twice.c': 'int twice(int x) { return 2 * x; }\n',
  'retarget.json': JSON.stringify({
    ...{ baseline: 'x86-64', targets: ['x86-64-v2'] },
    programs: [{ sources: ['*.c'], flags: ['-O2'] }],
  }),
};

const folder = (name: string): string => join(retarget.folder, name);

async function write(into: string, files: Readonly<Record<string, string>>): Promise<void> {
  await mkdir(into, { recursive: true });
  for (const [name, text] of Object.entries(files)) await writeFile(join(into, name), text);
}

async function filesIn(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true, recursive: true });
  return entries
    .filter((each) => each.isFile())
    .map((each) => join(each.parentPath, each.name))
    .sort();
}

/** Hash by name of every executable that a build wrote. */
async function built(into: string): Promise<Record<string, string>> {
  const files = await filesIn(into);
  const hashes = files.map(async (file) => [
    file.slice(into.length),
    createHash('sha256')
      .update(await readFile(file))
      .digest('hex'),
  ]);
  return Object.fromEntries(await Promise.all(hashes)) as Record<string, string>;
}

async function build(cache: string): Promise<Record<string, string>> {
  const out = folder('out');
  await rm(out, { recursive: true, force: true });
  const args = ['build', folder('project'), '--out', out, '-q'];
  const { exitCode, stderr } = await retarget.run(args, { env: { RETARGET_CACHE: cache } });
  expect([exitCode, stderr]).toEqual([0, expect.anything()]);
  return built(out);
}

let right: Record<string, string> = {};
beforeAll(async () => {
  await write(folder('project'), SOURCES);
  right = await build(folder('filled'));
  expect(Object.keys(right).length).toBeGreaterThan(1);
}, 60_000);

describe('a file of the cache', () => {
  it('that is damaged is never used', { timeout: TIME_LIMIT }, async () => {
    const cache = folder('cache');
    const files = await filesIn(folder('filled'));
    const names = files.map((file) => file.slice(folder('filled').length + 1));
    const some = fc.subarray(names, { minLength: 1, maxLength: 3 });
    await holdsFor(
      fc.tuple(some, byteDamage),
      async ([chosen, damage]) => {
        await rm(cache, { recursive: true, force: true });
        await cp(folder('filled'), cache, { recursive: true });
        for (const name of chosen) {
          const file = join(cache, name);
          await writeFile(file, damaged(await readFile(file), damage));
        }
        expect(await build(cache)).toEqual(right);
      },
      { slow: true },
    );
  });
});

describe('bitcode', () => {
  it('that is damaged is built, or refused by name', { timeout: TIME_LIMIT }, async () => {
    const { clang } = await findToolchain();
    const bitcode = folder('whole.bc');
    execFileSync(clang, ['-O1', '-c', '-emit-llvm', '-o', bitcode, folder('project/twice.c')]);
    const project = folder('of-bitcode');
    await write(project, {
      'main.c': SOURCES['main.c'],
      'retarget.json': JSON.stringify({
        ...{ baseline: 'x86-64', targets: ['x86-64-v2'] },
        programs: [{ sources: ['main.c'], bitcode: ['given.bc'] }],
      }),
    });
    const content = await readFile(bitcode);
    await holdsFor(
      byteDamage,
      async (damage) => {
        await writeFile(join(project, 'given.bc'), damaged(content, damage));
        const args = ['build', project, '--out', folder('bitcode-out')];
        const { exitCode, stdout, stderr } = await retarget.run(args);
        if (exitCode === 0) return;
        expect([exitCode, stdout + stderr]).toEqual([
          expect.toBeOneOf([1, 2, 4]),
          expect.stringMatching(/given\.bc|undefined symbol: twice/u),
        ]);
      },
      { slow: true },
    );
  });
});

describe('a profile that is killed', () => {
  it('leaves nothing running, and the next one is whole', { timeout: TIME_LIMIT }, async () => {
    const mark = `RETARGET_FUZZ_MARK=${process.pid}-${Date.now()}`;
    const [name = '', value = ''] = mark.split('=');
    const args = ['profile', folder('project'), '--budget', '0.3s', '--json', '-q'];
    await holdsFor(
      fc.integer({ min: 0, max: 1800 }),
      async (after) => {
        const env = { RETARGET_CACHE: folder('killed'), [name]: value };
        const child = retarget.start(args, { env });
        await sleep(after);
        killAlone(child.pid);
        await child.ended;
        await expect.poll(() => running(mark), { timeout: 10_000 }).toEqual([]);
        const { exitCode, stdout, stderr } = await retarget.run(args, { env });
        expect([exitCode, stderr]).toEqual([0, expect.anything()]);
        expect(JSON.parse(stdout)).toMatchObject({ state: 'finished' });
        expect(await build(folder('killed'))).toEqual(right);
      },
      { slow: true },
    );
  });
});

/** Not its group: what it started is left to itself. */
function killAlone(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

/** Ids of the processes that have the mark in their environment. */
async function running(mark: string): Promise<string[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/u.test(name));
  const marked = await Promise.all(
    ids.map(async (id) => {
      const environment = await readFile(`/proc/${id}/environ`, 'latin1').catch(() => '');
      return environment.includes(mark) && Number(id) !== process.pid ? [id] : [];
    }),
  );
  return marked.flat();
}
