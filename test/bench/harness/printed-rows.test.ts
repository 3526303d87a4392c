// Frameworks that list nothing: one execution shows by its results which benchmarks there are.
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Executor } from '../../../src/bench/executor.ts';
import { harnessRows } from '../../../src/bench/harness/harness-rows.ts';
import type { HarnessRows } from '../../../src/bench/harness/output-rows.ts';
import { nanobench } from '../../../src/bench/harness/nanobench.ts';
import { treeTimes } from '../../../src/bench/harness/tree-table.ts';
import { measureBenchmark } from '../../../src/bench/measure.ts';
import { missingText } from '../../../src/bench/messages/metrics.ts';
import {
  NOT_ASKED,
  rowsInOutput,
  valueInOutput,
  valuesInOutput,
} from '../../../src/bench/metric.ts';
import { openExecutor } from '../../../src/bench/open-executor.ts';
import type { Harness } from '../../../src/model/program.ts';
import { variantOfTarget } from '../../../src/model/variant.ts';
import { benchmark, compile, freshFolder, toolchain } from '../compile.ts';
import { CATCH2, NANOBENCH } from './stand-ins.ts';

const folder = freshFolder();
process.env['RETARGET_CACHE'] = join(folder, 'cache');
const stage = { stageFolder: join(folder, 'stage'), executableName: 'bench' };

let executor: Executor;
beforeAll(async () => {
  executor = await openExecutor(toolchain);
});
afterAll(() => executor.close());

function rowsOf(executable: string, kind?: Harness, filter?: string): Promise<HarnessRows> {
  const link = { flags: [], language: 'c', directory: folder, removed: [] } as const;
  const choice =
    kind === undefined ? {} : { harness: { kind, ...(filter === undefined ? {} : { filter }) } };
  const named = kind === undefined ? {} : ({ benchmarksNamed: true } as const);
  const benchmarks = [{ ...benchmark({ name: 'default' }), ...choice }];
  return harnessRows(
    { name: 'bench', directory: folder, units: [], link, benchmarks, ...named },
    { contestant: { ...variantOfTarget('base'), executable }, executor, ...stage },
  );
}

/** What is measured of each row: its name, and the first of its numbers without its last digit. */
async function measuredOf(
  executable: string,
  { rows }: HarnessRows,
): Promise<[string, number, string][]> {
  const found: [string, number, string][] = [];
  for (const { benchmark: row } of rows) {
    const result = await measureBenchmark(
      {
        benchmark: row,
        contestants: ['base', 'wide'].map((target) => ({ ...variantOfTarget(target), executable })),
        ...{ precision: 0.5, budget: 0.05, seed: 3, ...stage },
      },
      { executor },
    );
    expect(result.failure).toBeUndefined();
    const { metric } = row;
    const unit = metric.kind === 'output' ? `${metric.unit ?? ''} ${metric.better}` : '';
    found.push([row.name, Number((result.samples[0]?.value ?? NaN).toPrecision(4)), unit]);
  }
  return found;
}

it('of names that are all the same no more are told apart than become rows', () => {
  const metric = { kind: 'output', pattern: '(?<name>\\w+): (\\d+)', better: 'lower' } as const;
  const rows = rowsInOutput(metric, 'sum: 1\n'.repeat(5000));
  expect(rows.slice(0, 3)).toEqual(['sum', 'sum (2)', 'sum (3)']);
  expect(rows).toHaveLength(1001);
});

it('names that are printed twice are told apart by their order, and that is said', async () => {
  const metric = { kind: 'output', pattern: '^(?<name>\\w+): (\\d+)', better: 'lower' } as const;
  const rowsFor = async (name: string, text: string): Promise<HarnessRows> => {
    const main = `#include <stdio.h>\nint main(void) { puts("${text}"); return 0; }\n`;
    const executable = compile(folder, name, main);
    const link = { flags: [], language: 'c', directory: folder, removed: [] } as const;
    const program = { name, directory: folder, units: [], link, benchmarksNamed: true } as const;
    return harnessRows(
      { ...program, benchmarks: [benchmark({ metric })] },
      { contestant: { ...variantOfTarget('base'), executable }, executor, ...stage },
    );
  };
  const twice = await rowsFor('twice', 'sum: 1\\nmul: 2\\nsum: 3');
  expect(twice.rows.map((row) => row.benchmark.name)).toEqual(['sum', 'mul', 'sum (2)']);
  expect(twice.warnings).toMatchObject([
    {
      code: 'repeated-names',
      message: expect.stringContaining('It prints "sum" more than') as string,
    },
  ]);
  expect((await rowsFor('once', 'sum: 1\\nmul: 2')).warnings).toEqual([]);
});

