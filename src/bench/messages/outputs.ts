// What is said of outputs: that they change or differ, where, why that may be, and which settings allow it.
import type { FailureWords } from '../../model/failure.ts';
import { bytesText } from '../../text/bytes-text.ts';
import { listText } from '../../text/list-text.ts';
import { plural } from '../../text/plural.ts';
import { visibleText } from '../../text/visible-text.ts';

/** Where two outputs part. */
export type DifferencePlace =
  /** In bytes of a file that is no text. @param byte from 1 */
  | { readonly kind: 'byte'; readonly byte: number }
  | { readonly kind: 'newline'; readonly is: 'missing' | 'added' }
  /** @param kept bytes of which none differ */
  | { readonly kind: 'beyond'; readonly kept: number }
  /** @param line the first, from 1 @param lines how many */
  | { readonly kind: 'line'; readonly line: number; readonly lines: number };

interface DifferenceFacts {
  readonly benchmark: string;
  /** The file that differs; absent for the standard output. */
  readonly file: string | undefined;
  readonly place: DifferencePlace;
}

export type LaterRun = 'second' | 'third' | 'last';

export function outputChanges(facts: DifferenceFacts & { readonly run: LaterRun }): string {
  return `${outputText(facts, '')} differs between its first and its ${facts.run} run of the same executable${placeText(facts.place)}.`;
}

export function outputDiffers(facts: DifferenceFacts & { readonly target: string }): string {
  return `${outputText(facts, ` built for ${facts.target}`)} differs from the baseline's${placeText(facts.place)}.`;
}

/** Behind a failure of a target that was right at the next try. */
export function outputChangesAtRandom({ message }: { readonly message: string }): string {
  return `${message} In another run it matched the baseline, so the output changes from run to run.`;
}

/** Behind a failure that the check after the last round found. */
export function outputWentWrong({ message }: { readonly message: string }): string {
  return `${message} It was correct before the first round and wrong after the last, so its times may be for different work.`;
}

/** Which output it is: `The output of benchmark "x" built for native`. */
function outputText({ benchmark, file }: DifferenceFacts, built: string): string {
  const who = `benchmark "${visibleText(benchmark)}"${built}`;
  return file === undefined
    ? `The output of ${who}`
    : `The file ${visibleText(file)} that ${who} wrote`;
}

function placeText(place: DifferencePlace): string {
  switch (place.kind) {
    case 'byte':
      return ` (first at byte ${place.byte})`;
    case 'newline':
      return `: only the newline at the end is ${place.is}`;
    case 'beyond':
      return ` (after the first ${bytesText(place.kept)})`;
    case 'line':
      return place.lines === 1
        ? ` (line ${place.line})`
        : ` (${place.lines} lines, the first is line ${place.line})`;
  }
}

/** @param time how long each of two runs took that printed other numbers */
export function sameTimeNote({ time }: { readonly time: string }): string {
  return `Both runs took the same time (${time}) but printed different numbers. If the program repeats its work for a fixed time, its wall time does not show its speed: measure the number that it prints, with the first of the settings below.`;
}

export function changingOutputAdvice(): string {
  return 'Output that changes from run to run cannot be used to check other targets. Make it repeatable, or allow the difference.';
}

export function differingOutputAdvice(): string {
  return 'If this difference is acceptable, allow it.';
}

/** The usual reason for a difference in the last digits. */
export function fusedRounding({ isBinary }: { readonly isBinary: boolean }): string {
  const seen = isBinary
    ? 'If these bytes are floating-point numbers:'
    : 'Only digits differ, and by very little:';
  return `${seen} targets with fused multiply-add (FMA: x86-64-v3 and higher) round a*b+c once, others twice. -ffp-contract=off in the flags gives the same results everywhere, but is slower.`;
}

export function reorderedSums(): string {
  return 'Only numbers differ, and the flags include -ffast-math (or -Ofast, or a part of it): sums are added in a different order for each vector width. Allow a tolerance as below, or build without that flag. -ffp-contract=off does not help here.';
}

export function bytesDiffer({
  differing,
  size,
  first,
}: {
  readonly differing: number;
  readonly size: number;
  readonly first: number;
}): string {
  return `${differing} of ${size} bytes differ, the first at offset ${first}`;
}

export const ALL_LINES_SAME = '(all lines are the same)';
export const DIFFERENCE_NOT_KEPT = '(the part that differs was not kept)';
export const NO_SUCH_LINE = '(no such line)';

/** What a setting allows. */
export interface SettingPurpose {
  /** Numbers may differ by a part of themselves; those near zero, by an amount. */
  readonly relative?: boolean;
  readonly absolute?: boolean;
  readonly ignoresLines?: boolean;
  readonly measuresNumber?: boolean;
}

