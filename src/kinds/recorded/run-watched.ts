// Runs the user's own build with the recorder in front, and gives what it saw.
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FailureError } from '../../model/failure.ts';
import type { Toolchain } from '../../model/toolchain.ts';
import { startProcess, type ProcessEnd } from '../../process/start-process.ts';
import { parseRecordLog, type RecordedStep } from './recorded-step.ts';
import { recorderProgram } from './recorder-program.ts';
import type { RecorderProgram } from './recorder-program.ts';
import { placeShims } from './shims.ts';
import { notStarted as notStartedWords } from './messages/build.ts';

export interface WatchRequest {
  /** Program first; a name is looked up on PATH. */
  readonly command: readonly string[];
  /** Absolute path of the folder it runs in. */
  readonly directory: string;
  /** Where its output goes: to this process's own, all of it to standard error, or to nobody but a failure's details. */
  readonly output: 'inherit' | 'stderr' | 'kept';
  /** Told each piece of it as it comes, where it is kept. */
  readonly onOutput?: (piece: string) => void;
}

export interface RecorderContext {
  readonly toolchain: Pick<Toolchain, 'clang' | 'banner'>;
  readonly signal: AbortSignal;
  /** Without the recorder's library, as on systems whose loader refuses it. */
  readonly shimsOnly?: boolean;
}

export interface WatchedBuild {
  readonly end: ProcessEnd;
  readonly steps: readonly RecordedStep[];
  /** It was stopped by the signal; what it had done until then is in the steps, begun and not ended among them. */
  readonly interrupted: boolean;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** The end of what it wrote, where that is kept. */
  readonly output: string;
}

/** Milliseconds that an interrupted build has to remove what is half made. */
const GRACE = 3000;
const MOST_OUTPUT = 64 * 1024;

/**
 * A build that fails is a result, and so is one that is stopped. Where it is stopped, its process group is gone when
 * this ends; what left that group (setsid) goes on, unseen.
 * @throws {FailureError} where the command cannot be started or the recorder cannot be made; the signal's reason where it is
 * aborted before the build has begun.
 */
export async function runWatched(
  request: WatchRequest,
  context: RecorderContext,
): Promise<WatchedBuild> {
  const { signal } = context;
  signal.throwIfAborted();
  const made = await recorderProgram(context.toolchain, signal);
  const recorder = context.shimsOnly === true ? { folder: made.folder, shim: made.shim } : made;
  const work = await mkdtemp(join(tmpdir(), 'retarget-record-'));
  try {
    const log = join(work, 'log');
    await writeFile(log, '');
    const env = {
      ...inherited(),
      ...(await placeShims(recorder, process.env)),
      ...preload(recorder),
      RETARGET_RECORD_LOG: log,
    };
    signal.throwIfAborted();
    const startedAt = Date.now();
    const { end, output } = await runCommand(request, env, signal);
    const interrupted = signal.aborted;
    if (end.spawnError !== undefined) throw notStarted(request, end.spawnError);
    const written = await readFile(log);
    await tellOuter(written);
    return { end, output, interrupted, startedAt, steps: parseRecordLog(written) };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** Whoever watches this process in turn knows nothing of what was written to a log of its own. */
async function tellOuter(written: Buffer): Promise<void> {
  const outer = process.env['RETARGET_RECORD_LOG'];
  if (outer !== undefined) await appendFile(outer, written).catch(() => undefined);
}

function inherited(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      value === undefined || name === 'RETARGET_RECORD_INSIDE' ? [] : [[name, value]],
    ),
  );
}

function preload({ library, shim }: RecorderProgram): Record<string, string> {
  if (library === undefined) return {};
  const others = process.env['LD_PRELOAD'];
  const sanitizer = process.env['ASAN_OPTIONS'];
  return {
    RETARGET_RECORD_LIBRARY: library,
    RETARGET_RECORD_SHIM: shim,
    LD_PRELOAD: others === undefined || others === '' ? library : `${library}:${others}`,
    // A program built with the address sanitizer that the build runs would refuse to start behind another library.
    ASAN_OPTIONS: `${sanitizer === undefined || sanitizer === '' ? '' : `${sanitizer}:`}verify_asan_link_order=0`,
  };
}

async function runCommand(
  { command, directory, output, onOutput }: WatchRequest,
  env: Record<string, string>,
  signal: AbortSignal,
): Promise<{ end: ProcessEnd; output: string }> {
  const [program = '', ...args] = command;
  const kept = output === 'kept';
  const child = startProcess({
    command: program,
    args,
    cwd: directory,
    env,
    stdin: kept ? 'ignore' : 0,
    stdout: kept ? 'pipe' : output === 'stderr' ? 2 : 1,
    stderr: kept ? 'pipe' : 2,
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (piece: string) => {
      text = (text + piece).slice(-MOST_OUTPUT);
      onOutput?.(piece);
    });
  }
  let timer: NodeJS.Timeout | undefined;
  const stop = (): void => {
    child.interrupt();
    timer ??= setTimeout(() => {
      child.kill();
    }, GRACE);
  };
  signal.addEventListener('abort', stop, { once: true });
  try {
    const end = await child.ended;
    // Whatever a build leaves behind would write to a log that nobody reads.
    if (signal.aborted) child.kill();
    return { end, output: text };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}

function notStarted({ command, directory }: WatchRequest, why: string): FailureError {
  const [program = ''] = command;
  return new FailureError({
    code: 'input-missing',
    ...notStartedWords({
      ...{ program, directory, why, isMissing: why === 'ENOENT' },
      throughShell: ['sh', '-c', command.join(' ')],
    }),
  });
}
