import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Executor } from '../../../src/bench/executor.ts';
import { harnessRows } from '../../../src/bench/harness/harness-rows.ts';
import type { HarnessRows } from '../../../src/bench/harness/output-rows.ts';
import { measureBenchmark, type Measurement } from '../../../src/bench/measure.ts';
import { openExecutor } from '../../../src/bench/open-executor.ts';
import type { Benchmark, PreparedProgram } from '../../../src/model/program.ts';
import { variantOfTarget } from '../../../src/model/variant.ts';
import { benchmark, compile, freshFolder, toolchain } from '../compile.ts';
import { CARGO_BENCH, GOOGLE_BENCHMARK } from './stand-ins.ts';

const folder = freshFolder();
process.env['RETARGET_CACHE'] = join(folder, 'cache');

let executor: Executor;
beforeAll(async () => {
  executor = await openExecutor(toolchain);
});
afterAll(() => executor.close());

const built = new Map<string, string>();

/** Absolute path of a stand-in built with these macros. */
function standIn(text: string, ...macros: string[]): string {
  const source = `${macros.map((name) => `#define ${name} 1\n`).join('')}${text}`;
  const known = built.get(source) ?? compile(folder, `stand-in-${built.size}`, source);
  built.set(source, known);
  return known;
}

const stage = { stageFolder: join(folder, 'stage'), executableName: 'bench' };

function rowsOf(
  executable: string,
  program: Partial<PreparedProgram> = {},
  benchmarks: readonly Benchmark[] = [benchmark({ name: 'default' })],
  signal?: AbortSignal,
): Promise<HarnessRows> {
  const link = { flags: [], language: 'c', directory: folder, removed: [] } as const;
  return harnessRows(
    { name: 'bench', directory: folder, units: [], link, benchmarks, ...program },
    { contestant: { ...variantOfTarget('base'), executable }, executor, signal, ...stage },
  );
}

function names({ rows }: HarnessRows): string[] {
  return rows.map(({ benchmark: { name } }) => name);
}

function measured(row: Benchmark, executable: string): Promise<Measurement> {
  return measureBenchmark(
    {
      benchmark: row,
      contestants: ['base', 'wide'].map((target) => ({ ...variantOfTarget(target), executable })),
      precision: 0.5,
      budget: 0.1,
      seed: 3,
      ...stage,
    },
    { executor },
  );
}

async function medianOf(row: Benchmark | undefined, executable: string): Promise<number> {
  const result = await measured(row ?? benchmark(), executable);
  expect(result.failure).toBeUndefined();
  return result.comparisons[0]?.median ?? NaN;
}

describe.each(['NEW', 'OLD'])('Google Benchmark, as %s versions take times', (version) => {
  const program = (): string => standIn(GOOGLE_BENCHMARK, version);

  it('is found by its symbols, and each of its benchmarks is a row', async () => {
    const found = await rowsOf(program());
    expect(names(found)).toEqual([
      'BM_copy/64',
      'BM_copy/640',
      'BM_x<std::vector<int>, (3 + 4)>',
      'BM_broken',
    ]);
    expect(found.rows.every((row) => !('failure' in row))).toBe(true);
    expect(found.rows.every((row) => row.benchmark.harness === undefined)).toBe(true);
    expect(found.warnings).toEqual([]);
  });

  it('runs one benchmark for a row, and takes its time in the unit that it says', async () => {
    const { rows } = await rowsOf(program());
    const times: number[] = [];
    for (const { benchmark: row } of rows.slice(0, 3)) times.push(await medianOf(row, program()));
    expect(times[0]).toBeCloseTo(250, -1);
    expect((times[1] ?? 0) / 2500).toBeCloseTo(1, 2);
    expect((times[2] ?? 0) / 1.5e6).toBeCloseTo(1, 2);
    expect(rows[0]?.benchmark.metric).toMatchObject({
      kind: 'output',
      unit: 'ns',
      better: 'lower',
    });
  });

  it('fails a benchmark that reports an error, with its own words', async () => {
    const { rows } = await rowsOf(program());
    const result = await measured(rows[3]?.benchmark ?? benchmark(), program());
    expect(result.stopped).toBe('failed');
    expect(result.failure?.code).toBe('benchmark-crashed');
    expect(result.failure?.message).toBe(
      'Benchmark "BM_broken" built for base reports no result: no "input" file',
    );
  });
});

it('is no benchmark what the program prints whatever it is asked', async () => {
  const found = await rowsOf(standIn(GOOGLE_BENCHMARK, 'NEW', 'BANNER'));
  expect(names(found)).toEqual([
    'BM_copy/64',
    'BM_copy/640',
    'BM_x<std::vector<int>, (3 + 4)>',
    'BM_broken',
  ]);
  expect(found.warnings).toEqual([]);
});

