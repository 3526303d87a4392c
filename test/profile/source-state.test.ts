import { execFile } from 'node:child_process';
import { access, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sourceState } from '../../src/profile/source-state.ts';

const run = promisify(execFile);
const never = new AbortController().signal;
let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'retarget-source-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function git(...args: string[]): Promise<string> {
  const who = ['-c', 'user.name=Ana', '-c', 'user.email=ana@example.org'];
  return (await run('git', [...who, ...args], { cwd: folder })).stdout.trim();
}

async function committed(): Promise<string> {
  await git('init', '--quiet');
  await writeFile(join(folder, 'a.c'), 'int a;\n');
  await git('add', 'a.c');
  await git('commit', '--quiet', '-m', 'One');
  return git('rev-parse', 'HEAD');
}

describe('the state of what is profiled', () => {
  it('is its commit, and whether files that git knows have changed', async () => {
    const commit = await committed();
    expect(await sourceState(folder, never)).toEqual({ commit, dirty: false });
    await writeFile(join(folder, 'unknown.txt'), 'mine');
    expect(await sourceState(folder, never)).toEqual({ commit, dirty: false });
    await writeFile(join(folder, 'a.c'), 'int another;\n');
    expect(await sourceState(folder, never)).toEqual({ commit, dirty: true });
    await git('add', 'a.c');
    expect(await sourceState(folder, never)).toEqual({ commit, dirty: true });
  });

  it('is nothing where there is no repository, or no commit yet', async () => {
    expect(await sourceState(folder, never)).toBeUndefined();
    await git('init', '--quiet');
    expect(await sourceState(folder, never)).toBeUndefined();
  });

  it('runs nothing that the repository configures: no file watcher, filter, hook or transport', async () => {
    const commit = await committed();
    const proof = join(folder, 'ran');
    const program = `touch ${proof};`;
    await git('config', 'core.fsmonitor', program);
    await git('config', 'filter.x.clean', program);
    await git('config', 'diff.x.textconv', program);
    await git('config', 'diff.external', program);
    await writeFile(join(folder, '.gitattributes'), '* filter=x diff=x\n');
    await writeFile(join(folder, 'a.c'), 'int b;\n');
    expect(await sourceState(folder, never)).toEqual({ commit, dirty: true });
    await expect(access(proof)).rejects.toThrow();
    // It is a repository in which git does run them.
    await git('status').catch(() => undefined);
    await access(proof);
  });
});
