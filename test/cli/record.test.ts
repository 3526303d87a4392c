// `retarget record` as users call it: the build's own output and exit, the listing, and on to a profile.
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Run } from '../../src/model/run.ts';
import { lockMachine } from '../../src/profile/machine-lock.ts';
import { saidOn } from './bad-input/bad-input.ts';
import { bundledCommandLine } from './retarget.ts';

const retarget = bundledCommandLine();

const SOURCE = `#include <stdio.h>
int main(void) { double sum = 0; for (int i = 0; i < 3000000; i++) sum += i * 0.5; printf("%g\\n", sum); return 0; }
`;

async function makeProject(name: string, makefile: string): Promise<string> {
  const folder = join(retarget.folder, name);
  await mkdir(folder);
  await writeFile(join(folder, 'main.c'), SOURCE);
  await writeFile(join(folder, 'Makefile'), makefile);
  return folder;
}

const ONE = 'prog: main.c\n\tcc -O2 -o $@ main.c\nclean:\n\trm -f prog\n';

describe('retarget record', () => {
  it('shows what the build shows, then what it made, and where that is kept', async () => {
    const cwd = await makeProject('one', ONE);
    const result = await retarget.run(['record', '--', 'make'], { cwd });
    expect(result.exitCode).toBe(0);
    expect(result.stdout).toContain('cc -O2 -o prog main.c');
    expect(result.stdout).toMatch(/^Recorded make\.$/mu);
    expect(result.stdout).toMatch(/^prog +1 unit$/mu);
    expect(result.stdout).toContain(join(cwd, '.retarget', 'record', 'build.json'));
  });

  it('prints JSON alone, with the words of the build beside it', async () => {
    const cwd = await makeProject('json', ONE);
    const result = await retarget.run(['record', '--json', '--', 'make'], { cwd });
    expect(result.stderr).toContain('cc -O2 -o prog main.c');
    expect(JSON.parse(result.stdout)).toMatchObject({
      end: { exitCode: 0 },
      executables: [{ name: 'prog', units: 1, libraries: [], linkedNow: true }],
    });
  });

  it('ends with 4 where the build fails, and names how it ended', async () => {
    const cwd = await makeProject('failing', `${ONE}all: prog\n\tfalse\n`);
    const result = await retarget.run(['record', '--', 'make', 'all'], { cwd });
    expect(result.exitCode).toBe(4);
    expect(result.stdout).toContain('The build failed: make all (exit code 2).');
    expect(result.stdout).toMatch(/^prog +1 unit$/mu);
  });

  it('ends with 2 where nothing was compiled, and says how to clean', async () => {
    const cwd = await makeProject('idle', ONE);
    await retarget.run(['record', '--', 'make', '-n'], { cwd });
    const result = await retarget.run(['record', '--', 'make', '-n'], { cwd });
    expect(result.exitCode).toBe(2);
    expect(result.stderr).toContain('Nothing was compiled while make -n ran.');
    expect(result.stderr).toContain('make clean');
  });

  it('runs in the folder that is asked for, and keeps its record where it was called', async () => {
    const cwd = join(retarget.folder, 'around');
    await mkdir(cwd);
    await makeProject('around/inner', ONE);
    const result = await retarget.run(['record', '-C', 'inner', '--', 'make'], { cwd });
    expect(result.stdout).toMatch(/^inner\/prog +1 unit$/mu);
    expect(result.stdout).toContain(join(cwd, '.retarget', 'record', 'build.json'));
  });

  it('goes on to a profile, of the one that is named', async () => {
    const cwd = await makeProject(
      'two',
      'all: first second\nfirst: main.c\n\tcc -O2 -o $@ main.c\nsecond: main.c\n\tcc -O1 -o $@ main.c\n',
    );
    const args = ['record', '--profile', '--name', 'second', '--targets', 'x86-64-v3'];
    const result = await retarget.run(
      [...args, '--baseline', 'x86-64', '--budget', '1s', '--json', '--', 'make'],
      { cwd },
    );
    expect(result.exitCode).toBe(0);
    const { programs } = JSON.parse(result.stdout) as Run;
    expect(programs.map(({ name }) => name)).toEqual(['second']);
    const objects = programs[0]?.variants.map(({ units }) => units.map((unit) => unit.objectHash));
    expect(objects?.map((each) => each.length)).toEqual([1, 1]);
    expect(objects?.[1]).not.toEqual(objects?.[0]);
  });

  it('writes no retarget.json unless that is asked for', async () => {
    const cwd = await makeProject('kept', ONE);
    const args = ['record', '--profile', '--targets', 'x86-64-v2', '--baseline', 'x86-64'];
    const further = ['--budget', '0.2s', '--precision', '50%', '--quiet', '--', 'make', '-B'];
    const result = await retarget.run([...args, ...further], { cwd });
    expect(result.exitCode).toBe(0);
    expect(existsSync(join(cwd, 'retarget.json'))).toBe(false);
    const saved = await retarget.run([...args, '--save', ...further], { cwd });
    expect(saved.exitCode).toBe(0);
    expect(await readFile(join(cwd, 'retarget.json'), 'utf8')).toContain('"executable": "prog"');
  });

  it('takes what a profile takes: how exactly it measures, and what becomes of the run', async () => {
    const cwd = await makeProject('options', ONE);
    const result = await retarget.run(
      [
        ...['record', '--profile', '--targets', 'x86-64-v2', '--baseline', 'x86-64'],
        ...['--budget', '0.2s', '--precision', '25%', '--seed', '7', '--no-asking-share'],
        ...['--format', 'csv', '--out', 'run.csv', '--format', 'json', '--out', 'run.json'],
        ...['--fail-below', '100', '--', 'make'],
      ],
      { cwd },
    );
    expect(result.stderr).toContain('below 100x');
    expect(result.exitCode).toBe(1);
    expect(existsSync(join(cwd, 'run.csv'))).toBe(true);
    expect(JSON.parse(await readFile(join(cwd, 'run.json'), 'utf8'))).toMatchObject({
      settings: { budget: 0.2, precision: 0.25, seed: 7 },
    });
  });

  it('refuses what only a profile uses, and files that cannot be written, before it builds', async () => {
    const cwd = await makeProject('early', ONE);
    const alone = await retarget.run(['record', '--fail-below', '1', '--', 'make'], { cwd });
    expect(alone.exitCode).toBe(2);
    expect(alone.stderr).toContain('--fail-below needs --profile');
    const shareless = await retarget.run(['record', '--no-asking-share', '--', 'make'], { cwd });
    expect(shareless.stderr).toContain('--no-asking-share needs --profile');
    const nowhere = ['record', '--profile', '--out', 'nowhere/run.csv', '--', 'make'];
    expect((await retarget.run(nowhere, { cwd })).exitCode).toBe(2);
    expect(existsSync(join(cwd, 'prog'))).toBe(false);
  });

  it('says of each executable how it is profiled, to be copied', async () => {
    const cwd = await makeProject(
      'several',
      'all: first sub/first\nfirst: main.c\n\tcc -O2 -o $@ main.c\nsub/first: main.c\n\tmkdir -p sub; cc -O1 -o $@ main.c\n',
    );
    const { stdout } = await retarget.run(['record', '--', 'make'], { cwd });
    const commands = stdout.match(/retarget profile --program .+$/gmu) ?? [];
    expect(commands).toEqual([
      'retarget profile --program first',
      'retarget profile --program sub-first',
    ]);
    const [, , ...second] = commands[1]?.split(' ') ?? [];
    const args = ['build', ...second, '--out', 'variants', '--targets', 'x86-64'];
    expect((await retarget.run(args, { cwd })).exitCode).toBe(0);
    expect(existsSync(join(cwd, 'variants', 'sub-first'))).toBe(true);
  });

  it('profiles of two executables of one name the one at the path that is given', async () => {
    const cwd = await makeProject(
      'same',
      'all: first sub/first\nfirst: main.c\n\tcc -O2 -o $@ main.c\nsub/first: main.c\n\tmkdir -p sub; cc -O1 -o $@ main.c\n',
    );
    const result = await retarget.run(
      [
        ...['record', '--profile', '--name', 'sub/first', '--targets', 'x86-64-v2'],
        ...['--baseline', 'x86-64', '--budget', '0.2s', '--json', '--', 'make'],
      ],
      { cwd },
    );
    expect(JSON.parse(result.stdout)).toMatchObject({ programs: [{ name: 'sub-first' }] });
  });

  it('names the folder that is not there', async () => {
    const result = await retarget.run(['record', '-C', '/no/such/folder', '--', 'make']);
    expect(result.exitCode).toBe(2);
    expect(result.stderr).toContain('The build cannot run in /no/such/folder: it does not exist.');
  });

  it('waits for whoever measures on this machine before it builds anything', async () => {
    const cwd = await makeProject('waiting', ONE);
    const before = process.env['RETARGET_LOCK_FOLDER'];
    process.env['RETARGET_LOCK_FOLDER'] = cwd;
    const never = new AbortController();
    const lock = await lockMachine('a profile', never.signal, () => undefined);
    if (before === undefined) delete process.env['RETARGET_LOCK_FOLDER'];
    else process.env['RETARGET_LOCK_FOLDER'] = before;
    const env = { RETARGET_LOCK_FOLDER: cwd };
    const started = retarget.start(['record', '--json', '--', 'make'], { cwd, env });
    await saidOn(started.stderr, /Waiting for another profile[^\n]*a profile/);
    expect(existsSync(join(cwd, 'prog'))).toBe(false);
    await lock.release();
    expect(await started.ended).toEqual({ exitCode: 0 });
    expect(existsSync(join(cwd, 'prog'))).toBe(true);
  });

  it('ends where the build calls it again', async () => {
    const cwd = await makeProject('nested', ONE);
    const { command, args } = retarget.invocation(['record', '--', 'make']);
    const result = await retarget.run(['record', '--', command, ...args], { cwd });
    expect(result.exitCode).toBe(0);
    expect(result.stdout).toMatch(/^prog +1 unit$/mu);
  });

  it('refuses a name that the build does not make, and names the command that goes on with one that it makes', async () => {
    const cwd = await makeProject(
      'three',
      'all: fse bin/probe\nfse: main.c\n\tcc -O2 -o $@ main.c\nbin/probe: main.c\n\tmkdir -p bin; cc -O2 -o $@ main.c\n',
    );
    const named = (name: string): ReturnType<typeof retarget.run> =>
      retarget.run(['record', '--profile', '--name', name, '--', 'make', '-B'], { cwd });
    const result = await named('fullbench');
    expect(result.exitCode).toBe(2);
    expect(result.stderr).toContain('does not make an executable named fullbench');
    expect(result.stderr).toContain('It makes bin/probe and fse.');
    expect(result.stderr).toMatch(/^ *retarget profile --program probe$/mu);
    expect((await named('fsee')).stderr).toMatch(/^ *retarget profile --program fse$/mu);
  });

  it('is quiet but for the words of the build', async () => {
    const cwd = await makeProject('quiet', `${ONE}fails:\n\t@echo before; false\n`);
    const quiet = ['record', '--quiet', '--', 'make', '-s'];
    expect(await retarget.run([...quiet, 'prog'], { cwd })).toMatchObject({
      ...{ exitCode: 0, stdout: '', stderr: '' },
    });
    const failed = await retarget.run([...quiet, 'fails'], { cwd });
    expect(failed).toMatchObject({ exitCode: 4, stdout: 'before\n' });
  });

  it('tells in its help what it takes by itself, and apart from that what is for a profile', async () => {
    const { stdout } = await retarget.run(['record', '--help']);
    const [own = '', ofProfile = ''] = stdout.split('\nWith --profile:\n');
    const optionsIn = (text: string): string[] =>
      text.match(/(?<=^ .*)--[a-z][a-z-]+(?= )/gmu) ?? [];
    expect(optionsIn(own.split('\nOptions:\n')[1] ?? '')).toEqual(
      expect.arrayContaining(['--directory', '--profile', '--llvm', '--json', '--quiet', '--help']),
    );
    expect(own).not.toContain('--budget');
    expect(ofProfile).toMatch(/^ {2}--name <executable>/mu);
    expect(ofProfile).toMatch(/^ {2}--budget <time>/mu);
  });
});