describe('a harness that the configuration names', () => {
  const program = (): string => standIn(GOOGLE_BENCHMARK, 'NEW');
  const template = (filter?: string, more: Partial<Benchmark> = {}): Benchmark =>
    benchmark({
      name: 'google-benchmark',
      harness: { kind: 'google-benchmark', ...(filter === undefined ? {} : { filter }) },
      ...more,
    });

  it('keeps only the names that match the filter, beside ordinary benchmarks', async () => {
    const ordinary = benchmark({ name: 'whole', args: ['64'] });
    const found = await rowsOf(program(), { benchmarksNamed: true }, [
      ordinary,
      template('^BM_copy/64$'),
    ]);
    expect(names(found)).toEqual(['whole', 'BM_copy/64']);
    expect(found.rows[0]?.benchmark).toEqual(ordinary);
  });

  it('is a failed row where nothing matches, which says what there is', async () => {
    const found = await rowsOf(program(), { benchmarksNamed: true }, [template('nothing')]);
    expect(found.rows).toMatchObject([
      {
        failure: {
          code: 'benchmark-missing',
          message: 'No benchmark of bench matches the filter "nothing".',
          hint: 'It lists BM_copy/64, BM_copy/640, BM_x<std::vector<int>, (3 + 4)> and BM_broken. Correct "filter" in retarget.json.',
        },
      },
    ]);
  });

  it("gives the project's own arguments to each row, and lets them set the time", async () => {
    const args = ['--benchmark_min_time=0.5s', '--benchmark_format=console'];
    const { rows } = await rowsOf(program(), { benchmarksNamed: true }, [
      template('/64$', { args }),
    ]);
    expect(rows[0]?.benchmark.args).toEqual([
      '--benchmark_min_time=0.5s',
      '--benchmark_filter=^BM_copy/64$',
      '--benchmark_format=json',
    ]);
    expect(await medianOf(rows[0]?.benchmark, program())).toBeGreaterThan(0);
  });

  it('tells two rows of one name apart', async () => {
    const found = await rowsOf(program(), { benchmarksNamed: true }, [
      template('/64$'),
      template('/64$', { name: 'again', env: { SIZE: '2' } }),
    ]);
    expect(names(found)).toEqual(['BM_copy/64', 'again: BM_copy/64']);
  });

  it('leaves benchmarks that the configuration names as they are, whatever the executable holds', async () => {
    const own = benchmark({ name: 'mine', args: ['64'] });
    const timed = benchmark({
      ...{ name: 'timed', args: ['--benchmark_filter=64'] },
      metric: { kind: 'cpu' },
    });
    expect((await rowsOf(program(), { benchmarksNamed: true }, [own, timed])).rows).toEqual([
      { benchmark: own },
      { benchmark: timed },
    ]);
  });

  it.each([
    ['by its words in the executable', {}],
    ['by what it links', { harness: 'google-benchmark' } as const],
  ])('is still asked for its rows where arguments filter them, known %s', async (_how, known) => {
    const filtered = benchmark({ name: 'copies', args: ['--benchmark_filter=BM_copy'] });
    const found = await rowsOf(program(), { ...known, benchmarksNamed: true }, [filtered]);
    expect(names(found)).toEqual(['BM_copy/64', 'BM_copy/640']);
    expect(found.rows[1]?.benchmark).toMatchObject({
      args: expect.arrayContaining(['--benchmark_filter=^BM_copy/640$']) as string[],
      metric: { kind: 'output', unit: 'ns' },
    });
    expect(await medianOf(found.rows[1]?.benchmark, program())).toBeGreaterThan(0);
  });
});

