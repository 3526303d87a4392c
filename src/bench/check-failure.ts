// Why a benchmark's outputs do not let it be measured, as failures: what differs, where, and what to do.
import type { Failure } from '../model/failure.ts';
import type { Benchmark } from '../model/program.ts';
import { bytesText } from '../text/bytes-text.ts';
import { visibleText } from '../text/visible-text.ts';
import { adviseChecks, type AdvisedSetting } from './check-advice.ts';
import { settingOptions } from './setting-options.ts';
import { shownDifference, type Difference, type DifferingLine } from './output-check.ts';
import { KEPT_OUTPUT, type OutputDifferences } from './outputs.ts';

/** Relative difference up to which rounding is the likely reason. */
const ROUNDING = 1e-4;
const SHOWN_LINES = 5;

export interface AdviceContext {
  /** The program's flags let the compiler reorder floating-point operations (-ffast-math). */
  readonly reorders?: boolean | undefined;
  /** The program as a retarget.json of its own would name it, where there is none and none is offered. */
  readonly written?: object | undefined;
  /** How long each of two runs took that printed other numbers in the same time. */
  readonly sameTime?: string | undefined;
}

/** @param run which run of the baseline printed something else than its first */
export function unstableFailure(
  benchmark: Benchmark,
  found: OutputDifferences,
  context: AdviceContext,
  run = 'second',
): Failure {
  const difference = shownDifference(found);
  const all = adviseChecks(benchmark, found, { isUnstable: true });
  const isSelfTimed = context.sameTime !== undefined && all.some(isMetric);
  const settings = isSelfTimed
    ? [...all.filter(isMetric), ...all.filter((each) => !isMetric(each))]
    : all;
  const note = isSelfTimed
    ? `Both runs took the same time (${context.sameTime}) and printed other numbers. If it repeats until a time is over, its wall time says nothing of its speed: then measure the number that it prints, by the first of these settings.\n`
    : '';
  return {
    code: 'benchmark-unstable-output',
    message: `Benchmark "${visibleText(benchmark.name)}" ${said(found)} something else in its ${run} run with the same executable${place(found, difference)}.`,
    hint: `${note}Results of other targets cannot be checked against an output that changes. Make it repeatable, or ${advice(benchmark, settings, context)}`,
    details: details(found, 'first run', `${run} run`),
  };
}

function isMetric({ metric }: AdvisedSetting): boolean {
  return metric !== undefined;
}

export function differsFailure(
  benchmark: Benchmark,
  target: string,
  found: OutputDifferences,
  context: AdviceContext,
): Failure {
  const difference = shownDifference(found);
  const note =
    context.reorders === true ? reorderingNote(difference) : roundingNote(found, difference);
  const settings = adviseChecks(benchmark, found, { isUnstable: false });
  return {
    code: 'output-differs',
    message: `Benchmark "${visibleText(benchmark.name)}" built for ${target} ${said(found)} something else than the baseline${place(found, difference)}.`,
    hint: `${note}If this difference is fine, ${advice(benchmark, settings, context)}`,
    details: details(found, 'baseline', target),
  };
}

/** Another exit code than before, of the same executable: what it printed is in the failure's details already. */
export function unsteadyAdvice(written: readonly string[]): string {
  const files = written.length === 0 ? ['FILE'] : written;
  const command = JSON.stringify(['rm', '-f', ...files]);
  const left =
    written.length === 0
      ? 'Where it minds a file that the run before has left'
      : `The run before left ${written.map(visibleText).join(', ')}. Where it minds that`;
  return `${left}, let it be removed before each run: "prepare": ${command} in this benchmark in retarget.json. Otherwise make it end the same way each time, such as by fixing its random seed.`;
}

function said({ file }: OutputDifferences): string {
  return file === undefined ? 'printed' : 'wrote';
}

