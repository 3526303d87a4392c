// A record that came with a clone names commands: whoever recorded it here is not asked, everybody else is, once.
import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ProcessResult } from '../../src/process/run-process.ts';
import { inTerminal } from './in-terminal.ts';
import { bundledCommandLine } from './retarget.ts';

const retarget = bundledCommandLine();
const MAIN = 'int main(void) { return 0; }\n';

let folder = '';
let folders = 0;
let other: Readonly<Record<string, string>> = {};
const record = (): string => join(folder, '.retarget', 'record', 'build.json');
const ran = (): boolean => existsSync(join(folder, 'ran'));

/** Builds what the folder offers, for one target. */
async function build(
  options: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<ProcessResult> {
  const args = ['build', folder, '--out', join(retarget.folder, 'out'), '--targets', 'x86-64'];
  return retarget.run([...args, '--baseline', 'x86-64', ...options], { env });
}

/** Records here, as the author of a clone did; what the build made and left behind is not in the clone. */
async function recorded(env: Readonly<Record<string, string>> = {}): Promise<void> {
  const words = ['record', '--', 'sh', '-c', 'touch ran; cc -O2 -o prog main.c'];
  expect(await retarget.run(words, { cwd: folder, env })).toMatchObject({ exitCode: 0 });
  await rm(join(folder, 'prog'));
  await rm(join(folder, 'ran'));
}

beforeEach(async () => {
  // What was allowed in one place stays allowed there.
  folder = join(retarget.folder, `project-${(folders += 1)}`);
  await mkdir(folder);
  await writeFile(join(folder, 'main.c'), MAIN);
  const home = join(retarget.folder, 'home');
  await rm(home, { recursive: true, force: true });
  await mkdir(home);
  other = { HOME: home, RETARGET_CACHE: join(home, 'cache'), XDG_CACHE_HOME: join(home, 'xdg') };
});

describe('a record that this user made', () => {
  it('is used without a question in one job', async () => {
    await recorded();
    expect(await build()).toMatchObject({ exitCode: 0 });
    expect(ran()).toBe(true);
  });

  it('is used by its other name, where a link leads to the folder', async () => {
    const link = join(retarget.folder, 'link');
    await symlink(folder, link);
    try {
      await recorded();
      const args = ['build', '.', '--out', join(retarget.folder, 'out'), '--targets', 'x86-64'];
      expect(await retarget.run(args, { cwd: link })).toMatchObject({ exitCode: 0 });
    } finally {
      await rm(link);
    }
  });

  it('survives a cleared cache', async () => {
    await recorded();
    expect(await retarget.run(['cache', 'clear'])).toMatchObject({ exitCode: 0 });
    expect(await build()).toMatchObject({ exitCode: 0 });
  });

  it('is still theirs where the cache lies in the project', async () => {
    const inside = { ...other, RETARGET_CACHE: join(folder, '.cache') };
    await recorded(inside);
    expect(await build([], inside)).toMatchObject({ exitCode: 0 });
  });
});

describe('a record that came with a clone', () => {
  it.each(['build', 'profile', 'verify'])('is not run by %s, which names it', async (command) => {
    await recorded(other);
    const args = command === 'build' ? ['--out', join(retarget.folder, 'out')] : [];
    const { exitCode, stderr } = await retarget.run([command, folder, ...args]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(record());
    expect(stderr).toContain('--trust-record');
    expect(stderr).toContain(`sh -c 'touch ran; cc -O2 -o prog main.c' (in ${folder})`);
    expect(ran()).toBe(false);
  });

  it('is not run by its name in retarget.json either', async () => {
    await recorded(other);
    const program = {
      name: 'prog',
      record: { executable: 'prog', command: ['sh', '-c', 'touch ran; cc -O2 -o prog main.c'] },
    };
    await writeFile(join(folder, 'retarget.json'), JSON.stringify({ programs: [program] }));
    expect(await build()).toMatchObject({ exitCode: 2 });
    expect(ran()).toBe(false);
  });

  it('is allowed once by an option', async () => {
    await recorded(other);
    expect(await build(['--trust-record'])).toMatchObject({ exitCode: 0 });
    expect(ran()).toBe(true);
    expect(await build()).toMatchObject({ exitCode: 0 });
  });

  it('is asked about again once its commands are changed', async () => {
    await recorded();
    const text = await readFile(record(), 'utf8');
    await writeFile(record(), text.replaceAll('-O2', '-O3'));
    const { exitCode, stderr } = await build();
    expect(exitCode).toBe(2);
    expect(stderr).toContain('-O3');
  });

  it('names the plug-ins that its compilers would load', async () => {
    await recorded();
    const text = await readFile(record(), 'utf8');
    await writeFile(record(), text.replaceAll('"-O2"', '"-O2","-fplugin=./evil.so"'));
    const { stderr } = await build();
    expect(stderr).toContain('-fplugin=./evil.so');
  });

  it('is still foreign where the clone brings a cache with marks', async () => {
    await recorded({ ...other, RETARGET_CACHE: join(folder, '.cache') });
    await cp(join(other['HOME'] ?? '', 'xdg', 'retarget'), join(folder, '.cache'), {
      recursive: true,
    });
    const { exitCode } = await build([], { RETARGET_CACHE: join(folder, '.cache') });
    expect(exitCode).toBe(2);
    expect(ran()).toBe(false);
  });

  it('is foreign in another place, whatever it says of its own', async () => {
    await recorded();
    const moved = `${folder}-moved`;
    await rename(folder, moved);
    const file = join(moved, '.retarget', 'record', 'build.json');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replaceAll(folder, moved));
    folder = moved;
    expect(await build()).toMatchObject({ exitCode: 2 });
    expect(ran()).toBe(false);
  });

  it('is no part of a record that is made here', async () => {
    await recorded(other);
    await writeFile(join(folder, 'more.c'), MAIN);
    const words = ['record', '--json', '--', 'cc', '-o', 'more', 'more.c'];
    const { stdout } = await retarget.run(words, { cwd: folder });
    const { executables } = JSON.parse(stdout) as { executables: { name: string }[] };
    expect(executables.map(({ name }) => name)).toEqual(['more']);
  });
});

describe('on a terminal', () => {
  const question = async (): Promise<ReturnType<typeof inTerminal>> => {
    await recorded(other);
    const args = [
      '--out',
      join(retarget.folder, 'out'),
      '--targets',
      'x86-64',
      '--program',
      'prog',
    ];
    const terminal = inTerminal(retarget, ['build', folder, ...args]);
    await terminal.says('touch ran');
    await terminal.says('Run these commands');
    return terminal;
  };

  it('runs nothing unless the answer is yes', async () => {
    const terminal = await question();
    terminal.type('\r');
    expect(await terminal.ended).toBe(2);
    expect(ran()).toBe(false);
  });

  it('runs it, and does not ask again', async () => {
    const terminal = await question();
    terminal.type('y');
    expect(await terminal.ended).toBe(0);
    expect(ran()).toBe(true);
    expect(await build()).toMatchObject({ exitCode: 0 });
  });
});
