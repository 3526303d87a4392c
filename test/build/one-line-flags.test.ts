// What "flags" say acts on the link too, as on the one line of a compiler that people write: clang's own driver is asked.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runProcess } from '../../src/process/run-process.ts';
import { linkingFlags } from '../../src/flags/linking-flags.ts';
import { loadProject } from '../../src/project/load-project.ts';
import { findToolchain } from '../../src/toolchain/find-toolchain.ts';
import { clang, RecordedProject } from '../kinds/recorded/recorded-project.ts';
import { prepared } from '../project/prepared.ts';

const project = new RecordedProject();

/** Whether the C library's mode of floating point is that of -ffast-math: tiny numbers are zero. */
const TINY = `#include <stdio.h>
int main(void) {
  volatile float tiny = 1e-38f;
  printf("%d\\n", tiny / 4 == 0);
  return 0;
}
`;
const HELLO = '#include <stdio.h>\nint main(void) { puts("hello"); return 0; }\n';

/** What clang's driver does with one line that compiles and links, or with the compile's words at the link alone. */
async function linkStep(words: readonly string[]): Promise<string> {
  await project.write('x.o');
  const args = ['-###', '-Qunused-arguments', ...words, join(project.path, 'x.o'), '-o', 'x'];
  const { stderr } = await runProcess({ command: await clang(), args });
  return stderr.trim().split('\n').at(-1) ?? '';
}

describe('flags of a compile', () => {
  it('are those of the link that clang’s driver takes for it, and no others', async () => {
    const tried = [
      ...['-O2', '-Ofast', '-g', '-Wall', '-std=c99', '-DX', '-Iinclude', '-fPIC', '-fPIE'],
      ...['-ffast-math', '-fno-fast-math', '-funsafe-math-optimizations', '-ffp-model=fast'],
      ...['-fopenmp', '-fopenmp=libgomp', '-fsanitize=undefined', '-fprofile-generate'],
      ...['-fprofile-instr-generate', '-fcs-profile-generate', '--coverage', '-fprofile-arcs'],
      ...['-ftest-coverage', '-fprofile-use=x', '-fno-exceptions', '-fvisibility=hidden'],
      ...['-m32', '-mdaz-ftz', '-static', '-static-pie', '-rdynamic', '-no-pie', '-pthread', '-pg'],
      ...['-nostdlib', '-nodefaultlibs', '-nostartfiles', '-nostdinc', '-stdlib=libc++', '-lm'],
      ...['-Wl,-z,now', '-fsplit-stack', '-fxray-instrument', '-funroll-loops', '-fno-builtin'],
    ];
    const plain = await linkStep([]);
    for (const flag of tried) {
      const acts = (await linkStep([flag])) !== plain;
      if (acts) expect(linkingFlags([flag])).toEqual([flag]);
      // What acts only in C++, or on another system, may be handed on as well.
      else expect([[], [flag]]).toContainEqual(linkingFlags([flag]));
    }
    expect(linkingFlags(['-O2', '-DX', '-I', 'inc', '-Wall', '-Xclang', '-x', '-fPIC'])).toEqual(
      [],
    );
  });

  it('set the floating point mode that one line of clang sets', async () => {
    await project.write('x.c', TINY);
    const sources = { sources: ['x.c'] };
    expect(await project.builtAndRun({ ...sources, flags: ['-O1'] })).toEqual(['0\n', '0\n']);
    for (const flag of ['-ffast-math', '-Ofast']) {
      expect(await project.builtAndRun({ ...sources, flags: [flag] })).toEqual(['1\n', '1\n']);
    }
  });

  it('link statically, and with names for the loader', async () => {
    await project.write('x.c', HELLO);
    const dynamicSection = '/lib64/ld-linux';
    const flags = ['-O1', '-static'];
    expect(await project.builtAndRun({ sources: ['x.c'], flags })).toEqual(['hello\n', 'hello\n']);
    const file = await readFile(project.variant('x86-64', 'tried'), 'latin1');
    expect(file).not.toContain(dynamicSection);
  });

  it('reach the link of bitcode', async () => {
    await project.write('x.c', TINY);
    const args = [
      '-O1',
      '-Xclang',
      '-disable-llvm-passes',
      '-emit-llvm',
      '-c',
      'x.c',
      '-o',
      'x.bc',
    ];
    await runProcess({ command: await clang(), args, cwd: project.path });
    const flags = ['-O1', '-ffast-math'];
    expect(await project.builtAndRun({ bitcode: ['x.bc'], flags })).toEqual(['1\n', '1\n']);
  });

  it('reach the link of compile_commands.json where all units, or main’s, have them', async () => {
    await project.write('x.c', TINY);
    await project.write('y.c', 'int y;\n');
    const entry = (file: string, flags: string): unknown => ({
      ...{ directory: project.path, file, command: `cc ${flags} -c ${file} -o ${file}.o` },
    });
    const written = async (flags: string): Promise<void> => {
      const entries = [entry('x.c', '-O1 -ffast-math -pthread'), entry('y.c', flags)];
      await project.write('compile_commands.json', JSON.stringify(entries));
    };
    const compileCommands = 'compile_commands.json';
    await written('-O1 -ffast-math');
    expect(await project.builtAndRun({ compileCommands })).toEqual(['1\n', '1\n']);
    await written('-O1');
    expect(await project.builtAndRun({ compileCommands })).toEqual(['0\n', '0\n']);
    expect(await project.builtAndRun({ compileCommands, main: 'x.c' })).toEqual(['1\n', '1\n']);
    const { programs } = await loadProject(project.path);
    expect(prepared(programs[0]).link.flags.slice(0, 2)).toEqual(['-ffast-math', '-pthread']);
  });
});

describe('OpenMP, where clang’s is not installed,', () => {
  it.for([
    ['a header', '#include <omp.h>\nint main(void) { return omp_get_max_threads() < 1; }\n'],
    ['a link', 'int main(void) {\n#pragma omp parallel\n  {}\n  return 0;\n}\n'],
  ])('is asked for by its package: %s', async ([, text = ''], { skip }) => {
    await project.write('x.c', text);
    const args = ['-fopenmp', 'x.c', '-o', 'x'];
    const direct = await runProcess({ command: await clang(), args, cwd: project.path });
    if (direct.exitCode === 0) skip('it is installed');
    const { major } = await findToolchain();
    const build = project.builtAndRun({ sources: ['x.c'], flags: ['-O2', '-fopenmp'] });
    await expect(build).rejects.toThrow(`libomp-${major}-dev`);
  });
});

describe('counts of --coverage', () => {
  it('are left where the project’s own build would leave them', async ({ skip }) => {
    await project.write('x.c', HELLO);
    const compile = await runProcess({
      ...{ command: await clang(), args: ['--coverage', 'x.c', '-o', 'x'], cwd: project.path },
    });
    if (compile.exitCode !== 0) skip('the runtime of coverage is missing');
    const flags = ['-O1', '--coverage'];
    expect(await project.builtAndRun({ sources: ['x.c'], flags })).toEqual(['hello\n', 'hello\n']);
    const file = await readFile(project.variant('x86-64', 'tried'), 'latin1');
    expect(file).toContain(join(project.path, 'x.gcda'));
  });
});
