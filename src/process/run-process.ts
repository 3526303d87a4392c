// The only place that starts a tool for its output: argv, never a shell string; capped output; a time limit; the whole tree killed.
import { execa } from 'execa';

export interface ProcessRequest {
  /** Absolute path, or a name looked up on PATH. */
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  /** Added to the inherited environment; `undefined` removes a name. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds; the process group is killed after it. */
  readonly timeLimit?: number;
  /** Bytes of each stream (default 16 MiB); a process that writes more is killed, and `truncated` says so. */
  readonly maxOutput?: number;
}

export interface ProcessResult {
  /** Exit status; absent where a signal ended it or it could not start. */
  readonly exitCode?: number;
  /** Name of the signal that ended it, such as `SIGSEGV`. */
  readonly signal?: string;
  readonly stdout: string;
  readonly stderr: string;
  readonly timedOut: boolean;
  readonly truncated: boolean;
  /** Why it could not start (`ENOENT`, `EACCES`, ...); absent once it ran. */
  readonly spawnError?: string;
}

const DEFAULT_MAX_OUTPUT = 16 * 1024 * 1024;

/**
 * Runs one process to its end, with nothing on its standard input. A non-zero exit is a result, not an error.
 * @throws {DOMException} the signal's own reason, once the whole process group is killed.
 */
export async function runProcess(request: ProcessRequest): Promise<ProcessResult> {
  const { signal } = request;
  signal?.throwIfAborted();
  const child = execa(request.command, [...request.args], {
    ...(request.cwd === undefined ? {} : { cwd: request.cwd }),
    env: { ...request.env },
    stdin: 'ignore',
    reject: false,
    stripFinalNewline: false,
    maxBuffer: {
      stdout: request.maxOutput ?? DEFAULT_MAX_OUTPUT,
      stderr: request.maxOutput ?? DEFAULT_MAX_OUTPUT,
    },
    // A group of its own, so that one kill reaches whatever the process itself started.
    detached: process.platform !== 'win32',
  });
  const { pid } = child;
  let timedOut = false;
  const kill = (): void => {
    if (pid !== undefined) killGroup(pid);
  };
  const timer =
    request.timeLimit === undefined
      ? undefined
      : setTimeout(() => {
          timedOut = true;
          kill();
        }, request.timeLimit);
  signal?.addEventListener('abort', kill, { once: true });
  try {
    const result = await child;
    signal?.throwIfAborted();
    if (result.isMaxBuffer) kill();
    return {
      ...(result.exitCode === undefined ? {} : { exitCode: result.exitCode }),
      ...(result.signal === undefined ? {} : { signal: result.signal }),
      stdout: result.stdout,
      stderr: result.stderr,
      timedOut,
      truncated: result.isMaxBuffer,
      ...(pid === undefined ? { spawnError: result.code ?? 'UNKNOWN' } : {}),
    };
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', kill);
  }
}

/** Kills a process group at once; a group that is gone already is fine. */
export function killGroup(pid: number): void {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
