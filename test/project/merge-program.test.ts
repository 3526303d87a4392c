// One program of what its kinds know and its configuration says, whether a build tool has to be run first or not.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mergeProgram, type ProgramFrame } from '../../src/project/merge-program.ts';
import { kindAt } from '../../src/project/kinds.ts';
import { loadProject } from '../../src/project/load-project.ts';
import { defaultBenchmark } from '../../src/config/benchmarks.ts';
import type { Benchmark, KindKey, Unit } from '../../src/model/program.ts';
import type { ProgramParts } from '../../src/kinds/program-parts.ts';
import { prepared } from './prepared.ts';
import { TemporaryFolder } from './temporary-folder.ts';

const folder = new TemporaryFolder();

function known(key: KindKey, parts: Partial<ProgramParts>) {
  return { kind: kindAt(key), parts: { units: [], warnings: [], ...parts } };
}

function unit(source: string, flags: readonly string[] = ['-O2', '-fno-common']): Unit {
  return { source, language: 'c', directory: '/p', flags, removed: [] };
}

function said(
  changes: Partial<ProgramFrame['whenPrepared']> = {},
  more: Partial<ProgramFrame> = {},
): ProgramFrame {
  const link = { flags: ['-lown'], removed: [] };
  return {
    ...{ name: 'p', directory: '/p', benchmarks: [defaultBenchmark('/p')] },
    ...{ whenPrepared: { link, ...changes }, ...more },
  };
}

const LINK = {
  flags: ['-Wl,-z,now', '-ltool'],
  language: 'c',
  directory: '/b',
  removed: [],
} as const;
const TESTS: readonly Benchmark[] = [{ ...defaultBenchmark('/b'), name: 'test', env: { A: '1' } }];

describe('the parts of a program', () => {
  it('stand in the order of their kinds, whatever the order of keys', async () => {
    await folder.writeConfig({
      programs: [{ bitcode: ['c.bc'], compileCommands: '.', sources: ['a.c'] }],
    });
    for (const name of ['a.c', 'b.c', 'c.bc']) await folder.write(name);
    const entry = { file: 'b.c', directory: folder.path, command: 'cc -O1 -pthread -c b.c' };
    await folder.write('compile_commands.json', JSON.stringify([entry]));
    const program = prepared((await loadProject(folder.path)).programs[0]);
    const names = ['a.c', 'b.c', 'c.bc'].map((name) => join(folder.path, name));
    expect(program.units.map(({ source }) => source)).toEqual(names);
    expect(program).toMatchObject({ flagsFrom: 'compileCommands', link: { flags: ['-pthread'] } });
  });

  it('are joined by what is said: its words stand behind the tool’s, and its language wins', async () => {
    const parts = { units: [unit('/p/a.c')], link: LINK };
    const { program } = await mergeProgram(said({ language: 'c++' }), [known('cmake', parts)]);
    expect(program.link).toEqual({
      ...{
        flags: ['-Wl,-z,now', '-ltool', '-lown'],
        language: 'c++',
        directory: '/b',
        removed: [],
      },
    });
    expect(program.flagsFrom).toBe('cmake');
  });

  it('lose flags by name, those that are given by hand never', async () => {
    const without = said({ withoutFlags: ['-fno-common', '-Wl,-z,now', '-nowhere'] });
    const beside = await mergeProgram(without, [
      known('sources', { units: [unit('/p/given.c')] }),
      known('compileCommands', { units: [unit('/p/a.c')] }),
    ]);
    expect(beside.program.units.map(({ flags }) => flags)).toEqual([
      ['-O2', '-fno-common'],
      ['-O2'],
    ]);
    const parts = { units: [unit('/p/a.c')], link: LINK };
    const { program, warnings } = await mergeProgram(without, [known('record', parts)]);
    expect(program.link.flags).toEqual(['-ltool', '-lown']);
    expect(warnings.map(({ message }) => message).join()).toContain('-nowhere');
  });

  it('bring ways to run it, unless the configuration names its own', async () => {
    const found = { code: 'tests-left-out', message: 'some' } as const;
    const parts = {
      ...{ units: [unit('/p/a.c')], link: LINK, benchmarks: TESTS, warnings: [found] },
      environment: { A: '0', B: '2' },
    };
    const tests = await mergeProgram(said(), [known('cargo', parts)]);
    expect(tests.program.benchmarks).toMatchObject([{ name: 'test', env: { A: '1', B: '2' } }]);
    expect(tests.warnings).toEqual([found]);
    const named = said({}, { benchmarksNamed: true });
    const own = await mergeProgram(named, [known('cargo', parts)]);
    expect(own.program.benchmarks).toMatchObject([{ name: 'default', env: { A: '0', B: '2' } }]);
    expect(own.warnings).toEqual([]);
  });
});

describe('a program that its build tool has to make first', () => {
  it('has nothing to build, and keeps what is said until it does', async () => {
    await folder.write('CMakeLists.txt', 'project(p C)\nadd_executable(app a.c)\n');
    await folder.writeConfig({
      programs: [
        { cmake: { target: 'app' }, link: ['-lm'], withoutFlags: ['-g'], language: 'c++' },
      ],
    });
    const [program] = (await loadProject(folder.path)).programs;
    expect(program).toMatchObject({
      ...{ preparation: { kind: 'cmake', target: 'app' }, flagsFrom: 'cmake' },
      whenPrepared: { link: { flags: ['-lm'] }, withoutFlags: ['-g'], language: 'c++' },
    });
    for (const part of ['units', 'libraries', 'link', 'own'])
      expect(program).not.toHaveProperty(part);
  });
});
