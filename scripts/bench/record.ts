// What watching a build costs: the same clean build with the recorder and without, in turn, and its ratio.
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { recordBuild } from '../../src/kinds/recorded/record-build.ts';
import { runWatched } from '../../src/kinds/recorded/run-watched.ts';
import { startProcess } from '../../src/process/start-process.ts';
import { median } from '../../src/stats/spread.ts';
import { findToolchain } from '../../src/toolchain/find-toolchain.ts';
import type { BenchTable } from './table.ts';

const UNITS = 200;
const PAIRS = 7;

export async function run(): Promise<BenchTable> {
  const folder = await mkdtemp(join(tmpdir(), 'retarget-bench-record-'));
  process.env['RETARGET_CACHE'] = join(folder, 'cache');
  try {
    const toolchain = await findToolchain();
    const directory = join(folder, 'project');
    await generate(directory);
    const jobs = availableParallelism();
    const command = ['make', '-s', `-j${jobs}`];
    const signal = new AbortController().signal;
    const request = { command, directory, output: 'kept' as const };
    const context = { toolchain, signal };
    // Compiles the recorder, and brings compilers and sources into memory.
    await runWatched(request, context);
    const pairs: { bare: number; watched: number; whole: number }[] = [];
    for (let pair = 0; pair < PAIRS; pair += 1) {
      const times = { bare: 0, watched: 0, whole: 0 };
      const kinds = ['bare', 'watched', 'whole'] as const;
      // Each comes first in turn.
      for (let at = 0; at < kinds.length; at += 1) {
        const kind = kinds[(at + pair) % kinds.length] ?? 'bare';
        execFileSync('make', ['-s', 'clean'], { cwd: directory });
        const started = performance.now();
        if (kind === 'bare') await bare(command, directory);
        else if (kind === 'watched') await runWatched(request, context);
        else await recordBuild({ ...request, project: directory }, context);
        times[kind] = performance.now() - started;
      }
      pairs.push(times);
    }
    const ratio = (kind: 'watched' | 'whole'): string =>
      median(pairs.map((times) => times[kind] / times.bare)).toFixed(3);
    const seconds = (kind: 'bare' | 'watched' | 'whole'): string =>
      `${(median(pairs.map((times) => times[kind])) / 1000).toFixed(2)} s`;
    return {
      title: `Recording a build of ${UNITS} C units with ${jobs} jobs (medians of ${PAIRS} interleaved builds)`,
      columns: ['build', 'time', 'over the build alone', 'wanted'],
      rows: [
        ['make alone', seconds('bare'), '', ''],
        ['make, watched', seconds('watched'), ratio('watched'), '< 1.10'],
        [
          'retarget record: watched, understood and kept',
          seconds('whole'),
          ratio('whole'),
          '< 1.10',
        ],
      ],
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function bare([command = '', ...args]: readonly string[], cwd: string): Promise<void> {
  const child = startProcess({
    command,
    args,
    cwd,
    stdin: 'ignore',
    stdout: 'ignore',
    stderr: 'ignore',
  });
  const { exitCode } = await child.ended;
  if (exitCode !== 0) throw new Error(`the build alone ended with ${String(exitCode)}`);
}

/** Small units, so that what a call costs weighs as much as it ever does. */
async function generate(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const names = Array.from({ length: UNITS }, (_, at) => `unit${at}`);
  for (const [at, name] of names.entries()) {
    await writeFile(
      join(folder, `${name}.c`),
      `#include <stdio.h>\n#include <string.h>\ndouble ${name}(const double *x, int n) {\n  double sum = ${at};\n  for (int i = 0; i < n; i++) sum += x[i] * ${at}.5;\n  return sum;\n}\n`,
    );
  }
  await writeFile(
    join(folder, 'main.c'),
    `${names.map((name) => `double ${name}(const double *, int);`).join('\n')}
int main(void) { double x[4] = {0}, sum = 0;\n${names.map((name) => `  sum += ${name}(x, 4);`).join('\n')}\n  return sum < 0; }\n`,
  );
  const objects = names.map((name) => `${name}.o`).join(' ');
  await writeFile(
    join(folder, 'Makefile'),
    `prog: main.o libunits.a\n\t$(CC) -o $@ main.o -L. -lunits
libunits.a: ${objects}\n\t$(AR) rcs $@ $^
%.o: %.c\n\t$(CC) -O2 -Wall -c $< -o $@
clean:\n\trm -f *.o *.a prog\n.PHONY: clean\n`,
  );
}
