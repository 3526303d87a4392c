// Why a benchmark's outputs do not let it be measured, as failures: what differs, where, and what to do.
import type { Failure } from '../model/failure.ts';
import type { Benchmark } from '../model/program.ts';
import type { Remedy } from '../model/remedy.ts';
import { adviseChecks, type AdvisedSetting } from './check-advice.ts';
import * as say from './messages/outputs.ts';
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
  run: say.LaterRun = 'second',
): Failure {
  const all = adviseChecks(benchmark, found, { isUnstable: true });
  const time = all.some(isMetric) ? context.sameTime : undefined;
  const settings =
    time === undefined ? all : [...all.filter(isMetric), ...all.filter((each) => !isMetric(each))];
  const notes = [
    ...(time === undefined ? [] : [say.sameTimeNote({ time })]),
    say.changingOutputAdvice(),
  ];
  return {
    code: 'benchmark-unstable-output',
    message: say.outputChanges({ ...placeOf(benchmark, found), run }),
    ...advice(benchmark, notes, settings, context),
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
    message: say.outputDiffers({ ...placeOf(benchmark, found), target }),
    ...advice(benchmark, [...note, say.differingOutputAdvice()], settings, context),
    details: details(found, 'baseline', target),
  };
}

function placeOf(
  { name }: Benchmark,
  found: OutputDifferences,
): {
  readonly benchmark: string;
  readonly file: string | undefined;
  readonly place: say.DifferencePlace;
} {
  return { benchmark: name, file: found.file, place: differencePlace(found) };
}

function differencePlace(found: OutputDifferences): say.DifferencePlace {
  const { binary, lines } = found;
  if (binary !== undefined) return { kind: 'byte', byte: binary.first + 1 };
  const newline = onlyNewline(lines);
  if (newline !== undefined) return { kind: 'newline', is: newline };
  const { line } = shownDifference(found);
  return line === undefined
    ? { kind: 'beyond', kept: KEPT_OUTPUT }
    : { kind: 'line', line, lines: lines.length };
}

/** Where one side alone ends with a newline, what the other one did with it. */
function onlyNewline([only, ...others]: readonly DifferingLine[]): 'missing' | 'added' | undefined {
  if (only === undefined || others.length > 0) return undefined;
  if (only.right === undefined && only.left === '') return 'missing';
  return only.left === undefined && only.right === '' ? 'added' : undefined;
}

/** The usual reason for a difference in the last digits, by its name. */
function roundingNote({ binary }: OutputDifferences, { relative }: Difference): string[] {
  if (binary !== undefined) return [say.fusedRounding({ isBinary: true })];
  return relative === undefined || relative > ROUNDING
    ? []
    : [say.fusedRounding({ isBinary: false })];
}

/** With -ffast-math sums are split over as many lanes as a target has, which no flag but that one decides. */
function reorderingNote({ relative }: Difference): string[] {
  return relative === undefined ? [] : [say.reorderedSums()];
}

function details({ lines, binary }: OutputDifferences, one: string, other: string): string {
  if (binary !== undefined) return say.bytesDiffer(binary);
  if (onlyNewline(lines) !== undefined) return say.ALL_LINES_SAME;
  if (lines.length === 0) return say.DIFFERENCE_NOT_KEPT;
  const shown = lines.slice(0, SHOWN_LINES).map((line) => sides(line, one, other));
  if (lines.length > SHOWN_LINES) shown.push('…');
  return shown.join('\n');
}

function sides(differing: DifferingLine, one: string, other: string): string {
  const { left, right } = shownDifference({ lines: [differing], equal: [] });
  const width = Math.max(one.length, other.length) + 1;
  return [
    `${`${one}:`.padEnd(width)} ${left ?? say.NO_SUCH_LINE}`,
    `${`${other}:`.padEnd(width)} ${right ?? say.NO_SUCH_LINE}`,
  ].join('\n');
}

/** What exactly to write into the configuration, for the kind of difference that was seen. @param notes sentences before it */
function advice(
  { name }: Benchmark,
  notes: readonly string[],
  settings: readonly AdvisedSetting[],
  { written }: AdviceContext,
): Pick<Failure, 'hint' | 'remedies' | 'configurable'> {
  const [first] = settings;
  const members = first === undefined ? {} : membersOf(first);
  const lines = settings.map((each) => ({
    text: membersText(membersOf(each)),
    purpose: each.purpose,
  }));
  // A whole file, to be pasted as it is.
  const file =
    written === undefined
      ? undefined
      : { programs: [{ ...written, benchmarks: [{ name, ...members }] }] };
  const remedies = settings.map((each): Remedy => ({
    kind: 'set-benchmark',
    // Options of a command are for all benchmarks: where the project names some, only its file says it of one.
    ...(each === first && written !== undefined && each.check?.files === undefined
      ? { forCommand: true }
      : {}),
    ...membersOf(each),
  }));
  return {
    hint: `${notes.join(' ')}\n${say.settingsToAdd({ settings: lines, file })}`,
    configurable: true,
    ...(remedies.length === 0 ? {} : { remedies }),
  };
}

function membersOf({ metric, check }: AdvisedSetting): Omit<AdvisedSetting, 'purpose'> {
  return { ...(metric === undefined ? {} : { metric }), ...(check === undefined ? {} : { check }) };
}

function membersText(members: object): string {
  return Object.entries(members)
    .map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`)
    .join(', ');
}
