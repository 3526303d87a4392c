// What is said about compile_commands.json and what is made of it.
import type { Complaint } from '../../config/messages.ts';
import type { FailureWords } from '../../model/failure.ts';
import { listText } from '../../text/list-text.ts';
import { counted, plural } from '../../text/plural.ts';
import { shown, shownList } from '../../text/shown.ts';

// What a folder offers.

export function whatItCompiles(file: string): string {
  return `all sources in ${shown(file)}`;
}

export function mainIsIn(words: { readonly main: string; readonly file: string }): string {
  return `main is in ${shown(words.main)}, compiled according to ${shown(words.file)}`;
}

export function librariesUnknown(): string {
  return 'The file does not list the libraries to link with. Retarget tries -lm and reports what is missing.';
}

export function noMain(file: string): string {
  return `No source in ${shown(file)} defines main. If a macro or a library does, set "compileCommands" and "link" in retarget.json.`;
}

// What retarget.json names.

export function commandsMissing(file: string): Complaint {
  return {
    message: `there is no file ${shown(file)}`,
    hint: 'CMake writes it with -DCMAKE_EXPORT_COMPILE_COMMANDS=ON, Meson always does. For make, run the build under bear.',
  };
}

/** @param offered sources that could have been chosen */
export function noUnitChosen(words: {
  readonly file: string;
  readonly offered: readonly string[];
}): Complaint {
  const { file, offered } = words;
  const instead = offered.length === 0 ? '' : `; it has ${shownList(offered)}`;
  return {
    message: `no source in ${shown(file)} matches${instead}`,
    hint: 'Globs are relative to the folder of this file, such as "src/**/*.c".',
  };
}

/** @param mains sources of the file that define main */
export function mainNotCompiled(words: {
  readonly main: string;
  readonly file: string;
  readonly mains: readonly string[];
}): Complaint {
  const { main, file, mains } = words;
  return {
    message: `${shown(file)} has no entry for ${shown(main)}`,
    hint:
      mains.length === 0
        ? 'No source in it defines main.'
        : `Use a source that defines main: ${shownList(mains)}.`,
  };
}

// Entries of the file.

export function expectedString(): string {
  return 'expected a string that is not empty';
}

export function expectedCompiler(): string {
  return 'expected at least the compiler';
}

export function expectedCommand(): string {
  return 'expected a "command" or "arguments"';
}

/** @param place file, line and column */
export function sourceMissing(words: {
  readonly place: string;
  readonly source: string;
}): FailureWords {
  return {
    message: `${words.place}: there is no source file ${shown(words.source)}.`,
    hint: 'Build the project once so that generated sources exist, or create compile_commands.json again. To use only some of its sources, list them in "units" in retarget.json.',
    configurable: true,
  };
}

export function useOwnCompiler(): string {
  return 'Build it with a compiler for this system, such as cc or clang, and let that build write compile_commands.json.';
}

/** A source with why it is not built, as in a list. */
export function ofOtherSystem(words: { readonly source: string; readonly system: string }): string {
  return `${shown(words.source)} (compiled for another system: ${shown(words.system)})`;
}

/** @param entries sources, each with why */
export function entriesSkipped(words: {
  readonly file: string;
  readonly entries: readonly string[];
}): string {
  const count = words.entries.length;
  return `${counted(count, 'entry', 'entries')} in ${shown(words.file)} cannot be built for targets and ${plural(count, 'is', 'are')} left out: ${words.entries.join(', ')}.`;
}

export function entriesRepeated(words: {
  readonly file: string;
  readonly sources: readonly string[];
}): string {
  const count = words.sources.length;
  return `${counted(count, 'entry', 'entries')} in ${shown(words.file)} ${plural(count, 'repeats', 'repeat')} another with the same flags and ${plural(count, 'is', 'are')} built once: ${shownList(words.sources, 20)}.`;
}

export function sourcesMissing(words: {
  readonly file: string;
  readonly sources: readonly string[];
}): string {
  const count = words.sources.length;
  return `${counted(count, 'source')} in ${shown(words.file)} ${plural(count, 'does', 'do')} not exist and ${plural(count, 'is', 'are')} left out: ${shownList(words.sources, 20)}. Generated sources exist once the project's own build has run.`;
}

// What a program is made of.

export function compiledInWays(words: { readonly main: string; readonly ways: number }): string {
  return `${shown(words.main)} is compiled in ${words.ways} ways; the program uses the first.`;
}

export function sourcesInSeveralWays(sources: readonly string[]): string {
  return `${shownList(sources)} ${plural(sources.length, 'is', 'are')} compiled in several ways. If two of these define the same name, the program uses the first.`;
}

export function unneededUnits(words: { readonly main: string; readonly count: number }): string {
  const { main, count } = words;
  return `${counted(count, 'unit')} that ${shown(main)} does not need in the project's own build ${plural(count, 'is', 'are')} left out. Object files do not reveal units that are needed only for other CPUs or that register themselves before main: list such sources in "units".`;
}

/** Sources of one kind that are named one by one; of more only their number says anything. */
const NAMED = 3;

/** @param sources each as it is shown, and what it is, such as `CUDA`: `k.cu (CUDA)`, or `27 sources (assembled by nasm)` */
export function linkedAsMade(
  sources: readonly { readonly source: string; readonly reason: string }[],
): string {
  const count = sources.length;
  const named = [...new Set(sources.map(({ reason }) => reason))].flatMap((reason) => {
    const own = sources.filter((each) => each.reason === reason);
    return own.length > NAMED
      ? [`${counted(own.length, 'source')} (${reason})`]
      : own.map(({ source }) => `${source} (${reason})`);
  });
  return `${listText(named)} ${plural(count, 'is', 'are')} linked as the project's own build made ${plural(count, 'it', 'them')}, the same for every target, because another compiler compiles ${plural(count, 'it', 'them')}.`;
}

/** What to do about units without optimisation; the end of a sentence. */
export function optimise(): string {
  return "have the project's build compile with -O2 or -O3 and create compile_commands.json again (CMake: -DCMAKE_BUILD_TYPE=Release)";
}
