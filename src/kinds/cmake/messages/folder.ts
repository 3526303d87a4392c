// What is said of a build folder of CMake's: how it is configured and built in, what CMake says of it.
import type { Complaint } from '../../../config/messages.ts';
import { quoteCommand } from '../../../text/argv-text.ts';
import type { FailureWords } from '../../../model/failure.ts';
import { plural } from '../../../text/plural.ts';
import { shown, shownList } from '../../../text/shown.ts';
import { releaseCommand } from '../release-command.ts';

// What retarget.json names. Complaints stand behind a place in it: they have no full stop.

/** @param isOurs whether Retarget configured it */
export function otherOptions(words: {
  readonly build: string;
  readonly isOurs: boolean;
}): Complaint {
  return {
    message: `${shown(words.build)} was configured with other options`,
    hint: words.isOurs
      ? 'Remove that folder. Retarget then configures it with these options.'
      : 'Configure it with these options yourself and do not pass them to Retarget, or set "build" to a new folder, which Retarget then configures.',
  };
}

export function notABuildFolder(words: {
  readonly written: string;
  readonly source: string;
}): Complaint {
  return {
    message: `${shown(words.written)} is not a CMake build folder: it has no CMakeCache.txt`,
    hint: `Set it to a folder that CMake has configured, or to a new one: ${releaseCommand(words.source)}`,
  };
}

export function projectMissing(file: string): Complaint {
  return {
    message: `there is no CMake project here: ${shown(file)} is missing`,
    hint: 'Put this file next to the CMakeLists.txt of the whole project, or set "build" to a build folder.',
  };
}

/** @param names of the configurations that it has, without one that has none */
export function configurationUnknown(words: {
  readonly build: string;
  readonly name: string;
  readonly names: readonly string[];
}): Complaint {
  const { build, name, names } = words;
  return {
    message: `${shown(build)} has no configuration ${shown(name)}`,
    hint:
      names.length > 0
        ? `It has ${shownList(names)}.`
        : 'It was configured without a build type: remove "configuration", or set "build" to another folder.',
  };
}

/** @param problem without its full stop */
export function atKey(words: { readonly key: string; readonly problem: string }): string {
  return `"cmake": { "${words.key}" }: ${words.problem}.`;
}

// CMake at work.

export function configuring(build: string): string {
  return `cmake is configuring ${shown(build)}`;
}

export function generating(build: string): string {
  return `cmake --build is generating sources in ${shown(build)}`;
}

/** What CMake is run for. */
export type CmakeTask =
  | { readonly kind: 'configure'; readonly build: string }
  | { readonly kind: 'generate'; readonly build: string; readonly target: string };

/** @param said its first error */
export function cmakeFailed(words: {
  readonly task: CmakeTask;
  readonly exitCode: number | undefined;
  readonly signal: string | undefined;
  readonly said: string | undefined;
}): FailureWords {
  const { task, exitCode, signal, said } = words;
  const end =
    exitCode === undefined ? `terminated by ${signal ?? 'a signal'}` : `exit code ${exitCode}`;
  const problem =
    task.kind === 'configure'
      ? `CMake cannot configure ${shown(task.build)}`
      : `The build in ${shown(task.build)} cannot generate the sources of ${shown(task.target)}`;
  return {
    message: `${problem} (${end}).${said === undefined ? '' : ` Its first error: ${said}`}`,
    hint:
      task.kind === 'configure'
        ? 'If the project needs options, add them as "options" next to "target" in retarget.json. Or configure the project in a folder of your own, and set "build" to it.'
        : 'An option of the project may turn off the part that fails: add it as "options" next to "target" in retarget.json. Or build the project yourself, and set "build" to its build folder.',
    remedies: [{ kind: 'set', what: 'cmake-options' }],
    configurable: true,
  };
}

/** A hint. */
export function listsInvalid(words: { readonly file: string; readonly line: number }): string {
  return `Fix ${shown(words.file)} at line ${words.line}: CMake cannot read it.`;
}

/** A hint. */
export function submoduleNotFetched(submodule: string): string {
  return `The Git submodule ${shown(submodule)} was not fetched. Run: git submodule update --init`;
}

export function cmakeNotStarted(why: string): FailureWords {
  return {
    message: `cmake could not be started (${why}).`,
    hint: 'Install CMake 3.14 or newer, for example: apt install cmake ninja-build',
  };
}

export function noReply(build: string): FailureWords {
  return {
    message: `CMake configured ${shown(build)} but did not report its contents.`,
    hint: 'Install CMake 3.14 or newer, which has the File API.',
  };
}

