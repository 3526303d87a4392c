// A build that has to be watched once before it is known what it makes: run, and kept with what was learnt.
import { stripVTControlCharacters } from 'node:util';
import { FailureError } from '../model/failure.ts';
import type { Toolchain } from '../model/toolchain.ts';
import { quoteCommand } from '../text/argv-text.ts';
import { cleanAdvice } from '../kinds/recorded/clean-advice.ts';
import { recordBuild } from '../kinds/recorded/record-build.ts';
import type { RecordOutcome, RecordRequest } from '../kinds/recorded/record-build.ts';
import { visibleText } from '../text/visible-text.ts';
import { lockMachine } from './machine-lock.ts';
import { nothingLinked, watchedBuildFailed } from './messages/runs.ts';

/** Characters of the one line of a failed build that its message has room for, and lines that its details have. */
const LONGEST_LINE = 200;
const LAST_LINES = 20;

export interface RecordContext {
  readonly toolchain: Toolchain;
  readonly signal: AbortSignal;
  /** Told once, in a sentence, when a profile has to end first. */
  readonly onWait: (message: string) => void;
}

export interface ProjectWatchContext extends RecordContext {
  /** Where the build's own output goes: to standard error, or to whoever is told each piece of it as it comes. */
  readonly output: 'stderr' | ((piece: string) => void);
}

/**
 * `recordBuild` in its turn: a build beside a profile would be in what that measures. A build that a profile itself watches
 * runs in the profile's turn, and not through here.
 * @throws {FailureError} as `recordBuild`; the signal's reason where it is aborted before the build has begun
 */
export async function recordInTurn(
  request: RecordRequest,
  { toolchain, signal, onWait }: RecordContext,
): Promise<RecordOutcome> {
  const lock = await lockMachine(`a build watched in ${request.directory}`, signal, onWait);
  try {
    return await recordBuild(request, { toolchain, signal });
  } finally {
    await lock.release();
  }
}

/**
 * Runs it in a folder, and keeps the record there.
 * @param command program first; no shell
 * @throws {FailureError} `compile-failed` where it fails, `project-empty` where it makes nothing that can be profiled; where its
 * output was told, with the line of it that says most in the message, and its end as details; the signal's reason once aborted, with what the build had made in the record
 */
export async function watchBuild(
  directory: string,
  command: readonly string[],
  { output, ...context }: ProjectWatchContext,
): Promise<void> {
  const outcome = await recordInTurn(
    {
      ...{ project: directory, directory, command, ofProfile: true },
      ...(output === 'stderr' ? { output } : { output: 'kept', onOutput: output }),
    },
    context,
  );
  if (outcome.interrupted) context.signal.throwIfAborted();
  const shown = quoteCommand(command);
  const { exitCode, signal: killedBy } = outcome.end;
  const end = linesOf(outcome.output).slice(-LAST_LINES).join('\n');
  const details = end === '' ? {} : { details: end };
  if (exitCode !== 0) {
    throw new FailureError({
      code: 'compile-failed',
      ...watchedBuildFailed({
        command: shown,
        end: killedBy ?? `exit code ${exitCode ?? 'unknown'}`,
        said: lastWord(outcome.output),
      }),
      place: { file: directory },
      ...details,
    });
  }
  if (outcome.executables.length > 0) return;
  throw new FailureError({
    code: 'project-empty',
    message: nothingLinked({ command: shown }),
    hint: cleanAdvice(command, directory),
    place: { file: directory },
    ...details,
  });
}

/** The line that says most: the last that speaks of an error, else the last of all; not what make itself ends with. */
function lastWord(output: string): string | undefined {
  const lines = linesOf(output);
  const own = lines.filter(
    (line) => !/^\S*make\S* \*\*\* (?:\[|Waiting)|^ninja: build stopped/u.test(line),
  );
  const telling = own.findLast((line) =>
    /\berror\b|fatal|undefined reference|not found|no such file|no rule/iu.test(line),
  );
  const line = (telling ?? own.at(-1) ?? lines.at(-1) ?? '').trim();
  return line === '' ? undefined : visibleText(line.slice(0, LONGEST_LINE));
}

function linesOf(output: string): string[] {
  return stripVTControlCharacters(output)
    .split(/[\r\n]+/u)
    .filter((line) => line.trim() !== '');
}
