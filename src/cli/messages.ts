// What the command line says beside reports and help: failures of options, and notes on standard error.
import type { FailureWords } from '../model/failure.ts';
import { argvText } from '../text/argv-text.ts';
import { ratioText } from '../report/format.ts';
import { bytesText } from '../text/bytes-text.ts';
import { counted } from '../text/plural.ts';
import { shownList } from '../text/shown.ts';
import { visibleText } from '../text/visible-text.ts';

export const noneChosen = 'Cancelled: no program was chosen.';

export function watchesOnce({ build }: { build: readonly string[] }): string {
  return `Retarget watches ${argvText(build)} once to learn what it builds. To use another command: retarget record -- COMMAND`;
}

export const recordAsked = 'Run these commands? Retarget asks again only if they change.';
export const recordAllowed = 'You allowed the recorded build.';
export const recordNotAllowed = 'You did not allow the recorded build.';

export function savedPrograms({ file, names }: { file: string; names: readonly string[] }): string {
  return `Saved in ${visibleText(file)}: ${argvText(names)}`;
}

export function usesProgram(of: {
  purpose: 'profile' | 'build' | 'verify';
  name: string;
  why: string;
}): string {
  const doing = { profile: 'Profiling', build: 'Building', verify: 'Verifying' }[of.purpose];
  return `${doing} ${visibleText(of.name)}: ${visibleText(of.why)}. To save this choice, add --save.`;
}

/** @param file absolute, which the program compiles or includes */
export function usesProgramOf(of: { file: string; program: string; directory: string }): string {
  return `Using ${visibleText(of.program)} of ${visibleText(of.directory)}, which ${visibleText(of.file)} is part of. To compile only this file, add --alone.`;
}

export function notReady({ name, obstacle }: { name: string; obstacle: string }): string {
  return `Not ready: ${visibleText(name)}. ${visibleText(obstacle)}`;
}

export function severalToStandardOutput({ formats }: { formats: readonly string[] }): FailureWords {
  return {
    message: `Only one format can go to standard output, but there are ${formats.length}: ${formats.join(', ')}.`,
    hint: 'Add an --out FILE for each --format.',
  };
}

export function twoFormatsForFile({ file }: { file: string }): FailureWords {
  return { message: `${file} is the --out file of two formats.` };
}

export function formatsAndFilesDiffer(counts: { formats: number; files: number }): FailureWords {
  return {
    message: `There are ${counted(counts.formats, '--format option')}, but ${counted(counts.files, '--out option')}.`,
    hint: 'Use one --format for each --out, in the same order, or none to choose formats by file extension.',
  };
}

export function formatUnclear(of: { file: string; formats: readonly string[] }): FailureWords {
  return {
    message: `The format of --out ${of.file} is not clear from its extension.`,
    hint: `Add --format with one of ${of.formats.join(', ')}.`,
  };
}

export function outIsFolder({ file }: { file: string }): FailureWords {
  return { message: `--out ${file} is a folder.`, hint: 'Use the path of a file.' };
}

export const useWritableOut = 'Use a writable file for --out.';

export function needsProfile({ option }: { option: string }): FailureWords {
  return {
    message: `${option} needs --profile: a recording alone measures nothing.`,
    hint: `Add --profile, or use ${option} with retarget profile afterwards.`,
  };
}

export function wroteFile({ file }: { file: string }): string {
  return `Wrote ${visibleText(file)}`;
}

export function belowThreshold(of: {
  threshold: number;
  program: string;
  benchmark: string;
  target: string;
  speedup: Parameters<typeof ratioText>[0];
}): string {
  return `below ${of.threshold}x: ${visibleText(`${of.program}/${of.benchmark}`)} for ${visibleText(of.target)} is ${ratioText(of.speedup)}`;
}

export function nothingCompared({ threshold }: { threshold: number }): string {
  return `--fail-below ${threshold}: nothing was compared, so no target is known to be fast enough`;
}

export function nothingCompiled({ command }: { command: readonly string[] }): string {
  return `Nothing was compiled while ${argvText(command)} ran.`;
}

export function noFolderToBuildIn(of: { directory: string; exists: boolean }): FailureWords {
  return {
    message: `The build cannot run in ${visibleText(of.directory)}: ${of.exists ? 'it is not a folder' : 'it does not exist'}.`,
    hint: 'Set -C to the folder to run the command in, or omit it for the current folder.',
  };
}

/** Names before the rest is only counted. */
const MOST_NAMES = 20;

/** @param next a command that profiles another executable; absent: the build makes none that can be profiled */
export function executableNotMade(of: {
  name: string;
  made: readonly string[];
  next: readonly string[] | undefined;
}): FailureWords {
  return {
    message: `The recorded build does not make an executable named ${argvText([of.name])}.`,
    hint:
      of.next === undefined
        ? 'It does not make any executable that can be profiled.'
        : `It makes ${shownList(of.made, MOST_NAMES)}. The build is recorded. To profile another executable:\n${argvText(of.next)}`,
  };
}

export function settingsVariableWrong(of: {
  variable: string;
  key: string;
  reason: string | undefined;
}): FailureWords {
  const where = of.key === '' ? '' : `${of.key}: `;
  return {
    message: `The environment variable ${of.variable} is not valid: ${where}${of.reason ?? 'wrong value'}.`,
    hint: 'Unset it, or set it to settings as JSON, such as {"targets": ["native"], "budget": "30s"}.',
  };
}

export function clearedCache(of: { artifacts: number; size: number; folder: string }): string {
  return `Removed ${counted(of.artifacts, 'artifact')} and other cached data (${bytesText(of.size)} in total) from ${visibleText(of.folder)}`;
}

export function deletedRun({ id }: { id: string }): string {
  return `Deleted ${id}`;
}

export function runSaved({ shows }: { shows: readonly string[] }): string {
  return `Run saved. To show it again: ${argvText(shows)}`;
}

/** Of two runs that are compared. */
export function formatOfRunsOnly({ format }: { readonly format: string }): {
  readonly message: string;
  readonly hint: string;
} {
  return {
    message: `A comparison cannot be written as ${format}.`,
    hint: 'Choose markdown, csv, html or json.',
  };
}

/** @param folder in which a process that runs now keeps its files */
export function cacheInUse({ folder }: { readonly folder: string }): FailureWords {
  return {
    message: 'The cache is in use: a profile or a build is running.',
    hint: `Wait for it to finish. If neither is running, remove ${folder}.`,
  };
}
