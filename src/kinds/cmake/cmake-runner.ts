// Runs CMake: the one that made a build folder, or else the one on PATH.
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { dirname, isAbsolute, relative, resolve } from 'node:path';
import { FailureError } from '../../model/failure.ts';
import type { Place } from '../../model/failure.ts';
import { runProcess } from '../../process/run-process.ts';
import type { ProcessResult } from '../../process/run-process.ts';
import { shown } from '../../text/shown.ts';
import { readCmakeCache } from './cmake-cache.ts';
import { firstErrorWords, unfetchedSubmodule, wordsThatMatter } from './configure-words.ts';

const MAX_OUTPUT = 256 * 1024 * 1024;

export class CmakeRunner {
  readonly #command: string;
  readonly #signal: AbortSignal;

  private constructor(command: string, signal: AbortSignal) {
    this.#command = command;
    this.#signal = signal;
  }

  static async for(
    build: string,
    { signal }: { readonly signal: AbortSignal },
  ): Promise<CmakeRunner> {
    const known = (await readCmakeCache(build))?.get('CMAKE_COMMAND');
    return new CmakeRunner(
      known !== undefined && (await isExecutable(known)) ? known : 'cmake',
      signal,
    );
  }

  /**
   * @param failed what it means when it fails: `problem` without a full stop, `source` the folder that places are relative to
   * @returns what it printed
   * @throws {FailureError} `toolchain-missing`, `compile-failed`; the signal's reason once aborted.
   */
  async run(
    args: readonly string[],
    failed: { readonly problem: string; readonly hint: string; readonly source: string },
  ): Promise<string> {
    const result = await runProcess({
      command: this.#command,
      args,
      signal: this.#signal,
      maxOutput: MAX_OUTPUT,
    });
    if (result.spawnError !== undefined) {
      throw new FailureError({
        code: 'toolchain-missing',
        message: `cmake cannot be started (${result.spawnError}).`,
        hint: 'Install CMake, 3.14 or newer, such as by: apt install cmake ninja-build',
      });
    }
    if (result.exitCode === 0) return result.stdout;
    const place = firstError(result.stderr, failed.source);
    const said = firstErrorWords(result.stderr);
    throw new FailureError({
      code: 'compile-failed',
      message: `${failed.problem} (${endWords(result)}).${said === undefined ? '' : ` It said: ${said}`}`,
      hint: await hintFor(result, place, failed),
      ...(place === undefined ? {} : { place }),
      details: wordsThatMatter(result.stdout, result.stderr),
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

async function hintFor(
  { stderr }: ProcessResult,
  place: Place | undefined,
  { hint, source }: { readonly hint: string; readonly source: string },
): Promise<string> {
  if (place === undefined) return hint;
  if (MISWRITTEN.test(stderr)) {
    return `Correct ${shown(place.file)} at line ${place.line ?? 1}, as CMake says: it cannot be read as it is.`;
  }
  const submodule = await unfetchedSubmodule(stderr, dirname(place.file));
  if (submodule === undefined) return hint;
  return `${shown(relative(source, submodule))} is a submodule of git that was not fetched: git submodule update --init`;
}

/** `CMake Error at tools/CMakeLists.txt:3 (if):`; relative to the source folder, whichever folder has the mistake. */
function firstError(stderr: string, source: string): Place | undefined {
  const { file, line } =
    /^CMake Error at (?<file>.+?):(?<line>\d+)(?::| \()/mu.exec(stderr)?.groups ?? {};
  if (file === undefined) return undefined;
  return { file: resolve(source, file), line: Number(line) };
}

function endWords({ exitCode, signal }: ProcessResult): string {
  return exitCode === undefined ? `ended by ${signal ?? 'a signal'}` : `exit code ${exitCode}`;
}

async function isExecutable(path: string): Promise<boolean> {
  if (!isAbsolute(path)) return false;
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
