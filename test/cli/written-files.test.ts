// A project's flags may name files to write: nothing of that is in the project, the home or the temporary folder afterwards.
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ProcessResult } from '../../src/process/run-process.ts';
import { bundledCommandLine } from './retarget.ts';

const retarget = bundledCommandLine();

/** Each writes one file, or several, where it is believed; none of them makes clang 22 refuse the source. */
const FLAGS = [
  ...['-MD', '-MF', 'w/a.d', '-MJ', 'w/b.json', '-Wp,-MMD,w/c.d', '-save-temps', '-gsplit-dwarf'],
  ...['-Xclang', '-stats-file=w/d.stats', '-Xclang=-dependency-dot', '-Xclang=w/e.dot'],
  ...[
    '-Xclang',
    '-stack-usage-file',
    '-Xclang',
    'w/f.su',
    '-Xpreprocessor',
    '-header-include-file',
  ],
  ...['-Xpreprocessor', 'w/g.txt', '-Xclang', '-serialize-diagnostic-file', '-Xclang', 'w/h.dia'],
  ...['-ftime-trace=w/i.json', '-fsave-optimization-record', '-foptimization-record-file=w/j.yaml'],
  ...['-fcrash-diagnostics-dir=w', '-gen-reproducer=always', '-fproc-stat-report=w/k.csv'],
  ...['-mllvm', '-stats', '-mllvm=-info-output-file=w/l.txt', '-mllvm', '-print-changed=dot-cfg'],
  ...['-mllvm', '-dot-cfg-dir=w', '-mllvm', '-view-slp-tree', '-mllvm', '-time-passes'],
  ...['-fmodules', '-fmodules-cache-path=w/modules', '-Wa,-adhln=w/m.lst', '-fstack-usage'],
];
const LINK = [
  ...['-Wl,-z,now,-Map=w/n.map', '-Xlinker', '--dependency-file', '-Xlinker', 'w/o.d', '-Wl,-M'],
  ...['-Wl,--out-implib=w/p.a', '-Wl,--cref', '-save-stats', '-dumpdir', 'w/q'],
];
const LLD = ['-fuse-ld=lld', '-Wl,--reproduce=w/r.tar,--why-extract=w/s', '-Wl,--time-trace=w/t'];

let folder = '';
let folders = 0;
let outside: Readonly<Record<string, string>> = {};

beforeEach(async () => {
  const world = join(retarget.folder, `world-${(folders += 1)}`);
  outside = { HOME: join(world, 'home'), TMPDIR: join(world, 'tmp') };
  folder = join(world, 'project');
  for (const each of [folder, join(folder, 'w'), join(folder, 'h'), ...Object.values(outside)]) {
    await mkdir(each, { recursive: true });
  }
  await writeFile(join(folder, 'h', 'module.modulemap'), 'module part { header "part.h" }\n');
  await writeFile(join(folder, 'h', 'part.h'), 'static inline int part(void) { return 0; }\n');
  const main = '#include "part.h"\nint main(void) { return part(); }\n';
  await writeFile(join(folder, 'main.c'), main);
});

async function build(): Promise<ProcessResult> {
  const args = ['build', folder, '--out', join(folder, '..', 'out'), '--targets', 'x86-64-v3'];
  return retarget.run([...args, '--baseline', 'x86-64'], { env: outside });
}

/** Everything but the folders of the tests' own and Retarget's. */
async function written(): Promise<string[]> {
  const all = await Promise.all(
    [folder, ...Object.values(outside)].map((root) => readdir(root, { recursive: true })),
  );
  const own = /^(?:\.retarget\b.*|retarget\.json|compile_commands\.json|main\.c|[wh]|h\/.*)$/u;
  return all.flat().filter((name) => !own.test(name));
}

describe('a build whose flags name files leaves none of them', () => {
  it.each([
    ['the usual linker', LINK],
    ['lld', [...LINK.slice(0, 1), ...LLD]],
  ])('in retarget.json, linked by %s', async (_, link) => {
    const program = { name: 'it', sources: ['main.c'], flags: ['-O2', '-Ih', ...FLAGS], link };
    await writeFile(join(folder, 'retarget.json'), JSON.stringify({ programs: [program] }));
    expect(await build()).toMatchObject({ exitCode: 0 });
    expect(await written()).toEqual([]);
  });

  it('in compile_commands.json', async () => {
    const entry = {
      directory: folder,
      file: 'main.c',
      arguments: ['clang', '-O2', '-Ih', ...FLAGS, '-c', 'main.c', '-o', 'w/main.o'],
    };
    await writeFile(join(folder, 'compile_commands.json'), JSON.stringify([entry]));
    expect(await build()).toMatchObject({ exitCode: 0 });
    expect(await written()).toEqual([]);
  });

  it('where the environment asks for them', async () => {
    const program = { name: 'it', sources: ['main.c'], flags: ['-O2', '-Ih', '-fmodules'] };
    await writeFile(join(folder, 'retarget.json'), JSON.stringify({ programs: [program] }));
    outside = {
      ...outside,
      ...{ CC_PRINT_OPTIONS: '1', CC_PRINT_OPTIONS_FILE: join(folder, 'options') },
      ...{ CC_LOG_DIAGNOSTICS: '1', CC_LOG_DIAGNOSTICS_FILE: join(folder, 'diagnostics') },
      DEPENDENCIES_OUTPUT: join(folder, 'dependencies'),
    };
    expect(await build()).toMatchObject({ exitCode: 0 });
    const { HOME = '', TMPDIR = '' } = outside;
    outside = { HOME, TMPDIR };
    expect(await written()).toEqual([]);
  });
});