export function settingPurpose({
  relative = false,
  absolute = false,
  ignoresLines = false,
  measuresNumber = false,
}: SettingPurpose): string {
  if (measuresNumber) return 'to measure that number instead of the time';
  const allowed = [
    ...(relative ? ['numbers that differ by that fraction'] : []),
    ...(absolute ? ['numbers near zero that differ by that amount'] : []),
  ];
  const parts = [
    ...(allowed.length === 0 ? [] : [`allow ${listText(allowed)}`]),
    ...(ignoresLines ? ['ignore such lines'] : []),
  ];
  return parts.length === 0 ? 'to compare exit codes only' : `to ${listText(parts)}`;
}

/** @param settings each with its text as it stands in retarget.json @param file a whole file, where the project has none */
export function settingsToAdd({
  settings,
  file,
}: {
  readonly settings: readonly { readonly text: string; readonly purpose: SettingPurpose }[];
  readonly file: object | undefined;
}): string {
  const whole =
    file === undefined
      ? ''
      : ` (for a single source file, create one next to it: ${JSON.stringify(file)})`;
  const lines = settings.map(({ text, purpose }) => `\n  ${text} ${settingPurpose(purpose)}`);
  return `Add one of these to this benchmark in the project's retarget.json${whole}:${lines.join('')}`;
}

interface FileFacts {
  readonly benchmark: string;
  readonly target: string;
  readonly file: string;
}

export function fileNotWritten(facts: FileFacts): FailureWords {
  return { message: `${checked(facts)} was not written.`, hint: NOT_WRITTEN, configurable: true };
}

export function fileLeftBefore(facts: FileFacts): FailureWords {
  return {
    message: `${checked(facts)} exists, but this run did not write it.`,
    hint: NOT_WRITTEN,
    configurable: true,
  };
}

export function fileIsFolder(facts: FileFacts): FailureWords {
  return {
    message: `${checked(facts)} is a folder.`,
    hint: 'Name files instead of folders in "files" under "check" in retarget.json, each with its path: "out/result.txt".',
    configurable: true,
  };
}

/** Why a file cannot be compared. @param most bytes that are read */
export type Unreadable =
  | { readonly why: 'irregular' }
  | { readonly why: 'too-long'; readonly most: number }
  | { readonly why: 'error'; readonly error: string };

export function fileUnreadable(facts: FileFacts & { readonly because: Unreadable }): FailureWords {
  return {
    message: `${checked(facts)} ${unreadableText(facts.because)}.`,
    hint: 'Correct "files" under "check" in retarget.json.',
    configurable: true,
  };
}

function unreadableText(because: Unreadable): string {
  switch (because.why) {
    case 'irregular':
      return 'is not a regular file';
    case 'too-long':
      return `is larger than ${bytesText(because.most)}`;
    case 'error':
      return `cannot be read (${because.error})`;
  }
}

const NOT_WRITTEN =
  'Correct "files" under "check" in retarget.json. Its paths are relative to the folder that the program runs in ("directory"), and each run must write them.';

function checked({ benchmark, target, file }: FileFacts): string {
  return `Benchmark "${visibleText(benchmark)}" built for ${target}: ${visibleText(file)}, named in "files" under "check",`;
}

/** @param rest what became of what follows */
export function outputTruncated({
  total,
  kept,
  rest,
}: {
  readonly total: number;
  readonly kept: number;
  readonly rest: 'hashed' | 'not compared';
}): string {
  const how = rest === 'hashed' ? 'the rest by hash' : 'the rest was not compared';
  return `It prints ${bytesText(total)}. The first ${bytesText(kept)} were compared line by line, ${how}.`;
}

/** @param lines the first of its usage */
export function ranUsageOnly({
  advice,
  lines,
}: {
  readonly advice: string;
  readonly lines: string;
}): string {
  return `It printed its usage, so this may be all that was measured. ${advice} Its output: ${lines}`;
}

/** @param written files that it wrote; may be none */
export function nothingCompared({
  printedNothing,
  written,
}: {
  readonly printedNothing: boolean;
  readonly written: readonly string[];
}): string {
  const listed = JSON.stringify(written.length === 0 ? ['FILE'] : written);
  const setting = `"check": { "files": ${listed} } in this benchmark in retarget.json`;
  const how =
    written.length === 0
      ? `If it writes files, compare them with ${setting}.`
      : `It wrote ${listText(written.map(visibleText))}. To compare ${plural(written.length, 'it', 'them')}, use ${setting}.`;
  const what = printedNothing ? 'It printed nothing' : 'All lines of its output are ignored';
  return `${what}, so only its exit code was checked. ${how}`;
}
