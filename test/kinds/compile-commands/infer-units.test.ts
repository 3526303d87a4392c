import { copyFile, utimes } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Program, Unit } from '../../../src/model/program.ts';
import { runProcess } from '../../../src/process/run-process.ts';
import { compileCommandsOffers } from '../../../src/kinds/compile-commands/compile-commands-offers.ts';
import { loadProject } from '../../../src/project/load-project.ts';
import type { Project } from '../../../src/project/project.ts';
import { findToolchain } from '../../../src/toolchain/find-toolchain.ts';
import { TemporaryFolder, failureFrom } from '../../project/temporary-folder.ts';
import { prepared } from '../../project/prepared.ts';

const folder = new TemporaryFolder();

const SOURCES: Readonly<Record<string, string>> = {
  'tool.c': 'int twice(int);\nint main(int n, char **v) { return twice(n) - 2; }\n',
  'other.c': 'int lonely(void);\nint main(void) { return lonely(); }\n',
  'twice.c': 'int add(int, int);\nint twice(int n) { return add(n, n); }\n',
  'add.c': 'int add(int a, int b) { return a + b; }\n',
  'lonely.c': 'int lonely(void) { return 0; }\n',
};

/** Two tools that share nothing, as one project lists them. */
async function twoTools(sources = SOURCES, fillers: readonly string[] = []): Promise<void> {
  for (const [name, text] of Object.entries(sources)) await folder.write(`src/${name}`, text);
  const entries = [...Object.keys(SOURCES), ...fillers].map((name) => ({
    directory: join(folder.path, 'build'),
    file: `../src/${name}`,
    arguments: ['clang', '-O2', '-c', `../src/${name}`, '-o', `${name}.o`],
  }));
  await folder.write('build/compile_commands.json', JSON.stringify(entries));
}

/** The project's own build, so far as it compiles. */
async function buildObjects(): Promise<void> {
  const toolchain = await findToolchain();
  for (const name of Object.keys(SOURCES)) {
    const made = await runProcess({
      command: toolchain.clang,
      args: ['-c', `../src/${name}`, '-o', `${name}.o`],
      cwd: join(folder.path, 'build'),
    });
    expect(made.exitCode).toBe(0);
  }
}

async function configured(program: object): Promise<Project> {
  await folder.writeConfig({ programs: [{ compileCommands: 'build', ...program }] });
  return loadProject(folder.path);
}

function names(units: readonly Unit[] = []): string[] {
  return units.map(({ source }) => basename(source));
}

function shape(program: Program | undefined): unknown {
  return {
    units: names(program?.units),
    library: program?.libraries?.map((library) => names(library.units)),
  };
}

