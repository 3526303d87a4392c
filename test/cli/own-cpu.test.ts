import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runProcess } from '../../src/process/run-process.ts';
import { badInput } from './bad-input/bad-input.ts';

const retarget = badInput();

it('a file that is compiled for a CPU of its own keeps it for every target, and is named', async () => {
  const folder = await retarget.project(
    {
      'main.c':
        '#include <stdio.h>\nint kernel(void);\nint main(void) { return printf("%d\\n", kernel()) < 0; }\n',
      'kernel.c':
        '#ifdef __SSE4_2__\nint kernel(void) { return 42; }\n#else\nint kernel(void) { return 0; }\n#endif\n',
      'compile_commands.json': JSON.stringify(
        [
          ['main.c', '-O2'],
          ['kernel.c', '-O2', '-march=x86-64-v2'],
        ].map(([file = '', ...flags]) => ({
          ...{ directory: retarget.folder, file },
          arguments: ['cc', ...flags, '-c', file],
        })),
      ),
    },
    { programs: [{ name: 'app', compileCommands: '.', main: 'main.c' }] },
  );
  const out = join(folder, 'out');
  const { said, exitCode } = await retarget.run([
    ...['build', '--targets', 'x86-64,x86-64-v3', '--baseline', 'x86-64', '--out', out],
  ]);
  expect(said).toContain(
    "app: kernel.c keeps its CPU from the project's own build (-march=x86-64-v2), because most other files do not have it. No target replaces it.",
  );
  expect(said).not.toContain('asks which CPU');
  expect(said).not.toContain('Left out');
  expect(exitCode).toBe(0);
  // Only checked for SSE4.2, which every host of these tests has; the code for AVX2 is none of this file's.
  const ran = await runProcess({ command: join(out, 'app', 'x86-64', 'app'), args: [] });
  expect(ran.stdout).toBe('42\n');
});

const TWO_AND_MAIN = {
  'a.c': 'int a(void) { return 40; }\n',
  'b.c': 'int b(void) { return 2; }\n',
  'main.c':
    '#include <stdio.h>\nint a(void);\nint b(void);\nint main(void) { return printf("%d\\n", a() + b()) < 0; }\n',
};

it('a feature that a file has for itself is named as kept, and not as left out because the link line has it too', async () => {
  const folder = await retarget.project({
    ...TWO_AND_MAIN,
    'build.sh':
      'gcc -O2 -mavx2 -c a.c; gcc -O2 -c b.c; gcc -O2 -c main.c; gcc -mavx2 -msse4.2 a.o b.o main.o -o p -lm\n',
  });
  await retarget.run(['record', '--', 'sh', 'build.sh'], { cwd: folder });
  const { said, exitCode } = await retarget.run(
    ['build', '--targets', 'x86-64', '--baseline', 'x86-64', '--out', 'out'],
    { cwd: folder },
  );
  expect(said).toContain(
    "p: a.c keeps -mavx2 from the project's own build for every target, because not all files have the same flags.",
  );
  // What no file has is still said.
  expect(said).toMatch(
    /Removed, because each target sets them or Retarget cannot keep them: -msse4\.2(?! -m)/u,
  );
  expect(exitCode).toBe(0);
});

it('files that have different features for themselves are named with their own, each', async () => {
  const folder = await retarget.project({
    ...TWO_AND_MAIN,
    'build.sh':
      'gcc -O2 -mavx2 -mfma -c a.c; gcc -O2 -msse4.1 -c b.c; gcc -O2 -c main.c; gcc a.o b.o main.o -o p\n',
  });
  await retarget.run(['record', '--', 'sh', 'build.sh'], { cwd: folder });
  const { said } = await retarget.run(
    ['build', '--targets', 'x86-64', '--baseline', 'x86-64', '--out', 'out'],
    { cwd: folder },
  );
  expect(said).toContain(
    "p: Some files keep flags from the project's own build for every target, because not all files have the same flags: -mavx2 -mfma (a.c) and -msse4.1 (b.c).",
  );
});
