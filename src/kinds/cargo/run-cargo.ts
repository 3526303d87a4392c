// Cargo and rustc as processes: found, run to their end, and their failures in their own last words.
import { access } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, isAbsolute, join, resolve } from 'node:path';
import { FailureError } from '../../model/failure.ts';
import type { Failure, Place } from '../../model/failure.ts';
import { runProcess } from '../../process/run-process.ts';
import type { ProcessResult } from '../../process/run-process.ts';
import { cargoFailed, toolNotStarted, type RunnableKind } from './messages.ts';

export interface CargoRequest {
  readonly tool: 'cargo' | 'rustc';
  readonly args: readonly string[];
  /** Absolute path; rustup chooses the toolchain by it. */
  readonly directory: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** Characters of cargo's words kept in a failure: the last ones, where it says why it stops. */
const MAX_DETAILS = 16_384;
/** Bytes: a workspace of a thousand crates tells some megabytes about them. */
const MAX_OUTPUT = 256 * 1024 * 1024;

/**
 * Runs it to its end; an exit code is the caller's to judge.
 * @throws {FailureError} `toolchain-missing` where there is none, and the signal's reason once aborted: no process is left then.
 */
export async function runCargo(request: CargoRequest): Promise<ProcessResult> {
  const { tool, args, directory, env = {}, signal } = request;
  const result = await runProcess({
    command: tool,
    args,
    cwd: directory,
    env: await addedVariables(env),
    signal,
    maxOutput: MAX_OUTPUT,
  });
  if (result.spawnError === undefined) return result;
  throw new FailureError({
    code: 'toolchain-missing',
    ...toolNotStarted({ tool, why: result.spawnError }),
  });
}

/** All that cargo finds in its environment when it is run with these. */
export async function cargoEnvironment(
  env: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, string | undefined>>> {
  return { ...process.env, ...(await addedVariables(env)) };
}

async function addedVariables(
  env: Readonly<Record<string, string>>,
): Promise<Record<string, string>> {
  const path = await searchPath();
  return { CARGO_TERM_COLOR: 'never', CARGO_TERM_PROGRESS_WHEN: 'never', PATH: path, ...env };
}

/** PATH, and behind it where rustup puts cargo: an editor started from a menu does not have it on its PATH. */
async function searchPath(): Promise<string> {
  const path = process.env['PATH'] ?? '';
  const home = process.env['CARGO_HOME'] ?? join(homedir(), '.cargo');
  const folder = join(home, 'bin');
  const isThere = await access(folder).then(
    () => true,
    () => false,
  );
  return isThere ? [path, folder].filter((part) => part !== '').join(delimiter) : path;
}

/** A failure of what cargo was asked to do. @param task what it was to build, or to read the package */
export function cargoFailure(
  task: { readonly kind: RunnableKind; readonly name: string } | 'read',
  directory: string,
  result: ProcessResult,
): Failure {
  const words = result.stderr.trim();
  const place = firstPlace(words, directory);
  const [reason] = /^error(?:\[E\d+\])?: .+/mu.exec(words) ?? [];
  return {
    code: 'compile-failed',
    ...cargoFailed({
      ...{ task, directory, signal: result.signal },
      reason: reason?.replace(/^error: /u, '').replace(/[.:]$/u, ''),
    }),
    ...(place === undefined ? {} : { place }),
    details: words.length <= MAX_DETAILS ? words : `[...]\n${words.slice(-MAX_DETAILS)}`,
  };
}

/** The first place that rustc names behind an error: ` --> src/main.rs:3:5`. */
function firstPlace(words: string, directory: string): Place | undefined {
  const error = words.search(/^error/mu);
  if (error === -1) return undefined;
  const found = /^\s*--> (?<file>.+?):(?<line>\d+):(?<column>\d+)$/mu.exec(words.slice(error));
  const { file, line, column } = found?.groups ?? {};
  if (file === undefined) return undefined;
  return {
    file: isAbsolute(file) ? file : resolve(directory, file),
    line: Number(line),
    column: Number(column),
  };
}
