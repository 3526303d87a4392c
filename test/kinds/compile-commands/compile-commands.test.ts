import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Unit } from '../../../src/model/program.ts';
import { loadProject } from '../../../src/project/load-project.ts';
import { TemporaryFolder, failureFrom } from '../../project/temporary-folder.ts';
import { prepared } from '../../project/prepared.ts';

const folder = new TemporaryFolder();

function recorded(name: string): string {
  const url = new URL(`../../fixtures/project/${name}`, import.meta.url);
  return readFileSync(url, 'utf8').replaceAll('@ROOT@', folder.path);
}

async function units(entries: readonly object[]): Promise<readonly Unit[]> {
  const file = await folder.write('compile_commands.json', JSON.stringify(entries));
  return (await loadProject(file)).programs[0]?.units ?? [];
}

/** One entry for a.c in the temporary folder. */
async function entry(command: string, file = 'a.c'): Promise<Unit | undefined> {
  await folder.write(file);
  return (await units([{ directory: folder.path, file, command }]))[0];
}

describe('compile_commands.json', () => {
  it('written by CMake: quoting, targets, LTO, assembly and precompiled headers', async () => {
    for (const name of ["src with space/it's $(a).c", 'src/fast.S', 'src/main.cpp']) {
      await folder.write(name);
    }
    const file = await folder.write('build/compile_commands.json', recorded('cmake-make.json'));
    const project = await loadProject(file);
    expect(project.directory).toBe(folder.path);
    const [program] = project.programs;
    expect(prepared(program).link.language).toBe('c++');
    expect(prepared(program).units.map(({ source, language }) => [source, language])).toEqual([
      [join(folder.path, "src with space/it's $(a).c"), 'c'],
      [join(folder.path, 'src/fast.S'), 'assembly'],
      [join(folder.path, 'src/main.cpp'), 'c++'],
    ]);
    const [c, , cpp] = program?.units ?? [];
    expect(c?.flags).toEqual([
      '-DGREETING="hello \\"world\\""',
      '-DPATTERN=a',
      '-DPRICE=$$5',
      '-Db',
      '-O3',
      '-DNDEBUG',
      '-ffast-math',
      // This file alone is compiled so: it stays so for every target.
      '-mno-avx512f',
      ...['-Xclang', '-target-feature', '-Xclang', '+avx2'],
    ]);
    expect(c?.removed.filter(({ reason }) => reason === 'target').map(({ flag }) => flag)).toEqual([
      '-march=native',
    ]);
    expect(cpp?.flags.join(' ')).not.toContain('.pch');
    expect(cpp?.flags).toContain(join(folder.path, 'build/CMakeFiles/demo.dir/cmake_pch.hxx'));
    expect(project.warnings.map(({ code }) => code)).toEqual(['skipped-sources']);
    expect(project.warnings[0]?.message).toContain('cmake_pch.hxx.cxx (a precompiled header');
  });

  it('written by Meson: relative files and both kinds of quotes', async () => {
    await folder.write('src/main.c');
    await folder.write("src/it's.cpp");
    const file = await folder.write('build/compile_commands.json', recorded('meson.json'));
    const [program] = (await loadProject(file)).programs;
    expect(prepared(program).units.map(({ source }) => source)).toEqual([
      join(folder.path, 'src/main.c'),
      join(folder.path, "src/it's.cpp"),
    ]);
    expect(prepared(program).units[0]?.flags).toEqual(
      '-Idemo.p|-I.|-I..|-I../inc dir|-fcolor-diagnostics|-D_FILE_OFFSET_BITS=64|-Wall|-Winvalid-pch|-O3|-DNAME="a b"|-pthread|-march=haswell'.split(
        '|',
      ),
    );
    // The other file is compiled without it.
    expect(prepared(program).units[1]?.flags.join(' ')).not.toContain('-march');
    expect(prepared(program).units[0]?.directory).toBe(join(folder.path, 'build'));
  });

  it('takes "arguments" as they are, however they look', async () => {
    const name = "-o \n$(touch pwned)'é.c";
    await folder.write(name);
    const found = await units([
      { directory: folder.path, file: name, arguments: ['cc', '-DX="$(id)"', '-c', '--', name] },
    ]);
    expect(found).toMatchObject([
      { source: join(folder.path, name), language: 'c', flags: ['-DX="$(id)"'] },
    ]);
  });

  it.each([
    'ccache /usr/bin/gcc -O2 -c a.c',
    'sccache distcc clang-22 -O2 -c a.c',
    'env CC_X=1 /opt/a.b/gcc-13.2 -O2 a.c',
    '/usr/bin/cmake -E __run_co_compile --launcher=ccache --source=a.c -- /usr/bin/cc -O2 -c a.c',
    'gcc.exe -O2 -c a.c -o a.obj',
    'ccache a.c -O2',
  ])('takes compiler and launcher off: %s', async (command) => {
    expect(await entry(command)).toMatchObject({ language: 'c', flags: ['-O2'] });
  });

  it('takes the language from -x, then from a C++ driver, then from the extension', async () => {
    expect((await entry('cc -x c++ a.c'))?.language).toBe('c++');
    expect((await entry('g++-13 a.c'))?.language).toBe('c++');
    expect((await entry('cc a.C', 'a.C'))?.language).toBe('c++');
    expect((await entry('cc -x c a', 'a'))?.language).toBe('c');
    expect((await entry('cc -c a.c++', 'a.c++'))?.language).toBe('c++');
  });

  it('makes two units of one file compiled in two ways, and one of the same way twice', async () => {
    await folder.write('a.c');
    const of = (command: string): object => ({ directory: folder.path, file: 'a.c', command });
    const file = await folder.write(
      'compile_commands.json',
      JSON.stringify([of('cc -DA a.c'), of('cc -DB a.c'), of('cc -DA a.c -o other.o')]),
    );
    const project = await loadProject(file);
    expect(prepared(project.programs[0]).units.map(({ flags }) => flags)).toEqual([
      ['-DA'],
      ['-DB'],
    ]);
    expect(project.warnings[0]?.message).toMatch(/repeats another .*a\.c/u);
  });

  it('names each entry of another language', async () => {
    await folder.write('a.c');
    const names = ['k.cu', 'o.m', 'f.f90', 'h.h', 'm.cppm'];
    for (const name of names) await folder.write(name);
    const file = await folder.write(
      'compile_commands.json',
      JSON.stringify(
        ['a.c', ...names].map((name) => ({
          directory: folder.path,
          file: name,
          command: `cc -c ${name}`,
        })),
      ),
    );
    const { warnings, programs } = await loadProject(file);
    expect(programs[0]?.units).toHaveLength(1);
    for (const word of ['k.cu (CUDA)', 'Objective-C', 'Fortran', 'a header', 'module interface']) {
      expect(warnings[0]?.message).toContain(word);
    }
  });

  it('expands response files, nested ones too, and leaves an @word that is no file', async () => {
    await folder.write('flags.rsp', '-O2 "-DA=b c"\n@more.rsp');
    await folder.write('more.rsp', '-DX -march=native');
    expect(await entry('cc @flags.rsp -install_name @rpath/x -c a.c')).toMatchObject({
      flags: ['-O2', '-DA=b c', '-DX', '-install_name', '@rpath/x'],
    });
  });

  it('refuses a response file that includes itself', async () => {
    await folder.write('a.rsp', '@b.rsp');
    await folder.write('b.rsp', '@a.rsp');
    const failure = await failureFrom(entry('cc @a.rsp a.c'));
    expect(failure).toMatchObject({ code: 'config-invalid' });
    expect(failure.message).toContain('includes itself');
  });

  it.each([
    ['[{"directory": "/", "file": "a.c"}]', 1, 2, 'expected a "command" or "arguments"'],
    ['[\n  {"directory": "/", "file": 7, "command": "cc"}]', 2, 30, 'expected a string, got 7'],
    ['{}', 1, 1, 'expected a list'],
    ['[\n{"directory": "/"\n', 3, 1, 'not valid JSON'],
  ])('says where %s is wrong', async (text, line, column, words) => {
    const file = await folder.write('compile_commands.json', text);
    const failure = await failureFrom(loadProject(file));
    expect(failure).toMatchObject({ code: 'config-invalid', place: { file, line, column } });
    expect(failure.message).toContain(words);
  });

  it('says which entry names a source that is not there', async () => {
    const failure = await failureFrom(
      units([{ directory: folder.path, file: 'gone.c', command: 'cc gone.c' }]),
    );
    expect(failure).toMatchObject({ code: 'input-missing', place: { line: 1 } });
    expect(failure.message).toContain('gone.c');
  });

  it('counts what it leaves out, be it one or several', async () => {
    await folder.write('a.c', 'int main(void) { return 0; }\n');
    const entryOf = (file: string, compiler = 'cc'): object => ({
      ...{ directory: folder.path, file, command: `${compiler} -c ${file}` },
    });
    const left = async (...others: readonly object[]): Promise<string> => {
      const entries = JSON.stringify([entryOf('a.c'), ...others]);
      await folder.write('compile_commands.json', entries);
      await folder.writeConfig({ programs: [{ compileCommands: '.', main: 'a.c' }] });
      const { warnings } = await loadProject(folder.path);
      return warnings.map(({ message }) => message).join('\n');
    };
    expect(await left(entryOf('gone.c'))).toContain(
      `json does not exist and is left out: ${join(folder.path, 'gone.c')}`,
    );
    expect(await left(entryOf('gone.c'), entryOf('b.c'))).toMatch(
      /2 sources in .* do not exist and are left out: .*gone\.c and .*b\.c/u,
    );
    expect(await left(entryOf('a.c'))).toMatch(
      /1 entry in .* repeats another with the same flags and is built once: .*a\.c/u,
    );
  });

  it('links what another compiler compiles as the user’s own build made it, where it did', async () => {
    for (const name of ['a.c', 'k.cu', 'f.f90', 'fast.asm', 'all.h']) await folder.write(name);
    for (const name of ['k.o', 'fast.o', 'all.o']) await folder.write(`build/${name}`);
    const file = await folder.write(
      'build/compile_commands.json',
      JSON.stringify(
        [
          ['a.c', 'clang -c ../a.c -o a.o'],
          ['k.cu', 'nvcc -c ../k.cu -o k.o'],
          ['f.f90', 'gfortran -c ../f.f90 -o f.o'],
          ['fast.asm', '/usr/bin/nasm -f elf64 -o fast.o ../fast.asm'],
          ['all.h', 'cc -c ../all.h -o all.o'],
        ].map(([name, command]) => ({
          ...{ directory: join(folder.path, 'build'), file: `../${name ?? ''}`, command },
        })),
      ),
    );
    const { warnings, programs } = await loadProject(file);
    expect(prepared(programs[0]).units.map(({ source, language }) => [source, language])).toEqual([
      [join(folder.path, 'a.c'), 'c'],
      [join(folder.path, 'build', 'k.o'), 'object'],
      [join(folder.path, 'build', 'fast.o'), 'object'],
    ]);
    expect(warnings).toHaveLength(2);
    expect(warnings[0]?.message).toMatch(/left out: .*f\.f90 \(Fortran\), .*all\.h \(a header\)/u);
    expect(warnings[1]?.message).toMatch(
      /k\.cu \(CUDA\) and .*fast\.asm \(assembled by nasm\) are linked as the project's own build made them/u,
    );
  });

  it('without a buildable entry is an empty project, with the reasons', async () => {
    await folder.write('a.cu');
    const failure = await failureFrom(
      units([{ directory: folder.path, file: 'a.cu', command: 'nvcc a.cu' }]),
    );
    expect(failure.code).toBe('project-empty');
    expect(failure.details).toContain('CUDA');
  });
});

