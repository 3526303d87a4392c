// How well times are taken: `true` against a bare loop in C and hyperfine, and one executable compared with itself.
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openExecutor } from '../../src/bench/open-executor.ts';
import type { Executor } from '../../src/bench/executor.ts';
import { measureBenchmark } from '../../src/bench/measure.ts';
import type { Benchmark } from '../../src/model/program.ts';
import { variantOfTarget } from '../../src/model/variant.ts';
import { runProcess } from '../../src/process/run-process.ts';
import { median } from '../../src/stats/spread.ts';
import { SIGNIFICANCE } from '../../src/model/significance.ts';
import { decideVerdict } from '../../src/stats/verdict.ts';
import { DEFAULTS } from '../../src/profile/precedence.ts';
import type { BenchTable } from './table.ts';
import { welchPValue } from './welch.ts';

/** Interleaved blocks of executions of `true`, and executions in each. */
const BLOCKS = 20;
const BLOCK = 25;
/** Comparisons of one program with itself, and rounds (or runs of each name) in one. */
const COMPARISONS = 30;
const ROUNDS = 15;
const PROGRAM_TIME = 50e6;

const BARE = `#define _GNU_SOURCE
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
extern char **environ;
int main(int count, char **arguments) {
  (void)count;
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0);
  for (int i = atoi(arguments[1]); i > 0; i--) {
    struct timespec start, end;
    struct rusage usage;
    int status;
    pid_t child;
    clock_gettime(CLOCK_MONOTONIC, &start);
    if (posix_spawn(&child, arguments[2], &files, NULL, arguments + 2, environ) != 0) return 1;
    wait4(child, &status, 0, &usage);
    clock_gettime(CLOCK_MONOTONIC, &end);
    printf("%ld\\n", (end.tv_sec - start.tv_sec) * 1000000000L + end.tv_nsec - start.tv_nsec);
  }
  return 0;
}
`;

const SPIN = `#include <stdlib.h>
int main(int count, char **arguments) {
  unsigned long value = 1;
  for (long i = count > 1 ? atol(arguments[1]) : 0; i > 0; i--) value = value * 6364136223846793005u + 1442695040888963407u;
  return value == 0;
}
`;

const BENCHMARK: Benchmark = {
  name: 'timing',
  args: [],
  env: {},
  directory: tmpdir(),
  metric: { kind: 'wall' },
  check: { output: 'exact', ignoreLines: [] },
  timeLimit: 60_000,
  warmup: 1,
};

