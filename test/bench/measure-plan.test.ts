// A measuring plan is plain JSON: what it says is the same once it was text, and files are found by their hashes alone.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Executor } from '../../src/bench/executor.ts';
import { measurePlan } from '../../src/bench/measure-plan.ts';
import type { ProfileEvent } from '../../src/model/event.ts';
import type { MeasuredBenchmark, MeasuringPlan } from '../../src/model/measuring-plan.ts';
import { variantOfTarget } from '../../src/model/variant.ts';
import { benchmark, freshFolder } from './compile.ts';
import { fakeExecutor, printing, ran } from './fake-executor.ts';

const folder = freshFolder();
const data = join(folder, 'data');
mkdirSync(join(data, 'in'), { recursive: true });
writeFileSync(join(data, 'in', 'text'), 'input');
const files = new Map(
  ['base', 'v3', 'v3+'].map((name) => {
    const path = join(folder, `file of ${name}`);
    writeFileSync(path, name);
    return [`hash of ${name}`, path] as const;
  }),
);

const FREE = { check: { output: 'exit-code', ignoreLines: [] } } as const;
const TABLE = benchmark({
  ...{ ...FREE, name: 'table', directory: '.' },
  metric: { kind: 'output', pattern: '^(?<name>\\w+): (?<value>\\d+)', better: 'lower' },
});
const ROWS = ['add', 'mul'].map((row) => ({
  ...{ ...TABLE, name: row },
  metric: { ...TABLE.metric, row },
}));
const V3 = variantOfTarget('v3');
const PLAN: MeasuringPlan = {
  ...{ folder: data, precision: 0.01, budget: 60, comparisons: 3 },
  programs: [
    { name: 'not built', executableName: 'none', variants: [], benchmarks: [] },
    {
      ...{ name: 'kernels', executableName: 'kernels' },
      variants: [
        { ...variantOfTarget('base'), executable: 'hash of base', libraries: [] },
        { ...V3, executable: 'hash of v3', libraries: [], bitcode: 'v3/bitcode/own' },
        { ...V3, flavour: 'bitcode', executable: 'hash of v3+', libraries: [] },
      ],
      benchmarks: [
        { benchmark: benchmark({ ...FREE, directory: 'in', stdin: 'in/text' }), seed: 7 },
        { benchmark: TABLE, rows: ROWS, seed: 8 },
        {
          benchmark: benchmark({ name: 'gone' }),
          ...{ seed: 9, failure: { code: 'benchmark-missing', message: 'It is not listed.' } },
        },
      ],
    },
  ],
};

/** A number for each row, which depends on the variant and on how often it ran: any other order gives others. */
const executor = (): Executor & { readonly calls: readonly unknown[] } =>
  fakeExecutor((variant, call) => {
    const wall = (variant === 'base' ? 2e7 : 1e7) + 1000 * call;
    const add = (variant === 'base' ? 2000 : 1000) + call;
    return ran({ wall, ...printing(`add: ${add}\nmul: ${500 + call}\n`) });
  });

interface Outcome {
  readonly measured: readonly (readonly [number, MeasuredBenchmark])[];
  readonly events: readonly ProfileEvent[];
}

async function measured(plan: MeasuringPlan, by: Executor = executor()): Promise<Outcome> {
  const rows: [number, MeasuredBenchmark][] = [];
  const events: ProfileEvent[] = [];
  const workFolder = join(folder, 'work');
  await measurePlan(plan, {
    ...{ executor: by, files, workFolder, signal: new AbortController().signal },
    onEvent: (event) => events.push(event),
    onWarning: (warning) => events.push({ type: 'warning', warning }),
    onMeasured: (program, row) => {
      rows.push([program, row]);
      return Promise.resolve();
    },
  });
  expect(readdirSync(join(workFolder, 'stage-1'))).toEqual([]);
  return { measured: rows, events };
}

