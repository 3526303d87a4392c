// A project small enough to build in a moment and slow enough to be interrupted, and who is still running it.
import { chmod, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const SOURCE = `#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv) {
  unsigned sum = (unsigned)argc;
  for (unsigned i = 0; i < 20000000u; i++) sum = sum * 1664525u + (i ^ (sum >> 13));
  printf("%u\\n", sum);
  return argv[argc] == NULL ? EXIT_SUCCESS : EXIT_FAILURE;
}
`;

/** @param budget as --budget takes it. The project's folder is each execution's first argument: see `executions`. */
export async function writeSpinningProject(folder: string, budget: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o755);
  await writeFile(join(folder, 'spin.c'), SOURCE);
  const benchmarks = ['first', 'second'].map((name) => ({ name, args: [folder] }));
  const programs = [{ name: 'spin', sources: ['spin.c'], flags: ['-O2'], benchmarks }];
  const config = {
    programs,
    targets: ['x86-64', 'x86-64-v2', 'native'],
    budget,
    precision: 0.0001,
  };
  await writeFile(join(folder, 'retarget.json'), JSON.stringify(config));
}

/** Process ids of executions that the benchmarks in this folder still have, by their first argument. */
export async function executions(folder: string): Promise<string[]> {
  const running: string[] = [];
  for (const pid of await readdir('/proc')) {
    if (!/^\d+$/.test(pid)) continue;
    const argv = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0');
    if (argv[1] === folder) running.push(pid);
  }
  return running;
}