describe('"main" of a compile_commands.json', () => {
  it('is the program, with the units that define no main in a library behind it', async () => {
    await twoTools();
    const { programs } = await configured({ main: 'src/tool.c', link: ['-lm'] });
    expect(shape(programs[0])).toEqual({
      units: ['tool.c'],
      library: [['twice.c', 'add.c', 'lonely.c']],
    });
    expect(prepared(programs[0]).link.flags).toEqual([{ library: 'libunits.a' }, '-lm']);
  });

  it('takes only what the objects of a build need where there are hundreds of units, and says so', async () => {
    const fillers = Array.from({ length: 300 }, (_, index) => `filler${index}.c`);
    await twoTools(SOURCES, fillers);
    await buildObjects();
    for (const name of fillers) {
      await folder.write(`src/${name}`, SOURCES['lonely.c']?.replace('lonely', name.slice(0, -2)));
      await copyFile(join(folder.path, 'build/lonely.c.o'), join(folder.path, `build/${name}.o`));
    }
    const { programs, warnings } = await configured({ main: 'src/tool.c' });
    expect(shape(programs[0])).toEqual({ units: ['tool.c'], library: [['twice.c', 'add.c']] });
    expect(warnings.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^301 units .*tool\.c.*"units"/u),
    ]);
  });

  it('takes with them what overrides a weak definition of theirs', async () => {
    const fillers = Array.from({ length: 300 }, (_, index) => `filler${index}.c`);
    const weak = '__attribute__((weak)) int lonely(void) { return 1; }\n';
    await twoTools({ ...SOURCES, 'add.c': `${weak}${SOURCES['add.c'] ?? ''}` }, fillers);
    await buildObjects();
    for (const name of fillers) {
      await folder.write(`src/${name}`, `int ${name.slice(0, -2)};\n`);
      await copyFile(join(folder.path, 'build/twice.c.o'), join(folder.path, `build/${name}.o`));
    }
    const { programs } = await configured({ main: 'src/tool.c', units: ['src/add.c'] });
    expect(names(programs[0]?.libraries?.[0]?.units)).toContain('lonely.c');
  });

  it('keeps what it needs for another CPU than the one that its objects were built for', async () => {
    await twoTools({
      ...SOURCES,
      'tool.c': `int twice(int); int lonely(void);
int main(int n, char **v) {
#ifdef __AVX2__
  return lonely();
#else
  return twice(n) - 2;
#endif
}
`,
    });
    await buildObjects();
    const { programs } = await configured({ main: 'src/tool.c' });
    expect(shape(programs[0])).toEqual({
      units: ['tool.c'],
      library: [['twice.c', 'add.c', 'lonely.c']],
    });
  });

  it('takes of a source compiled in several ways the one of its own target first, else says so', async () => {
    await twoTools();
    const entry = (source: string, target: string, ...flags: readonly string[]) => ({
      ...{ directory: join(folder.path, 'build'), file: `../src/${source}` },
      arguments: [
        'clang',
        ...flags,
        '-c',
        `../src/${source}`,
        '-o',
        `CMakeFiles/${target}.dir/${source}.o`,
      ],
    });
    await folder.write(
      'build/compile_commands.json',
      JSON.stringify([
        ...[
          entry('other.c', 'other'),
          entry('add.c', 'other', '-DOTHER'),
          entry('lonely.c', 'lib'),
        ],
        ...[entry('tool.c', 'tool'), entry('add.c', 'tool', '-DTOOL'), entry('twice.c', 'lib')],
        entry('twice.c', 'shared', '-fPIC'),
      ]),
    );
    const { programs, warnings } = await configured({ main: 'src/tool.c' });
    const [library] = programs[0]?.libraries ?? [];
    expect(library?.units[0]).toMatchObject({ flags: ['-DTOOL'] });
    expect(library?.certain?.map((source) => basename(source))).toEqual(['add.c']);
    expect(warnings.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^\S*twice\.c is compiled in several ways\. .* uses the first\.$/u),
    ]);
  });

  it('does not believe objects that are older than their sources', async () => {
    await twoTools();
    await buildObjects();
    const later = new Date(Date.now() + 10_000);
    await utimes(join(folder.path, 'src/twice.c'), later, later);
    const { programs } = await configured({ main: 'src/tool.c' });
    expect(programs[0]?.libraries?.map(({ units }) => units.length)).toEqual([3]);
  });

  it('links those of "units" whether or not anything calls them', async () => {
    await twoTools();
    await buildObjects();
    const { programs } = await configured({ main: 'src/tool.c', units: ['src/lonely.c'] });
    expect(shape(programs[0])).toEqual({
      units: ['tool.c', 'lonely.c'],
      library: [['twice.c', 'add.c']],
    });
  });

  it('links as C++ where any unit is C++', async () => {
    await folder.write('a.c', 'int main(void) { return 0; }\n');
    await folder.write('b.cc', 'int used() { return 0; }\n');
    const entries = ['a.c', 'b.cc'].map((file) => ({
      ...{ directory: folder.path, file },
      command: `c++ -c ${file}`,
    }));
    await folder.write('build/compile_commands.json', JSON.stringify(entries));
    const { programs } = await configured({ main: 'a.c' });
    expect(prepared(programs[0]).link.language).toBe('c++');
  });

  it('leaves out, by name, sources that the build has not made yet', async () => {
    await twoTools({ 'tool.c': SOURCES['tool.c'] ?? '', 'twice.c': SOURCES['twice.c'] ?? '' });
    const { programs, warnings } = await configured({ main: 'src/tool.c' });
    expect(shape(programs[0])).toEqual({ units: ['tool.c'], library: [['twice.c']] });
    expect(warnings[0]?.message).toMatch(
      /add\.c.*lonely\.c.*once the project's own build has run/u,
    );
  });

  it('that is not compiled there is answered with the sources that define main', async () => {
    await twoTools();
    await folder.write('src/new.c', 'int main(void) { return 0; }\n');
    const failure = await failureFrom(configured({ main: 'src/new.c' }));
    expect(failure).toMatchObject({ code: 'config-invalid' });
    expect(failure.message).toContain('has no entry for');
    expect(failure.hint).toContain('src/tool.c and src/other.c');
  });

  it('alone is refused, since it would choose from nothing', async () => {
    await folder.write('a.c', 'int main(void) { return 0; }\n');
    await folder.writeConfig({ programs: [{ sources: ['a.c'], main: 'a.c' }] });
    const failure = await failureFrom(loadProject(folder.path));
    expect(failure.message).toContain('"main" requires "compileCommands"');
  });
});

describe('a compile_commands.json by itself', () => {
  it('offers a program for each source that defines main', async () => {
    await twoTools();
    const offers = await compileCommandsOffers(folder.path);
    expect(
      offers.map(({ name, program }) => [name, program.main, program.compileCommands]),
    ).toEqual([
      ['tool', 'src/tool.c', 'build'],
      ['other', 'src/other.c', 'build'],
    ]);
    expect(offers.map(({ obstacle }) => obstacle)).toEqual([undefined, undefined]);
  });

  it('with several is not profiled unless one is named', async () => {
    await twoTools();
    const file = join(folder.path, 'build/compile_commands.json');
    const failure = await failureFrom(loadProject(file));
    expect(failure.message).toContain('2 programs');
    expect(failure.hint).toContain('tool');
    const { programs, directory } = await loadProject(file, { programs: ['other'] });
    expect(directory).toBe(folder.path);
    expect(shape(programs[0])).toMatchObject({ units: ['other.c'] });
  });

  it('tells sources of one name apart', async () => {
    for (const name of ['a/bench.c', 'b/bench.c']) {
      await folder.write(name, 'int main(void) { return 0; }\n');
    }
    const entries = ['a/bench.c', 'b/bench.c'].map((file) => ({
      ...{ directory: folder.path, file },
      command: `cc -c ${file}`,
    }));
    const file = await folder.write('compile_commands.json', JSON.stringify(entries));
    const offers = await compileCommandsOffers(folder.path);
    expect(offers.map(({ name }) => name)).toEqual(['a-bench.c', 'b-bench.c']);
    expect(offers[0]?.program.compileCommands).toBe(relative(folder.path, file));
  });

  it('half written, or of a library alone, is offered with what stands in the way', async () => {
    await folder.write('compile_commands.json', '[{"directory": "/"');
    const [broken] = await compileCommandsOffers(folder.path);
    expect(broken?.obstacle).toContain('not valid JSON');
    await folder.write('add.c', 'int add(void) { return 0; }\n');
    await folder.write(
      'compile_commands.json',
      JSON.stringify([{ directory: folder.path, file: 'add.c', command: 'cc -c add.c' }]),
    );
    const [library] = await compileCommandsOffers(folder.path);
    expect(library?.obstacle).toContain('defines main');
  });
});
