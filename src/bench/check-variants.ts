// Before anything is timed, and once more behind the last round: every variant must end as the baseline does, print what it
// prints and write what it writes.
import type { Failure } from '../model/failure.ts';
import type { Benchmark } from '../model/program.ts';
import type { Warning } from '../model/run.ts';
import { variantId, type VariantIdentity } from '../model/variant.ts';
import { matching } from '../patterns/match.ts';
import { variantText } from '../text/variant-text.ts';
import { differsFailure, unstableFailure, type AdviceContext } from './check-failure.ts';
import type { CapturedStream, Ran } from './executor.ts';
import type { Launcher } from './launcher.ts';
import { sameTimeText } from './self-timed.ts';
import { KEPT_OUTPUT, outputDifferences, outputsOf, type Outputs } from './outputs.ts';
import * as say from './messages/outputs.ts';
import { searchedStream } from './metric.ts';
import { rowValues } from './row-values.ts';
import { usageIn } from './usage-text.ts';

export interface Checked {
  /** The baseline's own failure: nothing can be measured. */
  readonly failure?: Failure;
  /** Exit code that every later execution must have. */
  readonly exitCode: number;
  /** Numbers to judge executions by are on standard error. */
  readonly readsStderr?: boolean;
  /** Other variants that are out, by id, and why. */
  readonly failures: ReadonlyMap<string, Failure>;
  readonly warnings: readonly Warning[];
  /** Where outputs are compared: the same check behind the last round. */
  readonly again?: CheckAgain;
}

/**
 * Runs the baseline once more, then each of the variants, and holds them against the baseline's very first run: what a program
 * does can change with its executions, or with the clock.
 * @returns by id, those that fail now; the baseline alone where it is the one that changes.
 * @throws the signal's reason, and {FailureError} where the executor broke.
 */
export type CheckAgain = (
  variants: readonly VariantIdentity[],
) => Promise<ReadonlyMap<string, Failure>>;

export interface CheckOptions extends AdviceContext {
  /** A variant's output is about to be checked. */
  readonly onCheck?: ((variant: VariantIdentity) => void) | undefined;
  /** What each execution is a sample of; the benchmark itself without it. */
  readonly rows?: readonly Benchmark[] | undefined;
}

/**
 * Runs the baseline twice, to see that it agrees with itself, then every other variant once. Before one is called
 * wrong the baseline runs again, and then that one: a date in the output is nobody's fault.
 * @throws the signal's reason.
 */
export async function checkVariants(
  benchmark: Benchmark,
  baseline: VariantIdentity,
  others: readonly VariantIdentity[],
  launcher: Launcher,
  { onCheck, rows = [benchmark], ...advice }: CheckOptions = {},
): Promise<Checked> {
  const failures = new Map<string, Failure>();
  const failed = (failure: Failure): Checked => ({ failure, exitCode: 0, failures, warnings: [] });
  const execute = new CheckedExecution(benchmark, launcher);

  onCheck?.(baseline);
  const first = await execute.run(baseline);
  if ('failure' in first) return failed(first.failure);
  const exitCode = first.ran.end.kind === 'exit' ? first.ran.end.code : 0;
  const metric = valueFailure(rows, baseline, searchedStream(benchmark.metric, first.ran));
  if (metric !== undefined) return failed(metric);
  /** Why the baseline, run once more, does not keep to its first run. */
  const unsteady = async (run: say.LaterRun): Promise<Failure | undefined> => {
    const again = await execute.run(baseline, exitCode);
    if ('failure' in again) return again.failure;
    const found = outputDifferences(benchmark, first.outputs, again.outputs);
    if (found === undefined) return undefined;
    const sameTime = sameTimeText(first.ran, again.ran);
    return unstableFailure(benchmark, found, { ...advice, sameTime }, run);
  };
  const unstable = await unsteady('second');
  if (unstable !== undefined) return failed(unstable);

  const verdictOf = async (variant: VariantIdentity): Promise<Failure | undefined> => {
    const one = await execute.run(variant, exitCode);
    if ('failure' in one) return one.failure;
    const found = outputDifferences(benchmark, first.outputs, one.outputs);
    return found === undefined
      ? valueFailure(rows, variant, searchedStream(benchmark.metric, one.ran))
      : differsFailure(benchmark, variantText(variant), found, advice);
  };
  /** @param run which run of the baseline it is that follows a wrong one */
  const wrongOf = async (
    variant: VariantIdentity,
    run: say.LaterRun,
  ): Promise<Wrong | undefined> => {
    const failure = await verdictOf(variant);
    if (failure === undefined) return undefined;
    // How it ended, if not by an exit code, and how long it took are its own.
    if (failure.code !== 'benchmark-crashed' && failure.code !== 'benchmark-timeout') {
      const later = await unsteady(run);
      if (later !== undefined) return { of: baseline, failure: later };
      if ((await verdictOf(variant)) === undefined)
        return { of: baseline, failure: onceFailure(failure) };
    }
    return { of: variant, failure };
  };

  for (const variant of others) {
    onCheck?.(variant);
    const wrong = await wrongOf(variant, 'third');
    if (wrong?.of === baseline) return failed(wrong.failure);
    if (wrong !== undefined) failures.set(variantId(variant), wrong.failure);
  }
  const again: CheckAgain = async (variants) => {
    const changed = await unsteady('last');
    if (changed !== undefined) return new Map([[variantId(baseline), changed]]);
    const later = new Map<string, Failure>();
    for (const variant of variants) {
      const wrong = variant === baseline ? undefined : await wrongOf(variant, 'last');
      if (wrong?.of === baseline) return new Map([[variantId(baseline), wrong.failure]]);
      if (wrong !== undefined) later.set(variantId(variant), behindRounds(wrong.failure));
    }
    return later;
  };
  const warnings = [
    truncationWarning(benchmark, first.ran.stdout),
    usageWarning(benchmark, first.ran),
    await nothingWarning(benchmark, first.outputs, launcher),
  ];
  return {
    exitCode,
    readsStderr: searchedStream(benchmark.metric, first.ran) === first.ran.stderr,
    failures,
    warnings: warnings.filter((warning) => warning !== undefined),
    ...(benchmark.check.output === 'exit-code' ? {} : { again }),
  };
}

