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
  /** UTF-8; bytes that are not become U+FFFD. At most `maxOutput` bytes. */
  readonly stdout: string;
  readonly stderr: string;
  readonly timedOut: boolean;
  readonly truncated: boolean;
  /** Why it could not start (`ENOENT`, `EACCES`, ...); absent once it ran. */
  readonly spawnError?: string;
}

/** Keeps a byte order mark: it is the tool's output too. */
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

const DEFAULT_MAX_OUTPUT = 16 * 1024 * 1024;

/** Milliseconds a killed process's output may stay open: whoever left the group still holds the pipe, and is not waited for. */
const PIPE_GRACE = 200;

/** Groups that are running now, whoever started them; killed should this process end before they do. */
export const running = new Set<number>();
process.on('exit', () => {
  for (const pid of running) {
    try {
      killGroup(pid);
    } catch {
      // Another user's by now (sudo): the others are killed all the same.
    }
  }
});

/**
 * Runs one process to its end, with nothing on its standard input. A non-zero exit is a result, not an error.
 * @throws {DOMException} the signal's own reason, once the whole process group is killed.
 */
export async function runProcess(request: ProcessRequest): Promise<ProcessResult> {
  const { signal } = request;
  signal?.throwIfAborted();
  const maxBuffer = request.maxOutput ?? DEFAULT_MAX_OUTPUT;
  const child = execa(request.command, [...request.args], {
    ...(request.cwd === undefined ? {} : { cwd: request.cwd }),
    env: { ...request.env },
    stdin: 'ignore',
    reject: false,
    stripFinalNewline: false,
    // Bytes, so that the cap counts what the process wrote and not how it decodes.
    encoding: 'buffer',
    maxBuffer,
    // The default, SIGTERM, asks only the leader, and it may decline.
    killSignal: 'SIGKILL',
    // A group of its own, so that one kill reaches whatever the process itself started.
    detached: process.platform !== 'win32',
  });
  const { pid } = child;
  if (pid !== undefined) running.add(pid);
  const stopped = { late: false, overflowing: false };
  let grace: NodeJS.Timeout | undefined;
  const kill = (): void => {
    if (pid === undefined || grace !== undefined) return;
    killGroup(pid);
    grace = setTimeout(() => {
      child.stdout.destroy();
      child.stderr.destroy();
    }, PIPE_GRACE);
  };
  // execa stops reading at the cap but ends only the leader; its children would go on.
  for (const stream of [child.stdout, child.stderr]) {
    let seen = 0;
    stream.on('data', (chunk: Buffer) => {
      seen += chunk.length;
      if (seen <= maxBuffer) return;
      stopped.overflowing = true;
      kill();
    });
  }
  const timer =
    request.timeLimit === undefined
      ? undefined
      : setTimeout(() => {
          stopped.late = true;
          kill();
        }, request.timeLimit);
  signal?.addEventListener('abort', kill, { once: true });
  try {
    const result = await child;
    signal?.throwIfAborted();
    return {
      ...(result.exitCode === undefined ? {} : { exitCode: result.exitCode }),
      ...(result.signal === undefined ? {} : { signal: result.signal }),
      stdout: utf8.decode(result.stdout),
      stderr: utf8.decode(result.stderr),
      timedOut: stopped.late,
      truncated: stopped.overflowing || result.isMaxBuffer,
      ...(pid === undefined ? { spawnError: result.code ?? 'UNKNOWN' } : {}),
    };
  } finally {
    clearTimeout(timer);
    clearTimeout(grace);
    signal?.removeEventListener('abort', kill);
    if (pid !== undefined) running.delete(pid);
  }
}

/** Kills a process group at once, or sends it another signal; a group that is gone already is fine. */
export function killGroup(pid: number, signal: NodeJS.Signals = 'SIGKILL'): void {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