/** What this machine did meanwhile is another thing each time. */
const withoutLoad = ({ measured: rows }: Outcome): unknown =>
  rows.map(([program, row]) => [
    program,
    { ...row, warnings: row.warnings.filter(({ code }) => !['load', 'steal'].includes(code)) },
  ]);

describe('a measuring plan', () => {
  it('means the same once it was text, and so does what was measured', async () => {
    const text = JSON.stringify(PLAN);
    const read = JSON.parse(text) as MeasuringPlan;
    expect(read).toStrictEqual(PLAN);
    const here = await measured(PLAN);
    const there = await measured(read);
    expect(here.measured.map(([, row]) => row.benchmark.name)).toEqual([
      ...['test', 'add', 'mul', 'gone'],
    ]);
    expect(withoutLoad(there)).toStrictEqual(withoutLoad(here));
    expect(here.measured[1]?.[1].samples[0]?.value).toBeGreaterThan(999);
    expect(JSON.parse(JSON.stringify(here.measured))).toStrictEqual(here.measured);
  });

  it('is measured round by round, every variant in each, in the order of its seeds', async () => {
    const { measured: rows } = await measured(PLAN);
    const [, first] = rows[0] ?? [];
    expect(first?.failure).toBeUndefined();
    expect(first?.rounds).toBeGreaterThanOrEqual(6);
    const ids = first?.samples.slice(0, 3).map(({ variant }) => variant);
    expect([...(ids ?? [])].sort()).toEqual(['base/whole/own', 'v3/bitcode/own', 'v3/whole/own']);
    const programs = PLAN.programs.map((program) => ({
      ...program,
      benchmarks: program.benchmarks.map((each) => ({ ...each, seed: each.seed + 1 })),
    }));
    const { measured: others } = await measured({ ...PLAN, programs });
    const orderOf = (outcome: Outcome['measured']): string[] =>
      outcome[0]?.[1].samples.map(({ variant }) => variant) ?? [];
    expect(orderOf(others)).not.toEqual(orderOf(rows));
  });

  it('runs benchmarks in its folder, wherever that is, and says where it was', async () => {
    const moved = join(folder, 'moved');
    mkdirSync(join(moved, 'in'), { recursive: true });
    writeFileSync(join(moved, 'in', 'text'), 'other input');
    const here = await measured(PLAN);
    const there = await measured({ ...PLAN, folder: moved });
    const placeOf = ({ measured: rows }: Outcome): unknown => {
      const { benchmark: its, inputHash } = rows[0]?.[1] ?? {};
      return [its?.directory, its?.stdin, inputHash?.length];
    };
    expect(placeOf(here)).toEqual([join(data, 'in'), join(data, 'in', 'text'), 64]);
    expect(placeOf(there)).toEqual([join(moved, 'in'), join(moved, 'in', 'text'), 64]);
    expect(there.measured[0]?.[1].inputHash).not.toBe(here.measured[0]?.[1].inputHash);
  });

  it('names by its hash what nobody handed in', async () => {
    const [none, program] = PLAN.programs;
    const variants = program?.variants.map((each) => ({
      ...each,
      executable: each.target === 'v3' ? 'hash of nothing' : each.executable,
    }));
    const programs = [none, { ...program, variants }] as MeasuringPlan['programs'];
    const { measured: rows } = await measured({ ...PLAN, programs });
    expect(rows[0]?.[1].failure?.code).toBe('benchmark-missing');
    expect(rows[0]?.[1].failure?.message).toContain('hash of nothing');
  });

  it('tells of what cannot be measured, and runs nothing for it', async () => {
    const by = executor();
    const only = PLAN.programs.map((program) => ({
      ...program,
      benchmarks: program.benchmarks.filter(({ failure }) => failure !== undefined),
    }));
    mkdirSync(join(folder, 'work', 'stage-1'), { recursive: true });
    const { measured: rows } = await measured({ ...PLAN, programs: only }, by);
    expect(rows.map(([program, row]) => [program, row.stopped, row.failure?.message])).toEqual([
      [1, 'failed', 'It is not listed.'],
    ]);
    expect(by.calls).toEqual([]);
  });
});