describe.runIf(process.platform === 'linux')('compile_commands.json of other systems', () => {
  const other = process.arch === 'arm64' ? 'x86_64-linux-gnu' : 'aarch64-linux-gnu';

  it.each([
    ['a cross compiler', `/opt/bin/${other}-gcc -O2 -c a.c`, other],
    ['clang for another machine', `clang --target=${other} -O2 -c a.c`, other],
    ['specs', 'gcc -specs=/usr/lib/musl-gcc.specs -c a.c', 'musl'],
    ['a launcher', 'ccache musl-gcc -c a.c', 'musl'],
  ])('is refused by name: %s', async (_, command, system) => {
    const { message, hint } = await failureFrom(entry(command));
    expect(message).toMatch(/is built for another system/u);
    expect(message).toContain(`(${system})`);
    expect(hint).toContain('with a compiler for this system');
  });

  it('is left out by name where the rest is of this system, and refused where main is asked for', async () => {
    await folder.write('a.c', 'int main(void) { return 0; }\n');
    await folder.write('kernel.c', 'int main(void) { return 1; }\n');
    const { path: directory } = folder;
    const entries = [
      { directory, file: 'a.c', command: 'cc -O2 -c a.c' },
      { directory, file: 'kernel.c', command: 'clang -target bpf -O2 -c kernel.c' },
    ];
    const file = await folder.write('compile_commands.json', JSON.stringify(entries));
    const { programs, warnings } = await loadProject(file);
    expect(prepared(programs[0]).units.map(({ source }) => source)).toEqual([
      join(directory, 'a.c'),
    ]);
    expect(warnings.map(({ message }) => message).join()).toMatch(
      /kernel\.c \(compiled for another system: bpf\)/u,
    );
    const compileCommands = 'compile_commands.json';
    await folder.writeConfig({ programs: [{ name: 'it', compileCommands, main: 'kernel.c' }] });
    expect((await failureFrom(loadProject(directory))).message).toContain('(bpf)');
  });
});
