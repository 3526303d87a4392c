// What is said of CMake projects before one is profiled: what a folder offers, its options, its presets.
import { quoteCommand } from '../../../text/argv-text.ts';
import type { FailureWords } from '../../../model/failure.ts';
import type { Remedy } from '../../../model/remedy.ts';
import { listText } from '../../../text/list-text.ts';
import { counted, plural } from '../../../text/plural.ts';
import { shown, shownList } from '../../../text/shown.ts';

// Options that a user gives CMake.

export function optionsNeedProject(words: {
  readonly options: readonly string[];
  readonly directory: string;
}): FailureWords {
  const { options, directory } = words;
  return {
    message: `${shownList(options)} ${plural(options.length, 'needs', 'need')} a CMake project, but ${shown(directory)} has none.`,
    hint: 'CMake options need a folder with a CMakeLists.txt.',
  };
}

/** @param file the configuration, or whatever else is no folder with a CMake project */
export function optionsNotTaken(words: {
  readonly options: readonly string[];
  readonly file: string;
}): FailureWords {
  return {
    message: `${shownList(words.options)} cannot be passed to CMake for ${shown(words.file)}.`,
    hint: 'In retarget.json, CMake options belong in "options", next to the "target" of "cmake". Without a retarget.json, they need a folder with a CMakeLists.txt.',
  };
}

/** @param build the user's own build folder */
export function optionsWouldChange(words: {
  readonly options: readonly string[];
  readonly build: string;
}): FailureWords {
  const { options, build } = words;
  return {
    message: `${shown(build)} is your own build folder, and ${shownList(options)} would change it.`,
    hint: `To configure it with ${plural(options.length, 'this option', 'these options')}: ${quoteCommand(['cmake', build, ...options])}. Or let Retarget configure another folder: in retarget.json, set "build" to a new folder, next to "options" and "target".`,
  };
}

/**
 * @param names of options that are off and may bring executables, the likeliest first
 * @param build the user's own build folder; absent for Retarget's, which takes options
 */
export function optionsOff(words: {
  readonly names: readonly string[];
  readonly build: string | undefined;
}): { readonly hint: string; readonly remedies: readonly Remedy[] } {
  const { names, build } = words;
  const [first = 'BUILD_BENCHMARKS'] = names;
  const option = `-D${first}=ON`;
  const isKnown = names.length > 0;
  const what = isKnown
    ? `${plural(names.length, 'This option is', 'These options are')} off: ${names.join(', ')}. Turn on what you need`
    : 'An option of the project may turn on its benchmarks, tests or examples';
  const where = isKnown ? ' under' : '. Add it to';
  if (build !== undefined) {
    const example = isKnown ? '' : ' (or similar)';
    return {
      hint: `${what}: ${quoteCommand(['cmake', build, option])}${example}`,
      remedies: [],
    };
  }
  return {
    hint: `${what}${where} "options" in retarget.json, such as ${JSON.stringify(option)}.`,
    remedies: [{ kind: 'set', what: 'cmake-options', value: option }],
  };
}

// What a folder offers.

export function configuredFirst(build: string): string {
  return `CMake configures the project in ${shown(build)} first, which may take a minute.`;
}

export function askedFirst(build: string): string {
  return `Retarget first asks CMake what it builds in ${shown(build)}.`;
}

/** @param lists path of the CMakeLists.txt that names it */
export function executableOfLists(lists: string): string {
  return `executable of ${shown(lists)}`;
}

/** @param tests how many CTest has that run it */
export type ExecutableKind = 'google-benchmark' | { readonly tests: number };

/** @param namedBy what names the folder, such as `CMakePresets.json` */
export function executableOfFolder(words: {
  readonly kind: ExecutableKind;
  readonly build: string;
  readonly namedBy: string | undefined;
}): string {
  const { kind, build, namedBy } = words;
  const by = namedBy === undefined ? '' : ` (from ${namedBy})`;
  return `${kindText(kind)} in CMake's build folder ${shown(build)}${by}`;
}

function kindText(kind: ExecutableKind): string {
  if (kind === 'google-benchmark') return 'Google Benchmark executable';
  return kind.tests === 0 ? 'executable' : `executable with ${counted(kind.tests, 'CTest test')}`;
}

export function projectOf(file: string): string {
  return `CMake project (${file})`;
}

export function projectIn(build: string): string {
  return `CMake project, configured in ${shown(build)}`;
}

/** An obstacle. */
export function executablesUnknown(file: string): {
  readonly obstacle: string;
  readonly remedies: readonly Remedy[];
} {
  return {
    obstacle: `Retarget found no executable in ${file}. If you know the name of one, set "cmake": { "target": "NAME" } in retarget.json.`,
    remedies: [{ kind: 'set', what: 'programs' }],
  };
}

export function makesNoExecutable(build: string): string {
  return `As configured in ${shown(build)}, the project builds no executables.`;
}

/** @param command that builds it */
export function notGenerated(words: {
  readonly files: readonly string[];
  readonly command: readonly string[];
}): string {
  return `Not generated yet: ${shownList(words.files)}. Build the project once: ${quoteCommand(words.command)}`;
}

/**
 * Of Retarget's own folder, which is made without presets.
 * @param instead the preset to configure; absent where a folder of presets would not be taken
 */
export function presetsUnused(words: {
  readonly files: readonly string[];
  readonly presets: readonly string[];
  readonly instead: { readonly preset: string; readonly isFolderKnown: boolean } | undefined;
}): string {
  const { files, presets, instead } = words;
  const count = presets.length;
  const unused = `${listText(files)} ${plural(files.length, 'has', 'have')} the ${plural(count, 'preset', 'presets')} ${shownList(presets)}, but Retarget's own build folder does not use ${plural(count, 'it', 'them')}.`;
  if (instead === undefined) return unused;
  const command = quoteCommand(['cmake', '--preset', instead.preset]);
  const how = instead.isFolderKnown
    ? `run \`${command}\`. Retarget then uses that preset's folder`
    : `run \`${command}\`, and set "build" next to "target" in retarget.json to its folder`;
  return `${unused} To use ${plural(count, 'it', 'one')}, ${how}.`;
}

// What a project is told of its own build.

export function ownBuild(file: string): { readonly why: string; readonly advice: string } {
  return {
    why: `it has a ${file}`,
    advice: 'To use CMake\'s flags, replace "sources" with "cmake" and its "target".',
  };
}

export function optimise(): string {
  return 'configure a build folder with -DCMAKE_BUILD_TYPE=Release, or change the flags that the project sets';
}
