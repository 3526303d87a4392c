// A file that a program of a project compiles, named on the command line.
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { bundledCommandLine } from './retarget.ts';

const retarget = bundledCommandLine();
const QUICK = ['--budget', '0.1s', '--targets', 'x86-64', '--baseline', 'x86-64', '--json'];

let folder = '';

beforeEach(async () => {
  folder = join(retarget.folder, 'whole');
  await rm(folder, { recursive: true, force: true });
  const files = {
    'src/main.c':
      '#ifndef MINE\n#error flags\n#endif\nint part(void);\nint main(void) { return part(); }\n',
    'src/part.c': 'int part(void) { return 0; }\n',
    'retarget.json': JSON.stringify({
      programs: [
        {
          ...{ name: 'mine', sources: ['src/*.c'], flags: ['-O2', '-DMINE'] },
          benchmarks: [{}, { args: ['-x'] }],
        },
        { name: 'other', sources: ['src/part.c', 'src/main.c'], flags: ['-O1', '-DMINE'] },
      ],
    }),
  };
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
});

interface Told {
  readonly project: string;
  readonly programs: readonly {
    readonly name: string;
    readonly benchmarks: readonly { readonly benchmark: { readonly name: string } }[];
  }[];
}

describe('retarget profile FILE', () => {
  it('profiles the chosen program of the project with its flags, and one benchmark of it', async () => {
    const args = ['profile', 'src/part.c', '--program', 'mine', '--benchmark', '-x', ...QUICK];
    const { exitCode: code, stdout, stderr } = await retarget.run(args, { cwd: folder });
    const run = JSON.parse(stdout) as Told;
    expect(stderr).toContain('Using mine of');
    expect(run.project).toBe(folder);
    expect(run.programs.map(({ name }) => name)).toEqual(['mine']);
    expect(run.programs[0]?.benchmarks.map(({ benchmark }) => benchmark.name)).toEqual(['-x']);
    expect(code).toBe(0);
    expect(existsSync(join(folder, 'src/.retarget'))).toBe(false);
  });

  it('names the programs that it is part of where they are several', async () => {
    const { exitCode: code, stderr } = await retarget.run(['profile', 'src/part.c', ...QUICK], {
      cwd: folder,
    });
    expect(code).toBe(2);
    expect(stderr).toContain('part.c is part of 2 programs: mine and other.');
    expect(stderr).toContain('--program NAME');
  });
});
