// Before anything is timed: every variant must end as the baseline does and print what it prints.
import type { Failure } from '../model/failure.ts';
import { DEFAULT_TOLERANCE, type Benchmark } from '../model/program.ts';
import type { Warning } from '../model/run.ts';
import { bytesText } from '../text/bytes-text.ts';
import { visibleText } from '../text/visible-text.ts';
import type { Captured } from './executor.ts';
import type { Launcher } from './launcher.ts';
import { failureInOutput, firstLines, SEARCHED, valueInOutput, withoutValue } from './metric.ts';
import { firstDifference, type Difference } from './output-check.ts';

/** Bytes of each stream kept for the check; what a program prints beyond is drained, counted and hashed. */
export const KEPT_OUTPUT = 8 * 1024 * 1024;

/** Relative difference up to which rounding is the likely reason. */
const ROUNDING = 1e-4;

export interface Checked {
  /** The baseline's own failure: nothing can be measured. */
  readonly failure?: Failure;
  /** Exit code that every later execution must have. */
  readonly exitCode: number;
  /** Other targets that are out, and why. */
  readonly failures: ReadonlyMap<string, Failure>;
  readonly warnings: readonly Warning[];
}

export interface CheckOptions {
  /** A target's output is about to be checked. */
  readonly onCheck?: ((target: string) => void) | undefined;
  /** The program's flags let the compiler reorder floating-point operations (-ffast-math). */
  readonly reorders?: boolean | undefined;
}

/**
 * Runs the baseline twice, to see that it agrees with itself, then every other target once.
 * @throws the signal's reason.
 */
export async function checkVariants(
  benchmark: Benchmark,
  baseline: string,
  others: readonly string[],
  launcher: Launcher,
  { onCheck, reorders = false }: CheckOptions = {},
): Promise<Checked> {
  const { check } = benchmark;
  const compared = (captured: Captured): Captured => withoutValue(benchmark.metric, captured);
  const failures = new Map<string, Failure>();
  const launch = { padding: 0, capture: 'both', keep: KEPT_OUTPUT } as const;
  const failed = (failure: Failure): Checked => ({ failure, exitCode: 0, failures, warnings: [] });

  onCheck?.(baseline);
  const first = await launcher.run({ ...launch, target: baseline });
  if (first.failure !== undefined) return failed(first.failure);
  const exitCode = first.ran.end.kind === 'exit' ? first.ran.end.code : 0;
  const metric = metricFailure(benchmark, baseline, first.ran.stdout);
  if (metric !== undefined) return failed(metric);
  const second = await launcher.run({ ...launch, target: baseline, expected: exitCode });
  if (second.failure !== undefined) return failed(second.failure);
  const unstable = firstDifference(compared(first.ran.stdout), compared(second.ran.stdout), check);
  if (unstable !== undefined) return failed(unstableFailure(benchmark, unstable));

  for (const target of others) {
    onCheck?.(target);
    const { ran, failure } = await launcher.run({ ...launch, target, expected: exitCode });
    if (failure !== undefined) {
      failures.set(target, failure);
      continue;
    }
    const difference = firstDifference(compared(first.ran.stdout), compared(ran.stdout), check);
    const wrong =
      difference === undefined
        ? metricFailure(benchmark, target, ran.stdout)
        : differsFailure(benchmark, target, difference, reorders);
    if (wrong !== undefined) failures.set(target, wrong);
  }
  const truncated = truncationWarning(benchmark, first.ran.stdout);
  return { exitCode, failures, warnings: truncated === undefined ? [] : [truncated] };
}

/** Why an output has no usable metric value; nothing for times. */
export function metricFailure(
  { name, metric }: Benchmark,
  target: string,
  stdout: Captured,
): Failure | undefined {
  if (metric.kind !== 'output') return undefined;
  const output = stdout.bytes.subarray(0, SEARCHED).toString('utf8');
  const said = failureInOutput(metric, output);
  if (said !== undefined) {
    return {
      code: 'benchmark-crashed',
      message: `Benchmark "${visibleText(name)}" built for ${target} says that it has no result: ${said}`,
      hint: 'Run it by itself to see why; "filter" beside "harness" in retarget.json leaves benchmarks out.',
    };
  }
  const found = valueInOutput(metric, output);
  if ('value' in found) return undefined;
  return {
    code: 'metric-missing',
    message: `Benchmark "${visibleText(name)}" built for ${target} printed no value to measure: ${found.missing}.`,
    hint: `Correct "metric" of this benchmark in retarget.json: "pattern" is a regular expression whose first group captures a number above zero in the first ${bytesText(SEARCHED)} of standard output.`,
    details: output === '' ? '(it printed nothing)' : firstLines(output),
  };
}

