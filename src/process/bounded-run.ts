// A started process, followed to its end within bounds: capped output, a time limit, an abort; the whole group killed.
import type { ChildProcess } from 'node:child_process';
import type { Readable } from 'node:stream';

/** What a process is run for, and what it may take. */
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

/** Kills a process group at once, or sends it another signal; a group that is gone already is fine. */
export function killGroup(pid: number, signal: NodeJS.Signals = 'SIGKILL'): void {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** A start that failed. */
export function notStarted(spawnError = 'UNKNOWN'): ProcessResult {
  return { stdout: '', stderr: '', timedOut: false, truncated: false, spawnError };
}

/**
 * Reads a process that leads a group of its own, and kills that group where a bound is passed.
 * @throws {DOMException} the signal's own reason, once the whole process group is killed.
 */
export async function boundedRun(
  child: Pick<ChildProcess, 'pid' | 'once'> & Readonly<Record<'stdout' | 'stderr', Readable>>,
  { signal, timeLimit, maxOutput = DEFAULT_MAX_OUTPUT }: ProcessRequest,
): Promise<ProcessResult> {
  const { pid } = child;
  if (pid === undefined) {
    return new Promise((resolve) => {
      child.once('error', (error: NodeJS.ErrnoException) => resolve(notStarted(error.code)));
    });
  }
  running.add(pid);
  let grace: NodeJS.Timeout | undefined;
  const kill = (): void => {
    if (grace !== undefined) return;
    killGroup(pid);
    grace = setTimeout(() => {
      child.stdout.destroy();
      child.stderr.destroy();
    }, PIPE_GRACE);
  };
  const stdout = collected(child.stdout, maxOutput, kill);
  const stderr = collected(child.stderr, maxOutput, kill);
  let timedOut = false;
  const late = (): void => {
    timedOut = true;
    kill();
  };
  const timer = timeLimit === undefined ? undefined : setTimeout(late, timeLimit);
  signal?.addEventListener('abort', kill, { once: true });
  try {
    const [exitCode, endedBy] = await new Promise<[number | null, NodeJS.Signals | null]>(
      (resolve) => {
        child.once('close', (...end) => resolve(end));
      },
    );
    signal?.throwIfAborted();
    return {
      ...(exitCode === null ? {} : { exitCode }),
      ...(endedBy === null ? {} : { signal: endedBy }),
      ...{ stdout: stdout.text(), stderr: stderr.text(), timedOut },
      truncated: stdout.isOver() || stderr.isOver(),
    };
  } finally {
    clearTimeout(timer);
    clearTimeout(grace);
    signal?.removeEventListener('abort', kill);
    running.delete(pid);
  }
}

interface Collected {
  readonly text: () => string;
  /** Whether more came than is kept. */
  readonly isOver: () => boolean;
}

/** Keeps a stream's first `cap` bytes; `over` is called with the first byte beyond. */
function collected(stream: Readable, cap: number, over: () => void): Collected {
  const chunks: Buffer[] = [];
  let seen = 0;
  stream.on('data', (chunk: Buffer) => {
    if (seen < cap) chunks.push(chunk.subarray(0, cap - seen));
    seen += chunk.length;
    if (seen > cap) over();
  });
  // A reader's end that breaks ends the stream, and shows in what was read.
  stream.on('error', () => undefined);
  return { text: () => utf8.decode(Buffer.concat(chunks)), isOver: () => seen > cap };
}
