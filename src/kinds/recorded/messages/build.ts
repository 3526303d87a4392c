// What is said about builds that are recorded: what a folder offers, how they are cleaned, run and watched.
import { quoteCommand } from '../../../text/argv-text.ts';
import type { FailureWords } from '../../../model/failure.ts';
import type { Remedy } from '../../../model/remedy.ts';
import { plural } from '../../../text/plural.ts';
import { shown, shownList } from '../../../text/shown.ts';

/** How a build ended that did not end well. */
export interface Ending {
  readonly interrupted?: boolean | undefined;
  readonly signal?: string | undefined;
  readonly exitCode?: number | undefined;
}

export function endingText({ signal, exitCode }: Ending): string {
  return signal ?? `exit code ${exitCode ?? 'unknown'}`;
}

// What a folder offers.

export function builtBy({ tool, file }: { tool: string; file: string }): string {
  return `built by ${tool} (${file})`;
}

export function mustBeWatched(): string {
  return 'Retarget must watch this build once to learn what it produces.';
}

export function unfinishedBuild(command: readonly string[]): string {
  return `recorded build that did not finish: ${quoteCommand(command)}`;
}

export function madeNoExecutable(words: Ending & { readonly command: readonly string[] }): string {
  const called = quoteCommand(words.command);
  return words.interrupted === true
    ? `${called} was interrupted before it made an executable. Run it again to continue.`
    : `${called} failed before it made an executable (${endingText(words)}). Fix the build, then run it again.`;
}

export function recordedExecutable(words: {
  readonly executable: string;
  readonly command: readonly string[];
  readonly isThere: boolean;
}): string {
  const { executable, command, isThere } = words;
  return `executable ${executable} of the recorded build ${quoteCommand(command)}${isThere ? '' : ', which is run again because the file no longer exists'}`;
}

export function useItsFlags(): string {
  return 'To use its flags, let Retarget watch that build.';
}

export function optimise(): string {
  return 'build with -O2 or -O3 (often set by CFLAGS and CXXFLAGS), and watch the build again from a clean tree';
}

// How a build is cleaned and kept.

/** @param clean the command that cleans it, where that is known @param directory where the build runs */
export function cleanAndRecord(words: {
  readonly clean: string | undefined;
  readonly directory: string;
}): string {
  const { clean, directory } = words;
  const what =
    clean === undefined
      ? `Remove the files that the build made in ${directory} and record it again`
      : `If it was up to date, clean it and record it again: ${clean}`;
  return `${what}. Retarget cannot watch compilers in containers, on other machines or in daemons (docker, distcc, bazel, gradle).`;
}

/** @param list sources, as words of a command line */
export function keepSources(list: string): string {
  return `If the build removes them at the end, make it keep ${list}, and record it again from a clean tree.`;
}

/** Of make, which removes what chains of its rules make. @param count of the sources */
export function keepBetweenRules(words: {
  readonly count: number;
  readonly list: string;
  readonly clean: string;
}): string {
  const { count, list, clean } = words;
  const it = plural(count, 'it', 'them');
  return `make deletes ${plural(count, 'this intermediate file', 'these intermediate files')} after use. Build ${it} by name first, or keep ${it} with ".PRECIOUS: ${list}" in the makefile, then clean the build (${clean}) and record it again.`;
}

// A build that is run for a profile.

export function recording(command: readonly string[]): string {
  return `recording ${quoteCommand(command)}`;
}

export function nothingCompiled(words: {
  readonly command: readonly string[];
  readonly name: string;
}): string {
  return `Nothing was compiled while ${quoteCommand(words.command)} ran, so Retarget does not know how ${shown(words.name)} is built.`;
}

export function notMade(words: {
  readonly command: readonly string[];
  readonly name: string;
}): string {
  return `${quoteCommand(words.command)} made nothing that can be used for ${shown(words.name)}.`;
}

export function buildMakes(executables: readonly string[]): string {
  return `The build makes ${shownList(executables)}.`;
}

export type OutdatedReason =
  | { readonly builtBy: readonly string[]; readonly in?: string }
  | { readonly changed: readonly string[] };

function outdatedText(reason: OutdatedReason): string {
  if ('changed' in reason) {
    return `${shownList(reason.changed)} ${plural(reason.changed.length, 'has', 'have')} changed since it was recorded`;
  }
  const place = reason.in === undefined ? '' : ` in ${shown(reason.in)}`;
  return `the recording is of another command, ${quoteCommand(reason.builtBy)}${place}`;
}

/** @param advice how everything is built again */
export function partlyRebuilt(words: {
  readonly command: readonly string[];
  readonly name: string;
  readonly reason: OutdatedReason;
  readonly advice: string;
}): string {
  const { command, name, reason, advice } = words;
  return `${quoteCommand(command)} did not build all of ${shown(name)} again, although ${outdatedText(reason)}. The rest is measured as it was recorded. ${advice}`;
}

/** @param again where the executable was made in spite of it: how to record it as it is */
export function ownBuildFailed(
  words: Ending & {
    readonly command: readonly string[];
    readonly name: string;
    readonly again: Remedy | undefined;
  },
): FailureWords {
  const { command, name, again } = words;
  return {
    message: `The project's own build failed: ${quoteCommand(command)} (${endingText(words)}).`,
    hint:
      again === undefined
        ? 'Fix the build first.'
        : `Fix the build first. It did build ${shown(name)}. To measure that, record the failing build.`,
    ...(again === undefined ? {} : { remedies: [again] }),
  };
}

// Watching a build.

/** @param why the system's or the compiler's own word */
export function recorderNotCompiled({ clang, why }: { clang: string; why: string }): FailureWords {
  return {
    message: `The library that watches builds could not be compiled by ${clang} (${why}).`,
    hint: "Install the C library's headers (Debian: apt-get install libc6-dev; macOS: xcode-select --install).",
  };
}

/** @param again the same line through a shell, where it may be one */
export function notStarted(words: {
  readonly program: string;
  readonly directory: string;
  readonly why: string;
  readonly isMissing: boolean;
  readonly throughShell: readonly string[];
}): FailureWords {
  const { program, directory, why, isMissing, throughShell } = words;
  const message = `${shown(program)} cannot be started in ${shown(directory)} (${why}).`;
  return isMissing
    ? {
        message,
        hint: 'Check that it is installed and on PATH, and that the folder exists. To run several commands, use a shell.',
        remedies: [{ kind: 'record', command: throughShell }],
      }
    : { message, hint: 'Check that it is executable.' };
}

export function recordFile(path: string): string {
  return `The recording ${shown(path)}`;
}

export function recordNotWritten(): string {
  return 'Free up space, or make the folder writable, and record again.';
}

export function leadsOutOfProject(path: string): FailureWords {
  return {
    message: `${shown(path)} points outside the project, so nothing is written there.`,
    hint: 'Remove that link.',
  };
}