function place({ file, lines, binary }: OutputDifferences, { line }: Difference): string {
  const where = file === undefined ? '' : ` into ${visibleText(file)}`;
  if (binary !== undefined) return `${where}, first in byte ${binary.first + 1}`;
  const newline = onlyNewline(lines);
  if (newline !== undefined) return `${where}: only the newline at the end is ${newline}`;
  if (line === undefined) return `${where}, somewhere beyond the first ${bytesText(KEPT_OUTPUT)}`;
  const count = lines.length === 1 ? '' : ` (${lines.length} lines differ)`;
  return `${where}, first in line ${line}${count}`;
}

/** Where one side alone ends with a newline, what the other one did with it. */
function onlyNewline([only, ...others]: readonly DifferingLine[]): string | undefined {
  if (only === undefined || others.length > 0) return undefined;
  if (only.right === undefined && only.left === '') return 'missing';
  return only.left === undefined && only.right === '' ? 'added' : undefined;
}

/** The usual reason for a difference in the last digits, by its name. */
function roundingNote({ binary }: OutputDifferences, { relative }: Difference): string {
  const fused =
    'a target with fused multiply-add (FMA: x86-64-v3 and above) rounds a*b+c once where others round twice; -ffp-contract=off in the flags makes them the same, and slower.\n';
  if (binary !== undefined) return `If these bytes come from floating-point numbers: ${fused}`;
  if (relative === undefined || relative > ROUNDING) return '';
  return `Only digits differ, by very little: ${fused}`;
}

/** With -ffast-math sums are split over as many lanes as a target has, which no flag but that one decides. */
function reorderingNote({ relative }: Difference): string {
  if (relative === undefined) return '';
  return 'Only numbers differ, and the flags have -ffast-math (or -Ofast, or a part of it): sums are added up in another order for each width of vectors. Allow a tolerance, as below, or build without that flag; -ffp-contract=off changes nothing here.\n';
}

function details({ lines, binary }: OutputDifferences, one: string, other: string): string {
  if (binary !== undefined) {
    const { differing, size } = binary;
    return `${differing} of ${size} bytes differ, the first of them at offset ${binary.first}`;
  }
  if (onlyNewline(lines) !== undefined) return '(all lines are the same)';
  if (lines.length === 0) return '(the differing part was not kept)';
  const shown = lines.slice(0, SHOWN_LINES).map((line) => sides(line, one, other));
  if (lines.length > SHOWN_LINES) shown.push('…');
  return shown.join('\n');
}

function sides(differing: DifferingLine, one: string, other: string): string {
  const { left, right } = shownDifference({ lines: [differing], equal: [] });
  const width = Math.max(one.length, other.length) + 1;
  return [
    `${`${one}:`.padEnd(width)} ${left ?? '(no such line)'}`,
    `${`${other}:`.padEnd(width)} ${right ?? '(no such line)'}`,
  ].join('\n');
}

/** What exactly to write into the configuration, for the kind of difference that was seen. */
function advice(
  { name }: Benchmark,
  settings: readonly AdvisedSetting[],
  { written }: AdviceContext,
): string {
  const [first] = settings;
  const members = first === undefined ? {} : membersOf(first);
  // A whole file, to be pasted as it is.
  const example = { programs: [{ ...written, benchmarks: [{ name, ...members }] }] };
  const file =
    written === undefined
      ? ''
      : ` (one source alone needs such a file for this: ${JSON.stringify(example)})`;
  // Options are for all benchmarks: where the project names some, only its file says it of one.
  const options = first === undefined || written === undefined ? undefined : settingOptions(first);
  const command = options === undefined ? '' : `add to the command: ${options}\nTo keep it, `;
  const lines = settings.map((each) => `\n  ${membersText(membersOf(each))} ${each.purpose}`);
  return `${command}put one of these into this benchmark in the project's retarget.json${file}:${lines.join('')}`;
}

function membersOf({ metric, check }: AdvisedSetting): object {
  return { ...(metric === undefined ? {} : { metric }), ...(check === undefined ? {} : { check }) };
}

function membersText(members: object): string {
  return Object.entries(members)
    .map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`)
    .join(', ');
}