export async function run(): Promise<BenchTable> {
  const clang = await findClang();
  const folder = await mkdtemp(join(tmpdir(), 'retarget-timing-'));
  const executor = await openExecutor({ clang, banner: await output(clang, ['--version']) });
  try {
    const hyperfine = await works('hyperfine');
    const start = await startUp(executor, clang, folder, hyperfine);
    const same = await oneWithItself(executor, clang, folder, hyperfine);
    return {
      title: 'Taking times',
      columns: ['what', 'Retarget', 'beside it', 'ratio or limit'],
      rows: [...start, ...same],
      notes: [
        `Executor: ${executor.kind}. \`true\`: median of ${BLOCKS * BLOCK} executions each, in interleaved blocks of ${BLOCK}.`,
        `One executable under two names: ${COMPARISONS} comparisons of ${ROUNDS} rounds; hyperfine runs one name ${ROUNDS} times, then the other, judged by Welch's test.`,
        ...(hyperfine ? [] : ['hyperfine is not installed: its rows are left out.']),
      ],
    };
  } finally {
    await executor.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function startUp(
  executor: Executor,
  clang: string,
  folder: string,
  hyperfine: boolean,
): Promise<string[][]> {
  const bare = await compile(clang, folder, 'bare', BARE);
  const program = '/bin/true';
  const times = { bare: [] as number[], ours: [] as number[], hyperfine: [] as number[] };
  const env = inherited();
  for (let block = 0; block < BLOCKS; block++) {
    const printed = await output(bare, [String(BLOCK), program]);
    times.bare.push(...printed.trim().split('\n').map(Number));
    for (let execution = 0; execution < BLOCK; execution++) {
      const outcome = await executor.execute({
        ...{ program, argv: [program], env, directory: folder, timeLimit: 10_000 },
        ...{ capture: 'none', keep: 0 },
      });
      if (outcome.state === 'ran') times.ours.push(outcome.wall);
    }
    if (hyperfine) times.hyperfine.push(...(await hyperfineTimes(folder, [program], BLOCK)));
  }
  const ours = median(times.ours);
  const row = (name: string, other: readonly number[], limit: string): string[] => [
    `\`true\`, median, against ${name}`,
    microseconds(ours),
    microseconds(median(other)),
    `${(ours / median(other)).toFixed(2)} (at most ${limit})`,
  ];
  return [
    row('posix_spawn + wait4 in C', times.bare, '1.10'),
    ...(hyperfine ? [row('hyperfine -N', times.hyperfine, '1.00')] : []),
  ];
}

async function oneWithItself(
  executor: Executor,
  clang: string,
  folder: string,
  hyperfine: boolean,
): Promise<string[][]> {
  const one = await compile(clang, folder, 'one', SPIN);
  const other = join(folder, 'other');
  await copyFile(one, other);
  const loops = await loopsFor(executor, one);
  const ours: Judged[] = [];
  const theirs: Judged[] = [];
  for (let comparison = 0; comparison < COMPARISONS; comparison++) {
    ours.push(await compareInRounds(executor, folder, one, other, loops, comparison));
    if (!hyperfine) continue;
    const a = await hyperfineTimes(folder, [one, loops], ROUNDS);
    const b = await hyperfineTimes(folder, [other, loops], ROUNDS);
    const significant = welchPValue(a, b) < 0.05;
    theirs.push({ ratio: mean(a) / mean(b), different: significant, significant });
  }
  return [
    [
      `one ${(PROGRAM_TIME / 1e6).toFixed(0)} ms program under two names, called different`,
      called(ours),
      hyperfine ? `${called(theirs)} (hyperfine, Welch)` : '-',
      `at most 2 of ${COMPARISONS}`,
    ],
    [
      'the same, by the test alone, however small the difference',
      `${ours.filter(({ significant }) => significant).length} of ${ours.length}`,
      hyperfine ? called(theirs) : '-',
      '',
    ],
    [
      'the same, ratios between',
      spread(ours),
      hyperfine ? `${spread(theirs)} (hyperfine)` : '-',
      '1',
    ],
  ];
}

interface Judged {
  readonly ratio: number;
  /** What the user is told. */
  readonly different: boolean;
  /** What the test says, however small the difference. */
  readonly significant: boolean;
}

/** The whole way a profile measures, ended after a set number of rounds. */
async function compareInRounds(
  executor: Executor,
  folder: string,
  one: string,
  other: string,
  loops: string,
  seed: number,
): Promise<Judged> {
  const enough = new AbortController();
  const measured = await measureBenchmark(
    {
      benchmark: { ...BENCHMARK, args: [loops] },
      contestants: [
        { ...variantOfTarget('one'), executable: one },
        { ...variantOfTarget('other'), executable: other },
      ],
      // Never reached: the rounds decide, not the width.
      ...{ precision: 1e-9, budget: 3600, seed },
      ...{ stageFolder: join(folder, 'stage'), executableName: 'program' },
    },
    {
      executor,
      signal: enough.signal,
      onRound: ({ rounds }) => {
        if (rounds === ROUNDS) enough.abort();
      },
    },
  );
  const comparison = measured.comparisons[1];
  if (measured.rounds !== ROUNDS || comparison?.speedup === undefined) {
    throw new Error(`The comparison ended early: ${measured.failure?.message ?? measured.stopped}`);
  }
  const { speedup, pValue = 1 } = comparison;
  const verdict = decideVerdict({ speedup, pValue, precision: DEFAULTS.precision });
  return {
    ratio: speedup.estimate,
    different: verdict === 'faster' || verdict === 'slower',
    significant: pValue < SIGNIFICANCE,
  };
}

/** How often the loop must turn for the wanted time here, found by trying. */
async function loopsFor(executor: Executor, program: string): Promise<string> {
  const tried = 20_000_000;
  const times: number[] = [];
  for (let attempt = 0; attempt < 5; attempt++) {
    const outcome = await executor.execute({
      ...{ program, argv: [program, String(tried)], env: inherited(), directory: tmpdir() },
      ...{ timeLimit: 60_000, capture: 'none', keep: 0 },
    });
    if (outcome.state === 'ran') times.push(outcome.wall);
  }
  return String(Math.round((tried * PROGRAM_TIME) / median(times)));
}

/** Nanoseconds, as hyperfine took them without a shell. */
async function hyperfineTimes(
  folder: string,
  argv: readonly string[],
  runs: number,
): Promise<number[]> {
  const file = join(folder, 'hyperfine.json');
  await output('hyperfine', [
    ...['-N', '--warmup', '1', '--runs', String(runs), '--export-json', file],
    argv.join(' '),
  ]);
  const document = JSON.parse(await readFile(file, 'utf8')) as { results: { times: number[] }[] };
  return (document.results[0]?.times ?? []).map((seconds) => seconds * 1e9);
}

async function compile(clang: string, folder: string, name: string, text: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const source = join(folder, `${name}.c`);
  await writeFile(source, text);
  await output(clang, ['-O2', '-o', join(folder, name), source]);
  return join(folder, name);
}

async function findClang(): Promise<string> {
  for (let version = 30; version >= 16; version--) {
    if (await works(`clang-${version}`)) return `clang-${version}`;
  }
  return 'clang';
}

async function works(command: string): Promise<boolean> {
  return (await runProcess({ command, args: ['--version'] })).exitCode === 0;
}

async function output(command: string, args: readonly string[]): Promise<string> {
  const result = await runProcess({ command, args });
  if (result.exitCode !== 0) throw new Error(`${command} ${args.join(' ')}: ${result.stderr}`);
  return result.stdout;
}

function inherited(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).map(([name, value]) => [name, value ?? '']),
  );
}

function called(judged: readonly Judged[]): string {
  return `${judged.filter(({ different }) => different).length} of ${judged.length}`;
}

function spread(judged: readonly Judged[]): string {
  const ratios = judged.map(({ ratio }) => ratio);
  return `${Math.min(...ratios).toFixed(3)} to ${Math.max(...ratios).toFixed(3)}`;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function microseconds(nanoseconds: number): string {
  return `${(nanoseconds / 1000).toFixed(0)} µs`;
}