function unstableFailure(benchmark: Benchmark, difference: Difference): Failure {
  return {
    code: 'benchmark-unstable-output',
    message: `Benchmark "${visibleText(benchmark.name)}" printed something else in its second run with the same executable${place(difference)}.`,
    hint: `Results of other targets cannot be checked against an output that changes. Make it repeatable, or ${advice(benchmark, difference)}`,
    details: sides(difference, 'first run', 'second run'),
  };
}

function differsFailure(
  benchmark: Benchmark,
  target: string,
  difference: Difference,
  reorders: boolean,
): Failure {
  const note = reorders ? reorderingNote(difference) : roundingNote(difference);
  return {
    code: 'output-differs',
    message: `Benchmark "${visibleText(benchmark.name)}" built for ${target} printed something else than the baseline${place(difference)}.`,
    hint: `${note}If this difference is fine, ${advice(benchmark, difference)}`,
    details: sides(difference, 'baseline', target),
  };
}

/** The usual reason for a difference in the last digits, by its name. */
function roundingNote({ relative }: Difference): string {
  if (relative === undefined || relative > ROUNDING) return '';
  return 'Only digits differ, by very little: a target with fused multiply-add (FMA: x86-64-v3 and above) rounds a*b+c once where others round twice; -ffp-contract=off in the flags makes them the same, and slower.\n';
}

/** With -ffast-math sums are split over as many lanes as a target has, which no flag but that one decides. */
function reorderingNote({ relative }: Difference): string {
  if (relative === undefined) return '';
  return 'Only numbers differ, and the flags have -ffast-math (or -Ofast, or a part of it): sums are added up in another order for each width of vectors. Allow a tolerance, as below, or build without that flag; -ffp-contract=off changes nothing here.\n';
}

function place({ line }: Difference): string {
  return line === undefined
    ? `, somewhere beyond the first ${bytesText(KEPT_OUTPUT)}`
    : `, first in line ${line}`;
}

function sides({ left, right, line }: Difference, one: string, other: string): string {
  if (line === undefined) return '(the differing part was not kept)';
  const width = Math.max(one.length, other.length) + 1;
  return [
    `${`${one}:`.padEnd(width)} ${left ?? '(no such line)'}`,
    `${`${other}:`.padEnd(width)} ${right ?? '(no such line)'}`,
  ].join('\n');
}

/** What exactly to write into the configuration, for the kind of difference that was seen. */
function advice({ name, check }: Benchmark, difference: Difference): string {
  const options: { readonly setting: object; readonly purpose: string }[] = [];
  if (difference.relative !== undefined && difference.relative < 0.5) {
    const tolerance = Math.max(DEFAULT_TOLERANCE, roundUp(difference.relative));
    options.push({
      setting: { output: 'numbers', tolerance },
      purpose: 'to allow numbers that differ by that part',
    });
  }
  const pattern = linePattern(difference);
  if (pattern !== undefined) {
    const ignoreLines = [...check.ignoreLines, pattern];
    options.push({
      setting: { ...(check.output === 'exact' ? {} : { output: check.output }), ignoreLines },
      purpose: 'to leave such lines out',
    });
  }
  const last = { setting: { output: 'exit-code' }, purpose: 'to compare exit codes only' };
  const { setting } = options[0] ?? last;
  // A whole file, to be pasted as it is.
  const example = {
    programs: [{ sources: ['main.c'], flags: ['-O3'], benchmarks: [{ name, check: setting }] }],
  };
  const lines = [...options, last].map(
    (each) => `\n  "check": ${JSON.stringify(each.setting)} ${each.purpose}`,
  );
  return `put one of these into this benchmark in the project's retarget.json (one source alone needs such a file for this: ${JSON.stringify(example)}):${lines.join('')}`;
}

function roundUp(relative: number): number {
  return Number(`1e${Math.ceil(Math.log10(relative))}`);
}

/** A pattern for the words that both lines begin with, if there are any. */
function linePattern({ left, right }: Difference): string | undefined {
  if (left === undefined || right === undefined) return undefined;
  let same = 0;
  while (same < left.length && left[same] === right[same]) same++;
  const words = /^[ \w:=.,/-]*[A-Za-z:=]/.exec(left.slice(0, same).replace(/[\d.+-]+$/, ''))?.[0];
  if (words === undefined || words.trim().length < 2) return undefined;
  return `^${words.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')}`;
}

function truncationWarning(benchmark: Benchmark, stdout: Captured): Warning | undefined {
  if (stdout.total <= stdout.bytes.length) return undefined;
  const how =
    benchmark.check.output === 'exact' &&
    benchmark.check.ignoreLines.length === 0 &&
    benchmark.metric.kind !== 'output'
      ? 'the rest was compared by hash'
      : 'the rest was not compared';
  return {
    code: 'output-truncated',
    message: `Prints ${bytesText(stdout.total)}: the first ${bytesText(stdout.bytes.length)} were compared line by line, ${how}.`,
    benchmark: benchmark.name,
  };
}
