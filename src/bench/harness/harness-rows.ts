// From a program that holds many benchmarks to one row for each: asks the baseline's executable for its list.
import type { Failure } from '../../model/failure.ts';
import type { Benchmark, Harness, PreparedProgram } from '../../model/program.ts';
import type { Warning } from '../../model/run.ts';
import { firstMatch, matching } from '../../patterns/match.ts';
import { visibleText } from '../../text/visible-text.ts';
import type { Ran } from '../executor.ts';
import type { Contestant } from '../stage.ts';
import { askHarness, type HarnessContext } from './ask-harness.ts';
import { outputRows, unlike, type HarnessRow, type HarnessRows } from './output-rows.ts';
import { cargoBench } from './cargo-bench.ts';
import { wordsIn } from '../../files/words-in-file.ts';
import { googleBenchmark } from './google-benchmark.ts';
import { catch2 } from './catch2.ts';
import { nanobench } from './nanobench.ts';
import { DIVAN, ownMain } from './own-main.ts';
import { sharingRuns } from './sharing-runs.ts';
import type {
  HarnessProtocol,
  HarnessTraits,
  ListingProtocol,
  PrintingProtocol,
} from './harness-protocol.ts';
import * as say from '../messages/harnesses.ts';

const PROTOCOLS: Readonly<Record<Harness, ListingProtocol | PrintingProtocol>> = {
  'google-benchmark': googleBenchmark,
  'cargo-bench': cargoBench,
  nanobench,
  catch2,
};

/** What is looked for where nothing says which framework a program uses. */
const GUESSED = ['google-benchmark', 'nanobench', 'catch2'] as const satisfies readonly Harness[];

/** Of a guessed framework's benchmarks those that may show that it is the framework. */
const MOST_ASKED = 3;

/**
 * A program's benchmarks, those of its harness listed. A harness is one that the program or a benchmark names, or one
 * found in the executable where the configuration names no benchmarks. What cannot be listed is a row with its
 * failure; a program whose harness was only guessed is then run as it is.
 * @throws the signal's reason, and {FailureError} where the executable cannot be staged or the executor broke.
 */
export async function harnessRows(
  { name, benchmarks, benchmarksNamed, harness }: PreparedProgram,
  context: HarnessContext,
): Promise<HarnessRows> {
  const named = benchmarksNamed === true;
  const mayGuess = named ? benchmarks.some(addressesHarness) : harness === undefined;
  const guessed = mayGuess ? await foundIn(context.contestant) : undefined;
  const rows: HarnessRow[] = [];
  const warnings: Warning[] = [];
  for (const { harness: choice, ...template } of benchmarks) {
    const kind =
      choice?.kind ?? (named ? addressedHarness(template, harness, guessed) : (harness ?? guessed));
    if (kind === undefined) {
      const printed = await outputRows(template, rows, context);
      rows.push(...printed.rows);
      warnings.push(...printed.warnings);
      continue;
    }
    const asked = await listBenchmarks(template, kind, context);
    const listed = guessed === undefined ? asked : await confirmed(asked, kind, context);
    const chosen = chosenOf(listed, name, choice?.filter);
    if (chosen === 'no list') {
      const own = await ownMain(
        { ...template, args: withBench(template) },
        await wordsOf(context.contestant, [DIVAN]),
        async (benchmark) => (await askHarness(benchmark, context)).ran,
      );
      for (const row of sharingRuns(own.benchmarks, template))
        rows.push({ ...row, benchmark: unlike(rows, row.benchmark, template) });
      warnings.push(...own.warnings);
    } else if ('rows' in chosen) {
      for (const row of sharingRuns(chosen.rows, template))
        rows.push({ ...row, benchmark: unlike(rows, row.benchmark, template) });
    } else if (guessed === undefined) {
      rows.push({ benchmark: template, failure: chosen.failure });
    } else {
      rows.push({ benchmark: template });
      warnings.push({
        code: 'harness-unlisted',
        message: say.measuredWhole({
          harness: PROTOCOLS[kind].name,
          failure: chosen.failure.message,
        }),
      });
    }
  }
  return { rows, warnings };
}

/** Words that a user has for a framework: they choose among its benchmarks, and do not make the program another one. */
const ADDRESSED: Readonly<Partial<Record<Harness, RegExp>>> = {
  'google-benchmark': /^--benchmark_(?!list_tests)/u,
  catch2: /^(?:--benchmark-|~?\[[^\]]+\])/u,
};

function addressesHarness({ args, metric }: Benchmark): boolean {
  return (
    metric.kind === 'wall' &&
    args.some((word) => Object.values(ADDRESSED).some((words) => words.test(word)))
  );
}

/** Of a benchmark that the configuration names: the framework that its arguments are for. */
function addressedHarness(
  template: Benchmark,
  known: Harness | undefined,
  guessed: Harness | undefined,
): Harness | undefined {
  const kind = known ?? guessed;
  const words = kind === undefined ? undefined : ADDRESSED[kind];
  if (words === undefined || !addressesHarness(template)) return undefined;
  return template.args.some((word) => words.test(word)) ? kind : undefined;
}

async function foundIn(contestant: Contestant): Promise<Harness | undefined> {
  const looked = GUESSED.flatMap((kind) => PROTOCOLS[kind].words);
  const words = await wordsOf(contestant, looked);
  return GUESSED.find((kind) => PROTOCOLS[kind].words.some((word) => words.has(word)));
}

