// The two ways to run a tool for its output: argv, never a shell string. Nothing else does.
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import type { Readable } from 'node:stream';
import { boundedRun, notStarted, type ProcessRequest, type ProcessResult } from './bounded-run.ts';

export type { ProcessRequest, ProcessResult } from './bounded-run.ts';

/** A group of its own, so that one kill reaches whatever the process itself started. */
const detached = process.platform !== 'win32';

/**
 * Runs one process to its end, with nothing on its standard input. A non-zero exit is a result, not an error.
 * @throws {DOMException} the signal's own reason, once the whole process group is killed.
 */
export async function runProcess(request: ProcessRequest): Promise<ProcessResult> {
  // Not every command has such a tool to run, and loading time is start-up time.
  const { execa } = await import('execa');
  request.signal?.throwIfAborted();
  const child = execa(request.command, [...request.args], {
    ...(request.cwd === undefined ? {} : { cwd: request.cwd }),
    env: { ...request.env },
    stdin: 'ignore',
    reject: false,
    // The bounds are kept by whoever reads the streams.
    buffer: false,
    detached,
  });
  // Without a process there are no events either.
  if (child.pid === undefined) return notStarted((await child).code);
  return boundedRun(child, request);
}

/**
 * As `runProcess`, for the compilers and their like, which one build starts by the hundred: at half of what a start costs
 * this process there. The command is an absolute path.
 */
export async function runTool(request: ProcessRequest): Promise<ProcessResult> {
  request.signal?.throwIfAborted();
  let child: ReturnType<typeof startTool>;
  try {
    child = startTool(request);
  } catch (error) {
    // Most starts that fail are told later; one with too many arguments is at once.
    return notStarted((error as NodeJS.ErrnoException).code);
  }
  return boundedRun(child, request);
}

/** By these, clang, GCC's preprocessor and LLD write logs, lists and copies of what they read to where the variable says. */
const SILENCED: Readonly<Record<string, undefined>> = {
  ...{ DEPENDENCIES_OUTPUT: undefined, SUNPRO_DEPENDENCIES: undefined, LLD_REPRODUCE: undefined },
  ...{ CC_PRINT_OPTIONS: undefined, CC_PRINT_HEADERS: undefined, CC_LOG_DIAGNOSTICS: undefined },
  ...{ CC_PRINT_PROC_STAT: undefined, CC_PRINT_INTERNAL_STAT: undefined },
  CLANG_CRASH_DIAGNOSTICS_DIR: undefined,
};

function startTool({
  command,
  args,
  cwd,
  env,
}: ProcessRequest): ChildProcessByStdio<null, Readable, Readable> {
  return spawn(command, args, {
    ...(cwd === undefined ? {} : { cwd }),
    env: { ...process.env, ...SILENCED, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...{ detached, windowsHide: true },
  });
}
