import { mkdir, readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Remedy } from '../../src/model/remedy.ts';
import { newConfigText } from '../../src/project/config-text.ts';
import { findOffers, obviousOffer } from '../../src/project/find-offers.ts';
import { loadProject } from '../../src/project/load-project.ts';
import { TemporaryFolder, failureFrom } from './temporary-folder.ts';
import { prepared } from './prepared.ts';

const folder = new TemporaryFolder();
const MAIN = 'int main(void) { return 0; }\n';

async function offered(): Promise<readonly [string, string][]> {
  return (await findOffers(folder.path)).map(({ name, why }) => [name, why]);
}

async function sourcesOf(...programs: string[]): Promise<[string, string[]][]> {
  const project = await loadProject(folder.path, programs.length === 0 ? {} : { programs });
  return project.programs
    .map(prepared)
    .map(({ name, units }) => [
      name,
      units.map(({ source }) => source.slice(folder.path.length + 1)),
    ]);
}

describe('the sources of a folder', () => {
  it('offer a program for each main function, with the sources that have none in each', async () => {
    await folder.write('one.c', MAIN);
    await folder.write(
      'two.c',
      'int helper(void);\nint\nmain(int argc, char **argv)\n{ return 0; }\n',
    );
    await folder.write('shared.c', 'int helper(void) { return domain(1); }\n');
    expect(await offered()).toEqual([
      ['one', 'main function in one.c, with 1 other source'],
      ['two', 'main function in two.c, with 1 other source'],
    ]);
    expect(await sourcesOf('two', 'one')).toEqual([
      ['two', ['shared.c', 'two.c']],
      ['one', ['one.c', 'shared.c']],
    ]);
  });

  it('with one main function are one program that needs no choosing', async () => {
    await folder.write('src/main.cc', MAIN);
    await folder.write('src/b [x].cc');
    await folder.write('lib (y)/!c.c');
    await folder.write('build/gen.c', MAIN);
    await folder.write('.hidden/x.c', MAIN);
    await folder.write('node_modules/x/y.c', MAIN);
    expect(obviousOffer(await findOffers(folder.path))).toMatchObject({ kind: 'sources' });
    expect(await sourcesOf()).toEqual([
      [
        folder.path.slice(folder.path.lastIndexOf('/') + 1),
        ['lib (y)/!c.c', 'src/b [x].cc', 'src/main.cc'],
      ],
    ]);
  });

  it('have names of their own also where files share one', async () => {
    for (const name of ['a/run.c', 'b/run.c', 'tool/main.c', '!odd.c']) {
      await folder.write(name, MAIN);
    }
    const names = (await offered()).map(([name]) => name);
    expect(names).toEqual(['!odd', 'run', 'b-run.c', 'tool']);
    expect(await sourcesOf('b-run.c', '!odd', 'tool')).toEqual([
      ['b-run.c', ['b/run.c']],
      ['!odd', ['!odd.c']],
      ['tool', ['tool/main.c']],
    ]);
  });

  it('are not looked for through links, nor read where they are no files', async () => {
    await folder.write('real/x.c', MAIN);
    await symlink(folder.path, join(folder.path, 'real', 'loop'));
    await mkdir(join(folder.path, 'folder.c'));
    await symlink('/nowhere', join(folder.path, 'broken.c'));
    expect((await offered()).map(([name]) => name)).toEqual(['x']);
  });

  it('that are many are read up to a limit, the outermost first', async () => {
    await folder.write('app.c', MAIN);
    for (let i = 0; i < 300; i += 1) await folder.write(`deep/er/${i}.c`, MAIN);
    const offers = await findOffers(folder.path);
    expect(offers[0]?.name).toBe('app');
    expect(offers.length).toBeLessThanOrEqual(200);
  });
});

describe('bitcode', () => {
  it('is one program where there are no sources', async () => {
    await folder.write('k.bc');
    expect(await offered()).toEqual([['k', 'bitcode k.bc']]);
    expect(await sourcesOf()).toEqual([['k', ['k.bc']]]);
    await folder.write('l.ll');
    expect((await offered())[0]?.[1]).toBe('bitcode, 2 files');
    await folder.write('k.c', MAIN);
    expect(await offered()).toEqual([['k', 'the only source, k.c']]);
  });
});