interface Wrong {
  /** The baseline where it is the one that changes. */
  readonly of: VariantIdentity;
  readonly failure: Failure;
}

/** Why an output has a value for none of the rows. */
function valueFailure(
  rows: readonly Benchmark[],
  variant: VariantIdentity,
  output: CapturedStream,
): Failure | undefined {
  const failures = rowValues(rows, variantText(variant), output).flatMap((value) =>
    'failure' in value ? [value.failure] : [],
  );
  return failures.length === rows.length ? failures[0] : undefined;
}

type Executed = { readonly ran: Ran; readonly outputs: Outputs } | { readonly failure: Failure };

class CheckedExecution {
  readonly #benchmark: Benchmark;
  readonly #launcher: Launcher;

  constructor(benchmark: Benchmark, launcher: Launcher) {
    this.#benchmark = benchmark;
    this.#launcher = launcher;
  }

  /** @param expected the exit code, where it is known already */
  async run(variant: VariantIdentity, expected?: number): Promise<Executed> {
    const launch = { variant, padding: 0, capture: 'both', keep: KEPT_OUTPUT } as const;
    const { ran, failure } = await this.#launcher.run({
      ...launch,
      ...(expected === undefined ? {} : { expected }),
    });
    if (failure !== undefined) return { failure };
    const read = await outputsOf(
      ...([this.#benchmark, variantText(variant), ran.stdout, this.#launcher.before] as const),
    );
    return 'failure' in read ? read : { ran, outputs: read.outputs };
  }
}

/** A target that was wrong once and right at the next try: what changes by itself checks nothing. */
function onceFailure({ message, ...rest }: Failure): Failure {
  return {
    ...rest,
    code: 'benchmark-unstable-output',
    message: say.outputChangesAtRandom({ message }),
  };
}

function behindRounds(failure: Failure): Failure {
  return {
    ...failure,
    message: say.outputWentWrong(failure),
  };
}

function truncationWarning(benchmark: Benchmark, stdout: CapturedStream): Warning | undefined {
  if (stdout.total <= stdout.bytes.length) return undefined;
  const rest =
    benchmark.check.output === 'exact' &&
    benchmark.check.ignoreLines.length === 0 &&
    benchmark.metric.kind !== 'output'
      ? 'hashed'
      : 'not compared';
  return {
    code: 'output-truncated',
    alike: rest,
    message: say.outputTruncated({ total: stdout.total, kept: stdout.bytes.length, rest }),
    benchmark: benchmark.name,
  };
}

/** A program that says how it is used, and ends as if it had done its work. */
function usageWarning(benchmark: Benchmark, ran: Ran): Warning | undefined {
  const usage = usageIn(ran, benchmark);
  if (usage === undefined) return undefined;
  return {
    code: 'printed-usage',
    message: say.ranUsageOnly({ advice: usage.hint, lines: usage.lines }),
    remedies: usage.remedies,
    benchmark: benchmark.name,
  };
}

/** Where outputs were to be compared and there are none. */
async function nothingWarning(
  { name, check, metric }: Benchmark,
  { stdout, files }: Outputs,
  launcher: Launcher,
): Promise<Warning | undefined> {
  if (check.output === 'exit-code' || metric.kind === 'output' || files.size > 0) return undefined;
  const lines = stdout.bytes.toString('latin1').split('\n');
  const ignored = matching(check.ignoreLines, lines);
  if (
    stdout.total > stdout.bytes.length ||
    lines.some((line) => line.trim() !== '' && !ignored.has(line))
  )
    return undefined;
  const written = await launcher.written();
  return {
    code: 'nothing-checked',
    message: say.nothingCompared({ printedNothing: stdout.total === 0, written }),
    benchmark: name,
  };
}
