// What the file system refused, in the product's own words.
import { FailureError } from '../model/failure.ts';

/** The failure that a file system error on one of the store's paths stands for; a FailureError passes through. */
export function storageFailure(error: unknown, path: string): FailureError {
  if (error instanceof FailureError) return error;
  const code = (error as NodeJS.ErrnoException | null)?.code;
  switch (code) {
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new FailureError(
        {
          code: 'folder-read-only',
          message: `${path} cannot be written: the folder or its file system is read-only (${code}).`,
          hint: 'Make the project folder writable, or copy the project to one that is; only storing the run needs it.',
          place: { file: path },
        },
        { cause: error },
      );
    case 'ENOSPC':
    case 'EDQUOT':
      return new FailureError(
        {
          code: 'disk-full',
          message: `${path} could not be written: the disk is full (${code}).`,
          hint: 'Free some space there; `retarget runs --delete <run>` removes stored runs, and what was stored before is still whole.',
          place: { file: path },
        },
        { cause: error },
      );
    case 'ENOENT':
      return new FailureError(
        {
          code: 'input-missing',
          message: `${path} does not exist.`,
          hint: 'Check the path of the project.',
          place: { file: path },
        },
        { cause: error },
      );
    case undefined:
    default: {
      const reason = error instanceof Error ? error.message : String(error);
      return new FailureError(
        {
          code: 'internal',
          message: `${path} could not be used: ${reason}`,
          place: { file: path },
        },
        { cause: error },
      );
    }
  }
}