describe('a folder with several offers', () => {
  it('is not profiled before one is chosen, and the failure lists them', async () => {
    await folder.write('one.c', MAIN);
    await folder.write('two.c', MAIN);
    const failure = await failureFrom(loadProject(folder.path));
    expect(failure.code).toBe('program-unclear');
    expect(failure.message).toContain('has 2 programs');
    expect(failure.remedies).toContainEqual({ kind: 'set', what: 'programs' });
    expect(failure.hint).toMatch(/^ {2}one: main function in one\.c$/m);
    const wrong = await failureFrom(loadProject(folder.path, { programs: ['one', 'three'] }));
    expect(wrong).toMatchObject({ code: 'usage', hint: 'It has one and two.' });
    expect(wrong.message).toMatch(/has no program three\.$/);
  });

  it.each([
    ['Makefile', 'app:\n\tcc -O1 main.c -o app\n', { kind: 'record', command: ['make', '-j2'] }],
    [
      'CMakeLists.txt',
      'project(app C)\nadd_compile_definitions(N=5\nadd_exec',
      { kind: 'set', what: 'programs' },
    ],
  ])('takes no guess by itself where a %s says otherwise', async (name, text, advice) => {
    await folder.write('main.c', MAIN);
    await folder.write(name, text);
    const failure = await failureFrom(loadProject(folder.path));
    expect(failure.code).toBe('program-unclear');
    expect(failure.message).toContain('has its own build');
    expect(failure.remedies).toContainEqual(advice);
    expect(failure.hint).toContain('default flags');
    const offers = await findOffers(folder.path);
    const guess = offers.find(({ kind }) => kind === 'sources')?.name ?? '';
    const { programs } = await loadProject(folder.path, { programs: [guess] });
    expect(programs.map(prepared).map(({ units }) => units.length)).toEqual([1]);
  });

  it.each([
    ['Makefile', 'let Retarget watch that build'],
    ['CMakeLists.txt', '"cmake" and its "target"'],
  ])(
    'says in the run that its flags are a guess, with the way to those of the %s',
    async (name, way) => {
      const source = await folder.write('main.c', MAIN);
      await folder.write(name);
      const [guess] = (await findOffers(folder.path)).filter(({ kind }) => kind === 'sources');
      const offered = await loadProject(folder.path, { programs: [guess?.name ?? ''] });
      const [warning] = offered.warnings;
      expect(warning).toMatchObject({ code: 'guessed-flags', program: guess?.name });
      expect(warning?.message).toMatch(
        /^Compiled with default flags \(-O3\) instead of those of the project's own build/u,
      );
      expect(warning?.message).toContain(way);
      expect((await loadProject(source)).warnings.map(({ code }) => code)).toEqual([
        'guessed-flags',
      ]);
      // The choice that was remembered is as much of a guess; flags of the user's own are none.
      await folder.write(
        'retarget.json',
        newConfigText(guess === undefined ? [] : [guess.program]),
      );
      expect((await loadProject(folder.path)).warnings).toEqual(offered.warnings);
      await folder.writeConfig({ programs: [{ sources: ['main.c'], flags: ['-O2', '-DN=5'] }] });
      expect((await loadProject(folder.path)).warnings).toEqual([]);
    },
  );

  it('says so too where nothing tells how it is built, until its flags are written down', async () => {
    await folder.write('main.c', MAIN);
    const { warnings } = await loadProject(folder.path);
    expect(warnings.map(({ message }) => message)).toEqual([
      expect.stringContaining('the folder does not say how it is built'),
    ]);
    await folder.writeConfig({ programs: [{ sources: ['main.c'], flags: ['-O3'] }] });
    expect((await loadProject(folder.path)).warnings).toEqual([]);
  });

  it('quotes a folder with a space among such flags, to be read as one word', async () => {
    await folder.write('main.c', MAIN);
    await folder.write('Makefile');
    await folder.writeConfig({ programs: [{ sources: ['main.c'], flags: ['-O3', '-Iinc x'] }] });
    const [warning] = (await loadProject(folder.path)).warnings;
    expect(warning?.message).toMatch(/^Compiled with default flags \(-O3 '-Iinc x'\)/u);
  });

  it('is profiled without a file, exactly as with the file that remembers the choice', async () => {
    await folder.write('one.c', MAIN);
    await folder.write('two.c', MAIN);
    await folder.write('inc/own.h');
    const unwritten = await loadProject(folder.path, { programs: ['two'] });
    const chosen = (await findOffers(folder.path)).filter(({ name }) => name === 'two');
    const file = await folder.write(
      'retarget.json',
      newConfigText(chosen.map(({ program }) => program)),
    );
    const written = await loadProject(folder.path);
    expect(unwritten.programs).toEqual(written.programs);
    expect(unwritten.configFile).toBeUndefined();
    expect(await readFile(file, 'utf8')).toBe(
      `// What Retarget builds and measures. Paths are relative to this file.
{
  "programs": [{
    "name": "two",
    "sources": ["two.c"],
    "flags": ["-O3", "-Iinc"],
    "link": ["-lm"]
  }]
}
`,
    );
  });
});