describe('a program that does not list its benchmarks', () => {
  const silent = (): string => standIn(GOOGLE_BENCHMARK, 'NEW', 'NO_LIST');

  it('is run whole where its framework was only found by symbols, and the run says so', async () => {
    const found = await rowsOf(silent());
    expect(names(found)).toEqual(['default']);
    expect(found.warnings).toMatchObject([{ code: 'harness-unlisted' }]);
    expect(found.warnings[0]?.message).toContain('ended with exit code');
  });

  it.each([
    ['the same lines', ''],
    ['other lines each time', 'printf("%ld\\n", (long)getpid());'],
  ])('is run whole where it ignores its arguments and prints %s', async (_lines, extra) => {
    const text = `#include <stdio.h>
#include <unistd.h>
static const char *volatile words = "benchmark_list_tests";
int main(void) { ${extra} return words ? puts("result a 1") < 0 : 1; }`;
    const found = await rowsOf(standIn(text));
    expect(found.rows).toMatchObject([
      { benchmark: { name: 'default', metric: { kind: 'wall' } } },
    ]);
    expect(found.warnings).toMatchObject([{ code: 'harness-unlisted' }]);
  });

  it('is a failed row where its framework is known', async () => {
    const { rows } = await rowsOf(silent(), { harness: 'google-benchmark' });
    expect(rows).toMatchObject([{ failure: { code: 'benchmark-crashed' } }]);
  });

  it('ends with its time limit', async () => {
    const sleeping = compile(
      folder,
      'sleeping',
      '#include <unistd.h>\nint main(void) { sleep(60); }',
    );
    const template = benchmark({ timeLimit: 200 });
    const { rows } = await rowsOf(sleeping, { harness: 'google-benchmark' }, [template]);
    expect(rows).toMatchObject([{ failure: { code: 'benchmark-timeout' } }]);
  });

  it('is killed when the profile is cancelled', async () => {
    const sleeping = compile(
      folder,
      'sleeps',
      '#include <unistd.h>\nint main(void) { sleep(60); }',
    );
    const controller = new AbortController();
    const asked = rowsOf(sleeping, { harness: 'cargo-bench' }, undefined, controller.signal);
    setTimeout(() => {
      controller.abort();
    }, 200);
    await expect(asked).rejects.toMatchObject({ name: 'AbortError' });
  });
});

it('leaves a program alone that uses no framework', async () => {
  const plain = compile(folder, 'plain', 'int main(void) { return 0; }');
  const own = benchmark({ name: 'default' });
  expect(await rowsOf(plain, {}, [own])).toEqual({ rows: [{ benchmark: own }], warnings: [] });
});

describe('what cargo bench runs', () => {
  it('is one row for each of Criterion, by its estimate in the unit that it says', async () => {
    const program = standIn(CARGO_BENCH, 'CRITERION');
    const found = await rowsOf(program, { harness: 'cargo-bench' });
    expect(names(found)).toEqual(['sum (4096)', 'group/sum/16', 'group/sum/160']);
    expect(found.rows[0]?.benchmark.args).toContain('--discard-baseline');
    expect(await medianOf(found.rows[0]?.benchmark, program)).toBeCloseTo(1250);
    expect(await medianOf(found.rows[1]?.benchmark, program)).toBeCloseTo(1250);
  });

  it("is one row for each bench of Rust's own harness, whose numbers have commas", async () => {
    const program = standIn(CARGO_BENCH);
    const found = await rowsOf(program, { harness: 'cargo-bench' });
    expect(names(found)).toEqual(['sum (4096)', 'group/sum/16', 'group/sum/160']);
    expect(found.rows[1]?.benchmark.args).toEqual(['--bench', '--exact', 'group/sum/16']);
    expect(await medianOf(found.rows[1]?.benchmark, program)).toBeCloseTo(1234.5, 0);
  });

  it('is one row, run as cargo runs it, where a main of its own knows no lists', async () => {
    const found = await rowsOf(standIn(CARGO_BENCH, 'OWN'), { harness: 'cargo-bench' });
    expect(found.rows).toMatchObject([
      { benchmark: { name: 'default', args: ['--bench'], metric: { kind: 'wall' } } },
    ]);
  });
});

describe('the real Google Benchmark', () => {
  const source = `#include <benchmark/benchmark.h>
static void spin(benchmark::State& state) {
  for (auto _ : state) for (long i = 0; i < state.range(0); i++) benchmark::DoNotOptimize(i);
}
BENCHMARK(spin)->Arg(100)->Arg(10000)->Unit(benchmark::kMillisecond);
static void skipped(benchmark::State& state) { state.SkipWithError("not here"); for (auto _ : state) {} }
BENCHMARK(skipped);
BENCHMARK_MAIN();`;

  it('gives rows whose times grow with the work, from the package where it is installed', async ({
    skip,
  }) => {
    const { runProcess } = await import('../../../src/process/run-process.ts');
    const executable = join(folder, 'real');
    writeFileSync(`${executable}.cc`, source);
    const { exitCode, stderr } = await runProcess({
      command: toolchain.clang,
      args: [
        ...['--driver-mode=g++', '-O1', '-o', executable, `${executable}.cc`],
        ...['-lbenchmark', '-lpthread'],
      ],
    });
    skip(/file not found|unable to find library/.test(stderr), 'libbenchmark-dev is not installed');
    expect(exitCode, stderr).toBe(0);
    const found = await rowsOf(executable);
    expect(names(found)).toEqual(['spin/100', 'spin/10000', 'skipped']);
    const [short, long, skipped] = found.rows.map((row) => row.benchmark);
    const first = await medianOf(short, executable);
    expect(first).toBeGreaterThan(1);
    expect((await medianOf(long, executable)) / first).toBeGreaterThan(20);
    const failed = await measured(skipped ?? benchmark(), executable);
    expect(failed.failure?.message).toContain('not here');
  });
});