describe('nanobench', () => {
  it('is found by its words, and each line of its tables is a row, by the column with more digits', async () => {
    const program = compile(folder, 'nanobench', NANOBENCH);
    const found = await rowsOf(program);
    expect(found.warnings).toEqual([]);
    // All are measured by the same executions.
    const runs = found.rows.map((row) => ('sharing' in row ? row.sharing : row));
    expect(new Set(runs).size).toBe(1);
    expect(await measuredOf(program, found)).toEqual([
      ['sums/mul', 841_000, 'op/s higher'],
      ['sums/add | pipe', 2734, 'op/s higher'],
      ['default: sums/mul', 500_000, 'op/s higher'],
      ['bytes/xor', 4.718e10, 'byte/s higher'],
      ['benchmark/slow', 5.041e7, 'ns lower'],
    ]);
  });

  it('named in the configuration takes a filter', async () => {
    const found = await rowsOf(compile(folder, 'filtered', NANOBENCH), 'nanobench', '^bytes');
    expect(found.rows.map((row) => row.benchmark.name)).toEqual(['bytes/xor']);
  });

  it('of many tables with one title each line is read, and one that is missing is said to be', () => {
    const tables = [1, 2, 3, 4, 5, 6].map((number) =>
      [
        '|  us/op |  op/s |  err% | total | sums',
        '|-------:|------:|------:|------:|:----',
        `| ${number}.25 |  1.00 |  1.2% |  0.01 | \`mul\``,
        `| 1.00 |  ${number},500.25 |  1.2% |  0.01 | \`mul\``,
        '',
      ].join('\n'),
    );
    const rows = nanobench.rowsIn(tables.join('\n'), benchmark({}), []);
    const metrics = rows.flatMap(({ metric }) => (metric.kind === 'output' ? metric : []));
    const read = (output: string): (number | string)[] =>
      valuesInOutput(metrics, output).map((found) =>
        'value' in found ? found.value : missingText(found.missing),
      );
    const values = [1250, 1500.25, 2250, 2500.25, 3250, 3500.25, 4250, 4500.25, 5250, 5500.25];
    expect(read(tables.join('\n'))).toEqual([...values, 6250, 6500.25]);
    const missing = expect.stringContaining('has no line "mul"') as string;
    expect(read(tables.slice(0, 5).join('\n'))).toEqual([...values, missing, missing]);
  });
});

describe.each(['NEW', 'OLD'])('Catch2, as %s versions know options', (version) => {
  it('is found by its class, and each BENCHMARK is a row that runs its own test case', async () => {
    const program = compile(folder, `catch2-${version}`, `#define ${version} 1\n${CATCH2}`);
    const found = await rowsOf(program);
    expect(found.warnings).toEqual([]);
    expect(found.rows.map(({ benchmark: { args } }) => args.at(-1))).toEqual([
      ...['sums\\, all', 'sums\\, all', 'hidden \\[x\\]'],
    ]);
    expect(await measuredOf(program, found)).toEqual([
      ['sums, all/mul', 781.4, 'ns lower'],
      ['sums, all/xor "q" (4,096)', 429.9, 'ns lower'],
      ['hidden [x]/mul', 17_850, 'ns lower'],
    ]);
  });
});

describe('a tree of times', () => {
  const read = (output: string): [string, number | string][] =>
    treeTimes(output).map(({ path, metric }) => {
      const found = metric.kind === 'output' ? valueInOutput(metric, output) : NOT_ASKED;
      return [path.join('/'), 'value' in found ? found.value : missingText(found.missing)];
    });

  it('as divan prints it is read by its median, group by group, with what stands between', () => {
    const table = `example       fastest  │ slowest  │ median   │ mean     │ samples │ iters
├─ fibonacci           │          │          │          │         │
│  ├─ 8       57.31 ns │ 62.51 ns │ 57.96 ns │ 58.55 ns │ 100     │ 12800
│  ├─ 16      2.874 µs │ 3.812 µs │ 2.916 µs │ 3.006 µs │ 100     │ 200
│  ╰─ 32      6.267 ms │ 6.954 ms │ 6.283 ms │ 6.344 ms │ 100     │ 100
├─ copy                │          │          │          │         │
│  ├─ 16      1.5 ns   │ 2 ns     │ 1.75 ns  │ 1.8 ns   │ 100     │ 200
│  │          9.9 GB/s │ 8 GB/s   │ 9.1 GB/s │ 8.9 GB/s │         │
│  ╰─ old     (ignored)│          │          │          │         │
╰─ inner               │          │          │          │         │
   ╰─ sum (a)          │          │          │          │         │
      ├─ t=1  1.1 s    │ 1.3 s    │ 1.2 s    │ 1.2 s    │ 100     │ 200
      ╰─ t=2  2.1 s    │ 2.3 s    │ 2.2 s    │ 2.2 s    │ 100     │ 200
`;
    expect(read(table)).toEqual([
      ['fibonacci/8', 57.96],
      ['fibonacci/16', 2916],
      ['fibonacci/32', 6.283e6],
      ['copy/16', 1.75],
      ['inner/sum (a)/t=1', 1.2e9],
      ['inner/sum (a)/t=2', 2.2e9],
    ]);
  });

  it('without headings is read by its first column, and text that is none gives nothing', () => {
    expect(read('├─ sum    678.2 ns │ 9 ns\n╰─ xor  12 us\n')).toEqual([
      ['sum', 678.2],
      ['xor', 12_000],
    ]);
    expect(read('sum 3 ns\n├─ name only\n')).toEqual([]);
  });
});
