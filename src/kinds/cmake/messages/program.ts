// What is said of an executable of CMake's: its target, its sources, what it is linked with, its tests.
import { basename } from 'node:path';
import type { Complaint } from '../../../config/messages.ts';
import { quoteCommand } from '../../../text/argv-text.ts';
import type { FailureWords } from '../../../model/failure.ts';
import type { Remedy } from '../../../model/remedy.ts';
import { counted, plural } from '../../../text/plural.ts';
import { shown, shownList } from '../../../text/shown.ts';
import { releaseCommand, releaseFolder } from '../release-command.ts';

// Its target.

const TYPES: Readonly<Record<string, string>> = {
  STATIC_LIBRARY: 'a static library',
  SHARED_LIBRARY: 'a shared library',
  MODULE_LIBRARY: 'a module',
  OBJECT_LIBRARY: 'an object library',
  INTERFACE_LIBRARY: 'an interface library',
  UTILITY: 'a build step',
};

/**
 * @param type CMake's name for what it is; absent where there is none of that name
 * @param near what was probably meant @param executables that there are
 * @param options what may bring others @param presets a sentence on unused ones
 */
export function targetUnknown(words: {
  readonly build: string;
  readonly name: string;
  readonly type: string | undefined;
  readonly near: string | undefined;
  readonly executables: readonly string[];
  readonly options: { readonly hint: string; readonly remedies: readonly Remedy[] };
  readonly presets: string | undefined;
}): Complaint {
  const { build, name, type, near, executables, options, presets } = words;
  const sentences = [
    ...(near === undefined ? [] : [`Did you mean ${JSON.stringify(near)}?`]),
    executables.length === 0
      ? 'As configured, it builds no executables.'
      : `Its executables: ${shownList(executables, 20)}.`,
    ...(presets === undefined ? [] : [presets]),
    options.hint,
  ];
  return {
    message:
      type === undefined
        ? `${shown(build)} has no target ${shown(name)}`
        : `${shown(name)} is ${TYPES[type] ?? 'something else'}, not an executable`,
    hint: sentences.join(' '),
    remedies: options.remedies,
    ...(near === undefined ? {} : { near: [near] }),
  };
}

// Its sources.

/** @param build the command that builds it */
export function sourcesNotGenerated(words: {
  readonly target: string;
  readonly files: readonly string[];
  readonly build: readonly string[];
}): FailureWords {
  const { target, files, build } = words;
  const count = files.length;
  return {
    message: `${counted(count, 'file')} that the build of ${shown(target)} generates ${plural(count, 'does', 'do')} not exist yet: ${shownList(files)}.`,
    hint: `Build the project once: ${quoteCommand(build)}`,
  };
}

export function sourcesMissing(words: {
  readonly sources: readonly string[];
  readonly build: string;
}): FailureWords {
  const { sources, build } = words;
  const count = sources.length;
  return {
    message: `${counted(count, 'source')} no longer ${plural(count, 'exists', 'exist')}: ${shownList(sources)}.`,
    hint: `Configure the project again: ${quoteCommand(['cmake', build])}`,
  };
}

/** A source that Retarget does not build, and what it is, such as `CUDA`. */
interface Foreign {
  readonly source: string;
  readonly what: string;
}

export function sourcesNotBuilt(words: {
  readonly sources: readonly Foreign[];
  readonly build: string;
}): FailureWords {
  return {
    message: `Retarget cannot build ${foreignText(words.sources)}, and the project's own build left no object to link.`,
    hint: `Build the project once (${quoteCommand(['cmake', '--build', words.build])}); Retarget then links the objects of that build. C++ modules are not supported.`,
  };
}

export function objectsOfOwnBuild(sources: readonly Foreign[]): string {
  return `Linked as the project's own build compiled them, the same for every target: ${foreignText(sources)}.`;
}

function foreignText(sources: readonly Foreign[]): string {
  return sources.map(({ source, what }) => `${basename(source)} (${what})`).join(', ');
}

export function cxxModule(): string {
  return 'a C++ module, which needs the modules it imports to be built first';
}

const LANGUAGES: Readonly<Record<string, string>> = {
  OBJC: 'Objective-C',
  OBJCXX: 'Objective-C++',
  ASM_NASM: 'NASM assembly',
  ASM_MASM: 'MASM assembly',
  RC: 'a Windows resource',
};

/** @param language CMake's name for it */
export function languageName(language: string): string {
  return LANGUAGES[language] ?? language;
}

// What it is linked with, and what it loads.

/** @param definition whose value is the path */
export function modulesOpenedByPath(words: {
  readonly modules: readonly string[];
  readonly definition: string;
}): string {
  const { modules, definition } = words;
  const count = modules.length;
  return `${shownList(modules)} ${plural(count, 'is a module', 'are modules')} that Retarget builds for each target and puts next to the executable, but the definition ${shown(definition)} contains ${plural(count, 'its', 'their')} path. If the program opens that path, it loads the file of the project's own build, the same for every target, or finds none.`;
}

/** @param libraries relative to the build folder @param source the project's folder @param isOwn whether Retarget made the build folder */
export function librariesUnclaimed(words: {
  readonly libraries: readonly string[];
  readonly build: string;
  readonly source: string;
  readonly isOwn: boolean;
}): FailureWords {
  const { libraries, build, source, isOwn } = words;
  const count = libraries.length;
  const them = plural(count, 'it', 'them');
  const command = isOwn
    ? ['cmake', '--build', releaseFolder(source)]
    : ['cmake', '--build', build, '--clean-first'];
  const first = isOwn
    ? `Configure a folder of your own (${releaseCommand(source)}), and let Retarget watch its build`
    : 'Let Retarget watch the build';
  return {
    message: `The link uses ${shownList(libraries)} in the build folder ${shown(build)}, but no CMake target makes ${plural(count, 'this library', 'these libraries')}, so Retarget cannot build ${them} for each target.`,
    hint: `${first} to learn how ${plural(count, 'it is', 'they are')} made. If ${plural(count, 'it is', 'they are')} prebuilt and the same for every target, keep ${them} outside the build folder.`,
    remedies: [{ kind: 'record', command }],
  };
}

// Its tests.

/** Why a test is no benchmark. */
export type LeftOut =
  | 'fails'
  | 'disabled'
  | 'skipped'
  | 'environment'
  /** A property of CTest's. */
  | { readonly judgedBy: string }
  /** The program that runs the executable. */
  | { readonly runBy: string };

export function testsLeftOut(words: {
  readonly executable: string;
  readonly tests: readonly { readonly name: string; readonly why: LeftOut }[];
}): string {
  const { executable, tests } = words;
  const groups = new Map<string, string[]>();
  for (const { name, why } of tests) {
    const reason = whyText(why);
    groups.set(reason, [...(groups.get(reason) ?? []), name]);
  }
  const named = [...groups].map(([reason, names]) => `${shownList(names)} (${reason})`);
  return `CTest tests that are not benchmarks of ${executable}: ${named.join('; ')}. To measure such a run, add it to "benchmarks" in retarget.json.`;
}

function whyText(why: LeftOut): string {
  if (why === 'fails') return 'expected to fail';
  if (why === 'disabled') return 'disabled';
  if (why === 'skipped') return 'skipped when it succeeds';
  if (why === 'environment') return 'CTest does not know its ENVIRONMENT_MODIFICATION';
  if ('judgedBy' in why) return `CTest checks its output: ${why.judgedBy}`;
  return `started by ${shown(why.runBy)}`;
}