/** Of an executable and the project's own libraries that it loads. What cannot be read fails in its own place, later. */
async function wordsOf(
  { executable, libraries = [] }: Contestant,
  words: readonly string[],
): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (const file of [executable, ...libraries.map(({ path }) => path)]) {
    const own = await wordsIn(file, words).catch(() => new Set<string>());
    for (const word of own) found.add(word);
  }
  return found;
}

interface Row {
  readonly benchmark: Benchmark;
  readonly seconds: number;
}

type Chosen = { readonly rows: readonly Row[] } | { readonly failure: Failure } | 'no list';

async function listBenchmarks(
  template: Benchmark,
  kind: Harness,
  context: HarnessContext,
): Promise<Chosen> {
  const protocol = PROTOCOLS[kind];
  const traits: HarnessTraits = { words: await wordsOf(context.contestant, protocol.words) };
  let failure: Failure | undefined;
  for (const args of protocol.listArgs(template)) {
    const asked = await askHarness({ ...template, args, ...QUESTION }, context);
    if ('failure' in asked) {
      failure ??= asked.failure;
      continue;
    }
    if ('rowsIn' in protocol) {
      const printed = asked.ran.stdout.bytes.toString('utf8');
      const benchmarks = protocol.rowsIn(printed, { ...template, args }, args);
      const runs = new Set(benchmarks.map((each) => each.args.join('\0'))).size;
      const seconds = asked.ran.wall / 1e9 / Math.max(1, runs);
      if (benchmarks.length > 0)
        return { rows: benchmarks.map((benchmark) => ({ benchmark, seconds })) };
      failure ??= emptyList(protocol, asked.ran);
      continue;
    }
    let names = protocol.namesIn(asked.ran.stdout.bytes.toString('utf8'));
    if (names === undefined) return 'no list';
    if (names.length > 0)
      names = await withoutBanner(names, protocol, { ...template, args }, context);
    if (names.length === 0) return { failure: emptyList(protocol, asked.ran) };
    const seconds = protocol.seconds(traits);
    return {
      rows: names.map((name) => ({
        benchmark: protocol.row(name, template, args, traits),
        seconds,
      })),
    };
  }
  return { failure: failure ?? emptyList(protocol) };
}

/** Names without the lines that the program prints whatever it is asked. */
async function withoutBanner(
  names: readonly string[],
  protocol: ListingProtocol,
  list: Benchmark,
  context: HarnessContext,
): Promise<readonly string[]> {
  const args = protocol.emptyListArgs?.(list.args);
  if (args === undefined) return names;
  const asked = await askHarness({ ...list, args, ...QUESTION }, context);
  if ('failure' in asked) return names;
  const banner = protocol.namesIn(asked.ran.stdout.bytes.toString('utf8')) ?? [];
  const shapes = new Set(banner.map(shapeOf));
  return names.filter((name) => !shapes.has(shapeOf(name)));
}

/** A line without what differs from one time to another: numbers, as of a clock, and addresses and hashes in hexadecimal. */
function shapeOf(line: string): string {
  return line.replaceAll(/\b(?:0x)?(?=[a-f]*\d)[\da-f]+\b|\d+/giu, '#');
}

/** A list of a guessed framework, where one of its first benchmarks answers as the framework does: any text has lines. */
async function confirmed(listed: Chosen, kind: Harness, context: HarnessContext): Promise<Chosen> {
  if (listed === 'no list' || 'failure' in listed) return listed;
  for (const { benchmark } of listed.rows.slice(0, MOST_ASKED)) {
    const { metric } = benchmark;
    if (metric.kind !== 'output') return listed;
    const asked = await askHarness({ ...benchmark, ...QUESTION }, context);
    if ('failure' in asked) continue;
    const output = asked.ran.stdout.bytes.toString('utf8');
    const answers = [metric.pattern, metric.failurePattern ?? metric.pattern];
    if (answers.some((pattern) => firstMatch(pattern, output) !== undefined)) return listed;
  }
  return {
    failure: {
      code: 'benchmark-missing',
      ...say.listsNoBenchmarks({ harness: PROTOCOLS[kind].name }),
    },
  };
}

/** What one execution that asks is held to. */
const QUESTION = {
  metric: { kind: 'wall' },
  check: { output: 'exact', ignoreLines: [] },
} as const satisfies Partial<Benchmark>;

function emptyList({ name }: HarnessProtocol, ran?: Ran): Failure {
  const words = ran?.stderr.bytes.toString('utf8').trim() ?? '';
  return {
    code: 'benchmark-missing',
    ...say.emptyList({ harness: name }),
    ...(words === '' ? {} : { details: visibleText(words.slice(-2000)) }),
  };
}

function chosenOf(listed: Chosen, program: string, filter: string | undefined): Chosen {
  if (filter === undefined || listed === 'no list' || 'failure' in listed) return listed;
  const wanted = matching(
    [filter],
    listed.rows.map(({ benchmark }) => benchmark.name),
  );
  const chosen = listed.rows.filter(({ benchmark }) => wanted.has(benchmark.name));
  if (chosen.length > 0) return { rows: chosen };
  const names = listed.rows.map(({ benchmark }) => benchmark.name);
  return {
    failure: {
      code: 'benchmark-missing',
      ...say.filterMatchesNothing({ program, filter, names }),
    },
  };
}

/** One of Rust's benches with a main of its own, which is run as cargo runs it. */
function withBench({ args }: Benchmark): readonly string[] {
  return args.includes('--bench') ? args : ['--bench', ...args];
}
