// Runs CMake: the one that made a build folder, or else the one on PATH.
import { constants } from 'node:fs';
import { access, realpath } from 'node:fs/promises';
import { basename, dirname, isAbsolute, relative, resolve } from 'node:path';
import { FailureError } from '../../model/failure.ts';
import type { Place } from '../../model/failure.ts';
import { runProcess } from '../../process/run-process.ts';
import { isInside } from '../../text/path-inside.ts';
import { readCmakeCache } from './cmake-cache.ts';
import { firstErrorWords, unfetchedSubmodule, wordsThatMatter } from './configure-words.ts';
import {
  cmakeFailed,
  cmakeNotStarted,
  listsInvalid,
  submoduleNotFetched,
} from './messages/folder.ts';
import type { CmakeTask } from './messages/folder.ts';

const MAX_OUTPUT = 256 * 1024 * 1024;

export interface CmakeRun {
  readonly task: CmakeTask;
  /** The project's folder. */
  readonly source: string;
}

export class CmakeRunner {
  readonly #command: string;
  readonly #signal: AbortSignal;

  private constructor(command: string, signal: AbortSignal) {
    this.#command = command;
    this.#signal = signal;
  }

  /** @param source the project's folder: a cache in a clone names no program of that clone */
  static async for(
    { source, build }: { readonly source: string; readonly build: string },
    { signal }: { readonly signal: AbortSignal },
  ): Promise<CmakeRunner> {
    const known = (await readCmakeCache(build))?.get('CMAKE_COMMAND');
    const isUsable = known !== undefined && (await isOwnCmake(known, [source, build]));
    return new CmakeRunner(isUsable ? known : 'cmake', signal);
  }

  /**
   * @param source the folder that places in what it says are relative to
   * @returns what it printed
   * @throws {FailureError} `toolchain-missing`, `compile-failed`; the signal's reason once aborted.
   */
  async run(args: readonly string[], { task, source }: CmakeRun): Promise<string> {
    const result = await runProcess({
      command: this.#command,
      args,
      signal: this.#signal,
      maxOutput: MAX_OUTPUT,
    });
    if (result.spawnError !== undefined) {
      throw new FailureError({
        code: 'toolchain-missing',
        ...cmakeNotStarted(result.spawnError),
      });
    }
    if (result.exitCode === 0) return result.stdout;
    const { exitCode, signal, stderr } = result;
    const place = firstError(stderr, source);
    const hint = place === undefined ? undefined : await hintFor(stderr, place, source);
    throw new FailureError({
      code: 'compile-failed',
      ...cmakeFailed({ task, exitCode, signal, said: firstErrorWords(stderr) }),
      ...(hint === undefined ? {} : { hint, remedies: [], configurable: false }),
      ...(place === undefined ? {} : { place }),
      details: wordsThatMatter(result.stdout, stderr),
    });
  }

  /** Whether Ninja is there, which builds single files and does nothing faster. */
  async hasNinja(): Promise<boolean> {
    if (process.env.CMAKE_GENERATOR !== undefined) return false;
    const { exitCode } = await runProcess({
      command: 'ninja',
      args: ['--version'],
      signal: this.#signal,
    });
    return exitCode === 0;
  }
}

/** Mistakes of who wrote the file, which no option mends. */
const MISWRITTEN =
  /^ {2}(?:Parse error|Unknown CMake command|Flow control statements|A logical block opening)/mu;

/** Where its error tells more of what to do than what it was run for. */
async function hintFor(
  stderr: string,
  { file, line = 1 }: Place,
  source: string,
): Promise<string | undefined> {
  if (MISWRITTEN.test(stderr)) return listsInvalid({ file, line });
  const submodule = await unfetchedSubmodule(stderr, dirname(file));
  return submodule === undefined ? undefined : submoduleNotFetched(relative(source, submodule));
}

/** `CMake Error at tools/CMakeLists.txt:3 (if):`; relative to the source folder, whichever folder has the mistake. */
function firstError(stderr: string, source: string): Place | undefined {
  const { file, line } =
    /^CMake Error at (?<file>.+?):(?<line>\d+)(?::| \()/mu.exec(stderr)?.groups ?? {};
  if (file === undefined) return undefined;
  return { file: resolve(source, file), line: Number(line) };
}

/** Whether it is a CMake of this machine: a virtual environment in the project is used where its user has put it on PATH. */
async function isOwnCmake(path: string, folders: readonly string[]): Promise<boolean> {
  if (!/^cmake\d*(?:\.exe)?$/u.test(basename(path)) || !(await isExecutable(path))) return false;
  const places = [path, await realpath(path)];
  const inside = await Promise.all(folders.map((folder) => realpath(folder).catch(() => folder)));
  return ![...folders, ...inside].some((folder) => places.some((place) => isInside(folder, place)));
}

async function isExecutable(path: string): Promise<boolean> {
  if (!isAbsolute(path)) return false;
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
