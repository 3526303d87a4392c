// Starts one program as it is, for those who drive it themselves: its own streams, its own group, nothing read or added.
import { spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { killGroup, running } from './bounded-run.ts';

export interface StartRequest {
  /** Absolute path. */
  readonly command: string;
  readonly args: readonly string[];
  /** What the program sees as its own name; the command by default. */
  readonly argv0?: string;
  readonly cwd?: string;
  /** The whole environment; the inherited one by default. */
  readonly env?: Readonly<Record<string, string>>;
  /** An open file's descriptor, a pipe to write to, or nothing to read. */
  readonly stdin: number | 'pipe' | 'ignore';
  /** An open file's descriptor (1 and 2 are this process's own output), a pipe to read, or nothing. */
  readonly stdout: number | 'pipe' | 'ignore';
  readonly stderr: number | 'pipe' | 'ignore';
}

export interface ProcessEnd {
  readonly exitCode?: number;
  /** Name of the signal that ended it. */
  readonly signal?: string;
  /** Why it could not start (`ENOENT`, `EACCES`, ...). */
  readonly spawnError?: string;
}

export interface StartedProcess {
  /** Absent where it could not start. */
  readonly pid?: number;
  readonly stdin: Writable | null;
  readonly stdout: Readable | null;
  readonly stderr: Readable | null;
  /** Resolves when the process itself ends, though children of its may still hold its streams. Never rejects. */
  readonly ended: Promise<ProcessEnd>;
  /** Kills the whole process group. */
  kill(): void;
  /** Asks the whole process group to end, as Ctrl-C in a terminal does: make removes what is half made then. */
  interrupt(): void;
  /** Lets the whole process group go on, should somebody have stopped it. */
  resume(): void;
  /** Whether anything of the process group still runs. */
  groupAlive(): boolean;
}

/** Starts a process in a group of its own, killed should this process end first. A start that fails is an end with `spawnError`, not an exception. */
export function startProcess(request: StartRequest): StartedProcess {
  const child = spawn(request.command, [...request.args], {
    stdio: [request.stdin, request.stdout, request.stderr],
    detached: process.platform !== 'win32',
    windowsHide: true,
    ...(request.argv0 === undefined ? {} : { argv0: request.argv0 }),
    ...(request.cwd === undefined ? {} : { cwd: request.cwd }),
    ...(request.env === undefined ? {} : { env: { ...request.env } }),
  });
  const { pid } = child;
  if (pid !== undefined) running.add(pid);
  const ended = new Promise<ProcessEnd>((resolve) => {
    child.once('error', (error: NodeJS.ErrnoException) => {
      if (pid === undefined) resolve({ spawnError: error.code ?? 'UNKNOWN' });
    });
    child.once('exit', (exitCode, signal) => {
      if (pid !== undefined) running.delete(pid);
      resolve({
        ...(exitCode === null ? {} : { exitCode }),
        ...(signal === null ? {} : { signal }),
      });
    });
  });
  // A reader or writer that is gone shows in `ended`; without a listener it would take this process with it.
  for (const stream of [child.stdin, child.stdout, child.stderr])
    stream?.on('error', () => undefined);
  return {
    ...(pid === undefined ? {} : { pid }),
    stdin: child.stdin,
    stdout: child.stdout,
    stderr: child.stderr,
    ended,
    kill: () => {
      if (pid !== undefined) killGroup(pid);
    },
    interrupt: () => {
      if (pid !== undefined) killGroup(pid, 'SIGINT');
    },
    resume: () => {
      if (pid !== undefined) killGroup(pid, 'SIGCONT');
    },
    groupAlive: () => pid !== undefined && groupAlive(pid),
  };
}

function groupAlive(pid: number): boolean {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
