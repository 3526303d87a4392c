// The fallback where the runner cannot be compiled or started: Node starts the program and takes wall time around it.
import { createHash } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { startProcess, type StartedProcess } from '../process/start-process.ts';
import { timedByNode } from './messages/runner.ts';
import { NOTHING_CAPTURED } from './executor.ts';
import type { CapturedStream, End, Execution, Executor, NotStarted, Outcome } from './executor.ts';

/** How long streams may stay open once the program and its group are dead: only a process that left the group holds them. */
const STREAM_GRACE = 250;

/** An executor in JavaScript: wall time only, a millisecond or so added to each, and processes that leave their group escape it. */
export function plainExecutor(failure: string): Executor {
  const closing = new AbortController();
  return {
    kind: 'plain',
    measuresCpu: false,
    warning: {
      code: 'plain-executor',
      message: timedByNode({ failure }),
    },
    execute: (execution, signal) => execute(execution, [signal, closing.signal]),
    close: () => {
      closing.abort();
      return Promise.resolve();
    },
  };
}

async function execute(
  execution: Execution,
  signals: readonly (AbortSignal | undefined)[],
): Promise<Outcome> {
  const signal = AbortSignal.any(signals.filter((one) => one !== undefined));
  signal.throwIfAborted();
  if (execution.pin !== undefined) return { state: 'not-started', step: 'pin', error: 'ENOTSUP' };
  // spawn says ENOENT for a missing directory and a missing program alike.
  const directory = await stat(execution.directory).catch(errorCode);
  if (typeof directory === 'string') return refused('directory', directory);
  if (!directory.isDirectory()) return refused('directory', 'ENOTDIR');
  const input =
    execution.stdin === undefined ? undefined : await open(execution.stdin).catch(errorCode);
  if (typeof input === 'string') return refused('stdin', input);
  try {
    const start = process.hrtime.bigint();
    const child = startProcess({
      command: execution.program,
      args: execution.argv.slice(1),
      argv0: execution.argv[0] ?? execution.program,
      cwd: execution.directory,
      env: execution.env,
      stdin: input?.fd ?? 'ignore',
      stdout: execution.capture === 'none' ? 'ignore' : 'pipe',
      stderr: execution.capture === 'both' ? 'pipe' : 'ignore',
    });
    return await follow(child, execution, start, signal);
  } finally {
    await input?.close();
  }
}

async function follow(
  child: StartedProcess,
  execution: Execution,
  start: bigint,
  signal: AbortSignal,
): Promise<Outcome> {
  const limit = { passed: false };
  const timer = setTimeout(() => {
    limit.passed = true;
    child.kill();
  }, execution.timeLimit);
  const kill = (): void => {
    child.kill();
  };
  signal.addEventListener('abort', kill, { once: true });
  const stdout = collect(child.stdout, execution.keep);
  const stderr = collect(child.stderr, execution.keep);
  try {
    const end = await child.ended;
    const wall = Number(process.hrtime.bigint() - start);
    clearTimeout(timer);
    if (end.spawnError !== undefined) return refused('program', end.spawnError);
    const left = child.groupAlive();
    if (left) child.kill();
    signal.throwIfAborted();
    return {
      state: 'ran',
      end: endOf(end, limit.passed),
      wall,
      user: 0,
      system: 0,
      peakMemory: 0,
      leftProcesses: left && !limit.passed ? 1 : 0,
      stdout: await stdout(),
      stderr: await stderr(),
    };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', kill);
  }
}

function endOf(
  end: { readonly exitCode?: number; readonly signal?: string },
  timedOut: boolean,
): End {
  if (timedOut) return { kind: 'timeout' };
  return end.signal === undefined
    ? { kind: 'exit', code: end.exitCode ?? 0 }
    : { kind: 'signal', signal: end.signal };
}

/** Reads a stream to its end so that its writer never waits; keeps the first bytes, hashes the rest. */
function collect(stream: Readable | null, keep: number): () => Promise<CapturedStream> {
  if (stream === null) return () => Promise.resolve(NOTHING_CAPTURED);
  const kept: Buffer[] = [];
  const hash = createHash('sha256');
  let total = 0;
  stream.on('data', (chunk: Buffer) => {
    const room = Math.max(0, keep - total);
    if (room > 0) kept.push(chunk.subarray(0, room));
    if (chunk.length > room) hash.update(chunk.subarray(room));
    total += chunk.length;
  });
  const closed = new Promise((resolve) => stream.once('close', resolve));
  return async () => {
    await Promise.race([closed, sleep(STREAM_GRACE, undefined, { ref: false })]);
    stream.destroy();
    return { bytes: Buffer.concat(kept), total, restHash: hash.digest('hex') };
  };
}

function refused(step: NotStarted['step'], error: string): NotStarted {
  return { state: 'not-started', step, error };
}

function errorCode(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'UNKNOWN';
}
