// A program that holds many benchmarks, from the configuration to the run's rows.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Run } from '../../src/model/run.ts';
import { GOOGLE_BENCHMARK } from '../bench/harness/stand-ins.ts';
import { bundledCommandLine } from './retarget.ts';

const retarget = bundledCommandLine();

async function profile(
  name: string,
  benchmarks: readonly unknown[] | undefined,
): Promise<{ readonly run?: Run; readonly stderr: string; readonly exitCode: number | undefined }> {
  const folder = join(retarget.folder, name);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'bench.c'), GOOGLE_BENCHMARK);
  const program = { name: 'bench', sources: ['bench.c'], flags: ['-O1'] };
  await writeFile(
    join(folder, 'retarget.json'),
    JSON.stringify({
      // Less than starting one process takes, on any machine.
      budget: '0.1ms',
      baseline: 'x86-64',
      targets: ['x86-64-v2'],
      programs: [{ ...program, ...(benchmarks === undefined ? {} : { benchmarks }) }],
    }),
  );
  const { stdout, stderr, exitCode } = await retarget.run(['profile', folder, '--json', '-q']);
  return {
    stderr,
    exitCode,
    ...(stdout.startsWith('{"schema"') || stdout.includes('"programs"')
      ? { run: JSON.parse(stdout) as Run }
      : {}),
  };
}

function rows(run: Run | undefined): string[] {
  return run?.programs[0]?.benchmarks.map(({ benchmark }) => benchmark.name) ?? [];
}

describe('a program that uses Google Benchmark', () => {
  it('is a row for each benchmark, the failed one with its reason, and the budget is said to be small', async () => {
    const { run } = await profile('found', undefined);
    expect(rows(run)).toEqual([
      'BM_copy/64',
      'BM_copy/640',
      'BM_x<std::vector<int>, (3 + 4)>',
      'BM_broken',
    ]);
    const [first, , , broken] = run?.programs[0]?.benchmarks ?? [];
    expect(first?.rounds).toBeGreaterThanOrEqual(6);
    expect(first?.samples[0]?.value).toBeCloseTo(250, -1);
    expect(broken?.failure?.message).toContain('no "input" file');
    const warning = run?.warnings.find(({ code }) => code === 'many-benchmarks');
    expect(warning?.message).toMatch(/^At least \d+ rounds of each of 4 benchmarks are measured/u);
    expect(warning?.message).toContain('"filter"');
  });

  it('measures those that the configuration chooses, beside ordinary ones', async () => {
    const { run } = await profile('chosen', [
      { harness: 'google-benchmark', filter: 'copy/64$' },
      {
        name: 'whole',
        args: ['--benchmark_list_tests=true'],
        env: { LC_ALL: 'C' },
      },
    ]);
    expect(rows(run)).toEqual(['BM_copy/64', 'whole']);
  });

  it('fails where the filter leaves nothing, and says what there is', async () => {
    const { run, exitCode } = await profile('none', [{ harness: 'google-benchmark', filter: 'X' }]);
    expect(rows(run)).toEqual(['google-benchmark /X/']);
    expect(run?.programs[0]?.benchmarks[0]?.failure?.hint).toContain('It lists BM_copy/64, ');
    expect(exitCode).toBe(5);
  });
});

describe('a configuration', () => {
  it.each([
    [[{ name: 5 }], 'programs[0].benchmarks[0].name: expected a string, got 5'],
    [[{ name: 'a', filter: 'x' }], '"filter" requires "harness"'],
    [[{ harness: 'google-benchmark', name: 'a' }], 'the harness sets "name" for each'],
    [[{ harness: 'google-benchmark', metric: 'cpu' }], 'the harness sets "metric" for each'],
    [[{ harness: 'googlebenchmark' }], 'Did you mean "google-benchmark"?'],
    [[{ harness: 'cargo-bench', filter: '(' }], 'Invalid regular expression'],
  ])('with the benchmarks %j is refused by name', async (benchmarks, words) => {
    const { run, stderr, exitCode } = await profile('refused', benchmarks);
    expect(run).toBeUndefined();
    expect(stderr).toContain(words);
    expect(exitCode).toBe(2);
  });
});
