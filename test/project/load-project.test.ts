import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runProcess } from '../../src/process/run-process.ts';
import { loadProject } from '../../src/project/load-project.ts';
import { findOffers } from '../../src/project/find-offers.ts';
import { startingConfig } from '../../src/project/suggestion.ts';
import { findToolchain } from '../../src/toolchain/find-toolchain.ts';
import { TemporaryFolder, failureFrom } from './temporary-folder.ts';
import { prepared } from './prepared.ts';

const folder = new TemporaryFolder();

/** The retarget.json that a failure's hint shows. */
function shownConfig(hint: string | undefined): string {
  return hint?.slice(hint.indexOf('{\n')) ?? '';
}

describe('a single source', () => {
  it('is a program of its own name, at -O3, run with no arguments', async () => {
    const source = await folder.write('sum.c');
    const project = await loadProject(source);
    expect(project.directory).toBe(folder.path);
    expect(project.programs).toMatchObject([
      {
        name: 'sum',
        units: [{ source, language: 'c', flags: ['-O3'], directory: folder.path }],
        link: { language: 'c' },
        benchmarks: [{ name: 'default', args: [] }],
      },
    ]);
  });

  it('links as C++ where it is C++', async () => {
    const [program] = (await loadProject(await folder.write('a.cc'))).programs;
    expect(prepared(program).link.language).toBe('c++');
  });

  it('is found in a folder that holds no other', async () => {
    await folder.write('notes.txt');
    const source = await folder.write('src/only.cpp');
    const project = await loadProject(folder.path);
    expect(project.directory).toBe(folder.path);
    expect(prepared(project.programs[0]).units[0]?.source).toBe(source);
  });
});

describe('bitcode and IR', () => {
  it('given together make one program', async () => {
    const first = await folder.write('app.bc');
    const second = await folder.write('lib.ll');
    const { programs } = await loadProject(first, { inputs: [second] });
    expect(programs).toMatchObject([
      {
        name: 'app',
        units: [
          { source: first, language: 'bitcode', flags: ['-O3'] },
          { source: second, language: 'ir', flags: ['-O3'] },
        ],
        link: { language: 'c' },
      },
    ]);
  });

  it('that real C++ became links with the C++ library, and real C does not', async () => {
    const toolchain = await findToolchain();
    const cpp = await folder.write(
      'v.cpp',
      '#include <vector>\nint main(int n, char **) { std::vector<int> v(n); v.push_back(1); return v.size() == 0; }\n',
    );
    const c = await folder.write(
      'v.c',
      '#include <stdlib.h>\nint main(void) { free(malloc(1)); return 0; }\n',
    );
    for (const source of [cpp, c]) {
      const made = await runProcess({
        command: toolchain.clang,
        args: ['-O1', '-emit-llvm', '-c', source, '-o', `${source}.bc`],
      });
      expect(made.exitCode).toBe(0);
    }
    expect(prepared((await loadProject(`${cpp}.bc`)).programs[0]).link.language).toBe('c++');
    expect(prepared((await loadProject(`${c}.bc`)).programs[0]).link.language).toBe('c');
  });

  it('cannot be mixed with sources or folders, or be given twice', async () => {
    const bitcode = await folder.write('a.bc');
    const source = await folder.write('a.c');
    for (const inputs of [[source], [bitcode], [folder.path]]) {
      expect(await failureFrom(loadProject(bitcode, { inputs }))).toMatchObject({ code: 'usage' });
    }
    expect(
      await failureFrom(loadProject(bitcode, { inputs: [join(folder.path, 'gone.bc')] })),
    ).toMatchObject({ code: 'input-missing' });
  });
});

describe('a folder with nothing usable', () => {
  it('is answered with a retarget.json that works once it is written', async () => {
    for (const name of ['src/a.c', 'src/b [x].c', 'lib (y)/c.cpp', 'build/gen.c']) {
      await folder.write(name);
    }
    const failure = await failureFrom(loadProject(folder.path));
    expect(failure.code).toBe('project-empty');
    await folder.write('retarget.json', shownConfig(failure.hint));
    const [program] = (await loadProject(folder.path)).programs;
    expect(
      prepared(program).units.map(({ source }) => source.slice(folder.path.length + 1)),
    ).toEqual(['lib (y)/c.cpp', 'src/a.c', 'src/b [x].c']);
  });

  it('that is empty is answered with a sketch', async () => {
    const failure = await failureFrom(loadProject(folder.path));
    expect(failure.code).toBe('project-empty');
    expect(JSON.parse(shownConfig(failure.hint))).toMatchObject({
      programs: [{ sources: ['src/*.c'] }],
    });
  });

  it('but a compile_commands.json without main says so, and is a start for retarget.json', async () => {
    await folder.write('a.c');
    await folder.write(
      'build-release/compile_commands.json',
      JSON.stringify([{ directory: folder.path, file: 'a.c', command: 'cc -O2 -c a.c' }]),
    );
    const failure = await failureFrom(loadProject(folder.path));
    expect(failure.code).toBe('program-unclear');
    expect(failure.hint).toContain('No source in build-release/compile_commands.json defines main');
    const commands = join(folder.path, 'build-release', 'compile_commands.json');
    await folder.write(
      'retarget.json',
      await startingConfig(folder.path, await findOffers(folder.path), commands),
    );
    expect((await loadProject(folder.path)).programs).toMatchObject([
      { units: [{ flags: ['-O2'] }], link: { flags: ['-lm'] } },
    ]);
  });
});

describe('a path that is no project', () => {
  it('is missing, or of a kind that cannot be profiled', async () => {
    expect(await failureFrom(loadProject(join(folder.path, 'gone')))).toMatchObject({
      code: 'input-missing',
    });
    for (const name of ['a.txt', 'a.h', 'a.o', 'noextension']) {
      expect(await failureFrom(loadProject(await folder.write(name)))).toMatchObject({
        code: 'usage',
      });
    }
  });
});

describe('real clang', () => {
  it('accepts the flags that are kept, in a folder whose name would break a shell', async () => {
    const { clang } = await findToolchain();
    const hostile = `-d "q" $(touch pwned)\n'é`;
    await mkdir(join(folder.path, hostile, 'inc'), { recursive: true });
    await folder.write(`${hostile}/inc/h.h`, '#define FROM_HEADER "x y"\n');
    await folder.write(
      `${hostile}/-m.c`,
      '#include <h.h>\nconst char *a = A; const char *b = FROM_HEADER;\n_Static_assert(sizeof(A) == 10, A);\n',
    );
    await folder.write(
      `${hostile}/compile_commands.json`,
      JSON.stringify([
        {
          directory: '.',
          file: '-m.c',
          command: `ccache cc -I inc '-DA="a b\\"$(id)"' -Wall -Werror -march=native -flto=auto -fno-tree-pre -MD -MF x.d -lm -o m.o -c -- -m.c`,
        },
      ]),
    );
    const project = await loadProject(join(folder.path, hostile, 'compile_commands.json'));
    const unit = prepared(project.programs[0]).units[0];
    const compiled = await runProcess({
      command: clang,
      args: [...(unit?.flags ?? []), '-fsyntax-only', '-x', 'c', unit?.source ?? ''],
      cwd: unit?.directory ?? '',
    });
    expect(compiled).toMatchObject({ exitCode: 0, stderr: '' });
  });
});
