// What a thrown value means: a failure that somebody foresaw, the user's end, what the system refused, or a defect.
import { FailureError, type Failure } from './failure.ts';

/** The failure an unknown thrown value stands for; what nobody foresaw becomes `internal` with its stack. */
export function failureOf(error: unknown): Failure {
  if (error instanceof FailureError) return error.failure;
  if (error instanceof Error && error.name === 'AbortError') {
    return { code: 'interrupted', message: 'Interrupted.' };
  }
  const shown = error instanceof Error ? error : new Error(String(error));
  return (
    systemFailure(shown) ?? {
      code: 'internal',
      message: `Unexpected error: ${shown.message}`,
      hint: 'This is a defect in Retarget; please report it with the lines below.',
      ...(shown.stack === undefined ? {} : { details: shown.stack }),
    }
  );
}

/** Of an error that carries a system call's name: no defect made the system refuse it. */
function systemFailure(error: NodeJS.ErrnoException): Failure | undefined {
  const { code, syscall, message } = error;
  if (syscall === 'uv_cwd') {
    return {
      code: 'input-missing',
      message: 'The current folder no longer exists.',
      hint: 'Change to a folder that exists.',
    };
  }
  if (code === undefined || (syscall === undefined && !code.startsWith('ERR_FS_')))
    return undefined;
  const hint = HINTS[code];
  return {
    code: code === 'ENOSPC' || code === 'EDQUOT' ? 'disk-full' : 'system',
    message: `The system refused an operation: ${message}.`,
    ...(hint === undefined ? {} : { hint }),
  };
}

const HINTS: Readonly<Record<string, string>> = {
  EMFILE: 'Allow more open files (ulimit -n).',
  ENFILE: 'Close some programs: the whole system has too many open files.',
  EAGAIN: 'Close some programs, or allow more processes (ulimit -u).',
  ENOMEM: 'Close some programs: the system is out of memory.',
  ENOSPC: 'Free some space on this file system.',
  EDQUOT: 'Free some space on this file system.',
  EFBIG: 'Allow larger files (ulimit -f).',
  EIO: 'The disk may be damaged. The system log may have details.',
};
