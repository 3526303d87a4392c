// Programs that look for files around their own executable, as /proc/self/exe names it: what each finds is what its own would.
import { execFileSync } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Run } from '../../src/model/run.ts';
import { OTHER_FOR_EACH_TARGET } from '../build/build-place.ts';
import { bundledCommandLine } from './retarget.ts';

const retarget = bundledCommandLine();

/** Prints the number in a file whose path it takes from its own, and writes another beside itself. */
const PROGRAM = `#include <libgen.h>
#include <stdio.h>
#include <unistd.h>
int main(void) {
  char own[4096], path[8192];
  ssize_t length = readlink("/proc/self/exe", own, sizeof own - 1);
  if (length < 0) return 3;
  own[length] = 0;
  const char *folder = dirname(own);
  snprintf(path, sizeof path, "%s/%s", folder, TABLE);
  FILE *file = fopen(path, "r");
  if (!file) { fprintf(stderr, "app: cannot open %s\\n", path); return 1; }
  int value = 0;
  if (fscanf(file, "%d", &value) != 1) return 4;
  snprintf(path, sizeof path, "%s/written.txt", folder);
  FILE *log = fopen(path, "w");
  if (!log) return 5;
  fputs("written", log);
  fclose(log);
  printf("value %d\\n", value);
  return 0;
}
${OTHER_FOR_EACH_TARGET}`;

let project = '';
let counter = 0;
beforeEach(async () => {
  project = join(retarget.folder, `project-${counter++}`);
  await mkdir(project);
});

async function write(name: string, text: string): Promise<void> {
  const path = join(project, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

async function profiled(program: object): Promise<Run> {
  const benchmark = { name: 'it', metric: { pattern: 'value (\\d+)', better: 'higher' } };
  await write(
    'retarget.json',
    JSON.stringify({ programs: [{ name: 'it', ...program, benchmarks: [benchmark] }] }),
  );
  const { stdout } = await retarget.run([
    ...['profile', project, '--budget', '1', '--json'],
    ...['--baseline', 'x86-64', '--targets', 'x86-64-v3'],
  ]);
  return JSON.parse(stdout) as Run;
}

/** What both variants read, whose code is not the same. */
function values(run: Run): Set<number | undefined> {
  const objects = run.programs[0]?.variants.map(({ units }) => units[0]?.objectHash) ?? [];
  expect(objects).toHaveLength(2);
  expect(new Set(objects).size).toBe(2);
  return new Set(run.programs[0]?.benchmarks[0]?.samples.map(({ value }) => value));
}

describe.skipIf(process.arch !== 'x64' || process.platform !== 'linux')('data', () => {
  it('beside the folder of a recorded executable is found, and only the project’s own program writes there', async () => {
    await write('app.c', PROGRAM);
    await write('share/deep/table.txt', '21\n');
    await write(
      'build.sh',
      `mkdir -p out/bin\ncc -O2 '-DTABLE="../../share/deep/table.txt"' app.c -o out/bin/app\n`,
    );
    const record = { executable: 'out/bin/app', command: ['sh', 'build.sh'] };
    expect(values(await profiled({ record }))).toEqual(new Set([21]));
    // The project's own program, which the baseline is held against, runs where it lies: only it writes there.
    expect(await readdir(join(project, 'out/bin'))).toEqual(['app', 'written.txt']);
    expect(await readFile(join(project, 'share/deep/table.txt'), 'utf8')).toBe('21\n');
  });

  it('in a build folder of CMake, and in the project around it, is found', async () => {
    if (!isThere('cmake')) return;
    await write(
      'CMakeLists.txt',
      `cmake_minimum_required(VERSION 3.14)
project(demo C)
add_executable(app app.c)
set_target_properties(app PROPERTIES RUNTIME_OUTPUT_DIRECTORY bin)
target_compile_definitions(app PRIVATE "TABLE=\\"\${TABLE}\\"")
`,
    );
    await write('app.c', PROGRAM);
    await write('table.txt', '22\n');
    const build = join(project, 'build');
    for (const [table, value] of [
      ['../../table.txt', 22],
      ['../made/table.txt', 23],
    ] as const) {
      execFileSync('cmake', [
        '-S',
        project,
        '-B',
        build,
        `-DTABLE=${table}`,
        '-DCMAKE_BUILD_TYPE=Release',
      ]);
      await write('build/made/table.txt', '23\n');
      expect(values(await profiled({ cmake: { target: 'app', build: 'build' } }))).toEqual(
        new Set([value]),
      );
    }
  });

  it('beside the sources is found, where these are all that is known', async () => {
    await write('app.c', PROGRAM);
    await write('table.txt', '24\n');
    const sources = { sources: ['app.c'], flags: ['-O2', '-DTABLE="table.txt"'] };
    expect(values(await profiled(sources))).toEqual(new Set([24]));
    expect((await readdir(project)).sort()).toEqual([
      '.retarget',
      'app.c',
      'retarget.json',
      'table.txt',
    ]);
  });

  it('above the project is not, and the failure says where it ran and what to do', async () => {
    await write('app.c', PROGRAM);
    await writeFile(join(retarget.folder, 'outside.txt'), '25\n');
    const sources = { sources: ['app.c'], flags: ['-O2', '-DTABLE="../outside.txt"'] };
    const failure = (await profiled(sources)).programs[0]?.benchmarks[0]?.failure;
    expect(failure?.code).toBe('benchmark-crashed');
    expect(failure?.details).toContain('cannot open');
    expect(failure?.hint).toMatch(
      /It ran in a copy of its folder, .*\/run, with links to everything .* up to the project's folder\. .*"args" or "env"/u,
    );
  });
});

function isThere(program: string): boolean {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
