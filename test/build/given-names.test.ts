// A source is named to the compiler as its build names it: what hangs on the name is as the build has it.
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runProcess } from '../../src/process/run-process.ts';
import { findToolchain } from '../../src/toolchain/find-toolchain.ts';
import { BUILD, clang, RecordedProject } from '../kinds/recorded/recorded-project.ts';

const project = new RecordedProject();

const NAMED = '#include <stdio.h>\nint main(void) { puts(__FILE__); return 0; }\n';
/** `rare` and `work` are static: profiles know them by the source's name too. */
const PROFILED = `#include <stdio.h>
__attribute__((noinline)) static unsigned rare(unsigned x) { return x * 2654435761u ^ (x >> 7); }
__attribute__((noinline)) static unsigned work(unsigned n) {
  unsigned sum = 0;
  for (unsigned at = 0; at < n; at++) sum = at % 200 == 3 ? sum + rare(at) : sum * 31 + at;
  return sum;
}
int main(void) {
  unsigned sum = 0;
  for (int round = 0; round < 40; round++) sum += work(1 << 14);
  printf("%u\\n", sum);
  return 0;
}
`;

async function run(command: string, args: readonly string[]): Promise<string> {
  const result = await runProcess({ command, args, cwd: project.path });
  if (result.exitCode !== 0) throw new Error(result.stderr);
  return result.stdout;
}

describe('the name of a source', () => {
  it('is the one that a recorded line has, from the folder that it runs in', async () => {
    await project.writeAll({ 'src/main.c': NAMED, 'src/sub/x': '' });
    await project.recordScript(
      'cd src/sub; cc -O2 -c ../main.c -o ../../main.o; cd ../..; cc main.o -o prog\n',
    );
    expect(await project.buildAndRun('prog', BUILD)).toEqual(['../main.c\n', '../main.c\n']);
  });

  it('is the one that compile_commands.json has', async () => {
    await project.writeAll({ 'src/main.c': NAMED, 'out/x': '' });
    const command = 'cc -O2 -c ../src/main.c -o main.o';
    const file = '../src/main.c';
    const entries = [{ directory: join(project.path, 'out'), file, command }];
    await project.write('compile_commands.json', JSON.stringify(entries));
    const compileCommands = 'compile_commands.json';
    expect(await project.builtAndRun({ compileCommands })).toEqual([`${file}\n`, `${file}\n`]);
  });

  it('is relative to retarget.json for its sources, but where that says more', async () => {
    const path = await project.write('src/main.c', NAMED);
    const printed = await project.builtAndRun({ sources: ['src/*.c'] });
    expect(printed).toEqual(['src/main.c\n', 'src/main.c\n']);
    expect(await project.builtAndRun({ sources: [path] })).toEqual([`${path}\n`, `${path}\n`]);
  });

  it('leads to the counts of static functions in a profile: the object is the direct build’s', async ({
    skip,
  }) => {
    await project.write('k.c', PROFILED);
    const profdata = join(dirname(await clang()), 'llvm-profdata');
    const made = await runProcess({
      ...{ command: await clang(), args: ['-O2', '-fprofile-generate', 'k.c', '-o', 'gen'] },
      cwd: project.path,
    });
    // A package of its own.
    if (made.exitCode !== 0) skip('the runtime of profiles is missing');
    await runProcess({
      command: join(project.path, 'gen'),
      args: [],
      env: { LLVM_PROFILE_FILE: join(project.path, 'k.profraw') },
    });
    await run(profdata, ['merge', '-o', 'k.profdata', 'k.profraw']);
    const flags = ['-O2', '-fprofile-use=k.profdata'];
    await project.recordScript(`${await clang()} ${flags.join(' ')} k.c -o prog\n`);
    await project.buildAndRun('prog', BUILD);
    await run(await clang(), [...flags, '-march=x86-64-v2', '-c', 'k.c']);
    const { llvmObjdump } = await findToolchain();
    const disassembly = async (file: string): Promise<string> =>
      (await run(llvmObjdump, ['-dr', file])).split('\n').slice(2).join('\n');
    const direct = await disassembly(join(project.path, 'k.o'));
    expect(direct).toContain('.text.hot');
    expect(await disassembly(project.variant('x86-64-v2', 'k.c.o'))).toBe(direct);
    const object = await readFile(project.variant('x86-64-v2', 'k.c.o'), 'latin1');
    expect(object).not.toContain(join(project.path, 'k.c'));
  });
});

describe('.incbin', () => {
  const MAIN = `#include <stdio.h>
__asm__(".section .rodata\\n.global blob\\nblob:\\n.incbin \\"blob.bin\\"\\n.global blob_end\\nblob_end:\\n.byte 0\\n.previous\\n");
extern const char blob[], blob_end[];
int main(void) { printf("%d\\n", (int)(blob_end - blob)); return 0; }
`;

  it('finds its file through -I, and sees it change', async () => {
    await project.writeAll({ 'src/main.c': MAIN, 'assets/blob.bin': 'x'.repeat(2000) });
    await project.recordScript('cc -O2 -Iassets -c src/main.c\ncc main.o -o prog\n');
    expect(await project.buildAndRun('prog', BUILD)).toEqual(['2000\n', '2000\n']);
    await project.write('assets/blob.bin', 'x'.repeat(30));
    expect(await project.buildAndRun('prog', BUILD)).toEqual(['30\n', '30\n']);
    const program = { sources: ['src/main.c'] };
    for (const flags of [['-I', 'assets'], ['-iquoteassets'], ['-isystem', 'assets']]) {
      expect(await project.builtAndRun({ ...program, flags })).toEqual(['30\n', '30\n']);
    }
  });

  it('finds it in a folder of a target of CMake', async () => {
    await project.writeAll({
      'src/main.c': MAIN,
      'assets/blob.bin': 'x'.repeat(44),
      'CMakeLists.txt':
        'cmake_minimum_required(VERSION 3.14)\nproject(inc C)\nadd_executable(app src/main.c)\ntarget_include_directories(app PRIVATE assets)\n',
    });
    expect(await project.builtAndRun({ cmake: { target: 'app' } })).toEqual(['44\n', '44\n']);
  });
});