describe('a folder that CMake builds, or Cargo', () => {
  const LISTS = 'project(two C)\nadd_executable(one main.c)\nadd_executable(two main.c)\n';
  const WATCH = { kind: 'record', command: ['make', '-j2'] };
  const remedies = async (): Promise<readonly Remedy[]> =>
    (await failureFrom(loadProject(folder.path))).remedies ?? [];

  it('and make too, says how the build by make is watched', async () => {
    await folder.write('CMakeLists.txt', LISTS);
    expect((await remedies()).map(({ kind }) => kind)).not.toContain('record');
    await folder.write('Makefile', 'one: main.c\n\tcc -O1 main.c -o one\n');
    expect(await remedies()).toContainEqual(WATCH);
  });

  it('by a Makefile of its own in this folder, has no build by make besides', async () => {
    await folder.write('CMakeLists.txt', LISTS);
    await folder.write('Makefile', '# CMAKE generated file: DO NOT EDIT!\none:\n');
    expect((await remedies()).map(({ kind }) => kind)).not.toContain('record');
    expect((await findOffers(folder.path)).map(({ kind }) => kind)).toEqual(['cmake', 'cmake']);
  });

  it('beside a Makefile says it of Cargo as well', async () => {
    await folder.write('Cargo.toml', '[package]\nname = "crate"\n');
    for (const name of ['a', 'b']) await folder.write(`src/bin/${name}.rs`, 'fn main() {}\n');
    await folder.write('GNUmakefile', 'all:\n\tcargo build\n');
    expect(await remedies()).toContainEqual(WATCH);
  });
});

describe('programs by name', () => {
  it('are some of those in retarget.json, or else of what the folder offers besides', async () => {
    await folder.write('one.c', MAIN);
    await folder.write('two.c', MAIN);
    await folder.writeConfig({
      baseline: 'x86-64',
      programs: [
        { name: 'a', sources: ['one.c'] },
        { name: 'b', sources: ['one.c'] },
      ],
    });
    expect(await sourcesOf('b')).toEqual([['b', ['one.c']]]);
    const both = await loadProject(folder.path, { programs: ['two', 'a'] });
    expect(both.programs.map(({ name }) => name)).toEqual(['a', 'two']);
    expect(both.baseline).toBe('x86-64');
    const failure = await failureFrom(loadProject(folder.path, { programs: ['nobody'] }));
    expect(failure.hint).toBe('It has a, b, one and two.');
    await folder.writeConfig({ programs: [{ name: 'one', sources: ['two.c'] }] });
    const once = await failureFrom(loadProject(folder.path, { programs: ['nobody'] }));
    expect(once.hint).toBe('It has one and two.');
  });

  it('of a single file can be that file alone', async () => {
    const source = await folder.write('k.c', MAIN);
    expect((await loadProject(source, { programs: ['k'] })).programs).toHaveLength(1);
    const failure = await failureFrom(loadProject(source, { programs: ['l'] }));
    expect(failure).toMatchObject({ code: 'usage', hint: 'It has k.' });
  });
});