export function ownFolderLinked(path: string): { message: string; hint: string } {
  return {
    message: `${shown(path)} is a link, so nothing is built there.`,
    hint: 'Remove that link.',
  };
}

export function folderUnwritable(build: string): {
  readonly what: string;
  readonly hint: string;
  readonly configurable: true;
} {
  return {
    what: `The build folder ${shown(build)}`,
    hint: 'In retarget.json, set "build" (next to "target") to a writable build folder.',
    configurable: true,
  };
}

// CMake's reply.

export function codemodelVersion(words: {
  readonly file: string;
  readonly folder: string;
  readonly version: number;
  readonly own: number;
  readonly cmake: string;
}): FailureWords {
  const { file, folder, version, own, cmake } = words;
  return {
    message: `${shown(file)} uses version ${version} of CMake's codemodel, but Retarget reads version ${own}.`,
    hint: `Remove ${shown(folder)} and profile again, so that CMake writes version ${own}. If that does not help, CMake ${cmake} is too new for this version of Retarget.`,
  };
}

/** @param named the folder's path when it was configured */
export function folderMoved(words: {
  readonly build: string;
  readonly named: string;
}): FailureWords {
  return {
    message: `${shown(words.build)} was configured in ${shown(words.named)} and has since been moved or copied.`,
    hint: 'Remove its CMakeCache.txt and configure it again, or set "build" to another folder.',
  };
}

export type ReplyProblem =
  | 'missing'
  | 'incomplete'
  | 'changed'
  /** Why it cannot be read, to stand behind its name. */
  | { readonly unread: string }
  /** Where it is not as CMake writes it; may be empty. */
  | { readonly wrongAt: string };

/** @param folder of the whole reply */
export function replyDamaged(words: {
  readonly file: string;
  readonly folder: string;
  readonly problem: ReplyProblem;
}): FailureWords {
  return {
    message: `${shown(words.file)} ${replyProblem(words.problem)}.`,
    hint: `Remove ${shown(words.folder)} and profile again; CMake then writes it again. If CMake is running in that folder, wait for it to finish.`,
  };
}

function replyProblem(problem: ReplyProblem): string {
  if (problem === 'missing') return "is missing, but CMake's reply names it";
  if (problem === 'incomplete') return 'is incomplete';
  if (problem === 'changed') return 'was changed after CMake wrote it';
  if ('unread' in problem) return problem.unread;
  const where = problem.wrongAt === '' ? '' : ` (at ${problem.wrongAt})`;
  return `is not what CMake's File API writes${where}`;
}

// How it was configured.

/** @param changed files of the project's; none where CMake failed since */
export function folderOutdated(words: {
  readonly build: string;
  readonly changed: readonly string[];
}): string {
  const { build, changed } = words;
  const again = `Configure it again: ${quoteCommand(['cmake', build])}`;
  return changed.length === 0
    ? `CMake failed in ${shown(build)} after it was configured; the results are for the earlier configuration. ${again}`
    : `${shown(build)} was configured before ${shownList(changed)} changed; the results are for the earlier ${plural(changed.length, 'version', 'versions')}. ${again}`;
}

interface Configured {
  /** The project's folder. */
  readonly source: string;
  /** Several configurations in one folder. */
  readonly multiConfig: boolean;
}

export function folderNotOptimized(
  words: Configured & { readonly build: string; readonly configuration: string },
): string {
  const { build, configuration } = words;
  const named = configuration === '' ? 'without a build type' : `as ${configuration}`;
  return `${shown(build)} is configured ${named}, which does not optimize, so targets make little difference. ${optimizedAdvice(words)}`;
}

export function notOptimized(words: Configured & { readonly configuration: string }): string {
  const { configuration } = words;
  const named = configuration === '' ? '' : ` is configured as ${shown(configuration)}, which`;
  return `Its build folder${named} does not optimize. ${optimizedAdvice(words)}`;
}

export function noBuildType(source: string): string {
  return `It is configured without a build type, so nothing is optimized unless the project sets flags. ${optimizedAdvice({ source, multiConfig: false })}`;
}

function optimizedAdvice({ source, multiConfig }: Configured): string {
  return multiConfig
    ? 'In retarget.json, set "configuration": "Release" next to "target".'
    : `Configure an optimized build folder, and set "build" to it: ${releaseCommand(source)}`;
}

/** A hint. */
export function useOwnCompiler(): string {
  return 'Configure a build folder with a compiler for this system, such as cc or clang. In retarget.json, set "build" (next to "target") to that folder.';
}
