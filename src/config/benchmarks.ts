// A program's benchmarks: what the configuration says of each, with every default filled in.
import { DEFAULT_TOLERANCE, type Benchmark, type Metric } from '../model/program.ts';
import type { Warning } from '../model/run.ts';
import { refuseAt } from './config-issues.ts';
import type { ConfigBenchmark } from './config-schema.ts';
import { durationSeconds } from './duration.ts';
import { FindingCollector } from './findings.ts';
import { requireKind } from './inputs.ts';
import type { ConfigContext } from './inputs.ts';
import { quoteCommand } from '../text/argv-text.ts';
import { shellComplaint, shellWords } from '../flags/shell-words.ts';
import { outputIsCaptured } from '../flags/messages.ts';
import { benchmarkNameTaken, useStdin } from './messages.ts';

const DEFAULT_TIME_LIMIT = 60_000;
const DEFAULT_WARMUP = 1;

/** The benchmark of a program that names none: one run with no arguments. */
export function defaultBenchmark(directory: string): Benchmark {
  return {
    name: 'default',
    args: [],
    env: {},
    directory,
    metric: { kind: 'wall' },
    check: { output: 'exact', ignoreLines: [] },
    timeLimit: DEFAULT_TIME_LIMIT,
    warmup: DEFAULT_WARMUP,
  };
}

/**
 * The benchmarks at `context.path`, in their order; their files are there and their names differ.
 * @throws {FindingsError}
 */
export async function configBenchmarks(
  context: ConfigContext,
  written: readonly ConfigBenchmark[],
): Promise<Benchmark[]> {
  const found = new FindingCollector(context.document);
  const benchmarks: Benchmark[] = [];
  for (const [index, benchmark] of written.entries()) {
    const path = [...context.path, index];
    const { name } = benchmark;
    const earlier = name === undefined ? index : written.findIndex((other) => other.name === name);
    const others = [...written.flatMap((each) => each.name ?? []), ...benchmarks.map(nameOf)];
    const whole = await found.attempt(path, () =>
      configBenchmark({ ...context, path }, benchmark, others),
    );
    if (whole !== undefined) benchmarks.push(whole);
    if (earlier === index) continue;
    await found.attempt(path, () => {
      const { line } = context.document.placeOf([...context.path, earlier, 'name']);
      const words = benchmarkNameTaken({ name: name ?? '', line });
      throw refuseAt(context.document, [...path, 'name'], words);
    });
  }
  found.throwIfAny();
  return benchmarks;
}

async function configBenchmark(
  context: ConfigContext,
  written: ConfigBenchmark,
  others: readonly string[],
): Promise<Benchmark> {
  const found = new FindingCollector(context.document);
  const named = (key: 'stdin' | 'directory', kind: 'file' | 'folder') =>
    found.attempt(context.path, () => {
      const value = written[key];
      return value === undefined ? undefined : requireKind(context, [key], value, kind);
    });
  const stdin = await named('stdin', 'file');
  const directory = await named('directory', 'folder');
  found.throwIfAny();
  return {
    ...defaultBenchmark(directory ?? context.directory),
    name: written.name ?? unlike(others, derivedName(written)),
    ...harnessOf(written),
    args: written.args ?? [],
    env: written.env ?? {},
    ...(stdin === undefined ? {} : { stdin }),
    ...(written.prepare === undefined ? {} : { prepare: written.prepare }),
    ...(written.metric === undefined ? {} : { metric: readMetric(written.metric) }),
    ...(written.check === undefined ? {} : { check: checkOf(written.check) }),
    ...(written.timeLimit === undefined
      ? {}
      : { timeLimit: durationSeconds(written.timeLimit) * 1000 }),
    ...(written.warmup === undefined ? {} : { warmup: written.warmup }),
  };
}

/** Of words that a shell would understand, and that a program may be meant to get all the same. */
export function shellWarnings(benchmarks: readonly Benchmark[]): Warning[] {
  return benchmarks.flatMap(({ name, args, prepare = [] }) => {
    const found = [
      ...shellWords(args).map((each) => ({ ...each, isInput: each.redirection === '<' })),
      ...shellWords(prepare).map((each) => ({ ...each, isInput: false })),
    ];
    return found.slice(0, 1).map(({ index, word, isInput }): Warning => {
      const instead = isInput ? useStdin(args[index + 1] ?? '') : outputIsCaptured();
      return {
        code: 'shell-words',
        message: `${shellComplaint(word)}. ${instead}`,
        benchmark: name,
      };
    });
  });
}

function nameOf({ name }: Benchmark): string {
  return name;
}

/** Characters of a name that is made of arguments. */
const LONGEST_NAME = 100;

/** What it is run with; of a harness, what stands for its benchmarks until they are listed. */
function derivedName({ harness, filter, args = [], stdin }: ConfigBenchmark): string {
  if (harness !== undefined) return filter === undefined ? harness : `${harness} /${filter}/`;
  const words = [quoteCommand(args), ...(stdin === undefined ? [] : [`< ${stdin}`])];
  const name = words.join(' ').trim() || 'default';
  return name.length <= LONGEST_NAME ? name : `${name.slice(0, LONGEST_NAME - 1)}…`;
}

/** The name itself, or with a number behind it where another has it. */
function unlike(others: readonly string[], name: string): string {
  if (!others.includes(name)) return name;
  for (let count = 2; ; count += 1) {
    const numbered = `${name} (${count})`;
    if (!others.includes(numbered)) return numbered;
  }
}

function harnessOf({ harness, filter }: ConfigBenchmark): Pick<Benchmark, 'harness'> {
  if (harness === undefined) return {};
  return { harness: { kind: harness, ...(filter === undefined ? {} : { filter }) } };
}

/** A metric as it is written in retarget.json. */
export function readMetric(written: NonNullable<ConfigBenchmark['metric']>): Metric {
  if (typeof written === 'string') return { kind: written };
  const { pattern, better } = written;
  const unit = pattern.includes('(?<unit>') ? 'ns' : written.unit;
  return {
    ...{ kind: 'output', pattern, better, oneLine: true },
    ...(unit === undefined ? {} : { unit }),
  };
}

/** A check as it is written in retarget.json. */
export function checkOf(written: NonNullable<ConfigBenchmark['check']>): Benchmark['check'] {
  return {
    output: written.output,
    ...(written.output === 'numbers' ? { tolerance: written.tolerance ?? DEFAULT_TOLERANCE } : {}),
    ...(written.absolute === undefined ? {} : { absolute: written.absolute }),
    ignoreLines: written.ignoreLines ?? [],
    ...(written.files === undefined ? {} : { files: written.files }),
  };
}
