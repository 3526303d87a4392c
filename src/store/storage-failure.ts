// What the file system refused, in the product's own words.
import { isDiskFull, writeFailure } from '../files/write-failure.ts';
import { FailureError } from '../model/failure.ts';
import { projectMissing, runsUnwritable, storageUnusable } from './messages.ts';

const READ_ONLY = ['EACCES', 'EPERM', 'EROFS'];

/** The failure that a file system error on one of the store's paths stands for; a FailureError passes through. */
export function storageFailure(error: unknown, path: string): FailureError {
  const code = (error as NodeJS.ErrnoException | null)?.code ?? '';
  const place = { file: path };
  const refused =
    isDiskFull(error) || READ_ONLY.includes(code)
      ? writeFailure(error, {
          ...runsUnwritable({ path }),
          place,
        })
      : error;
  if (refused instanceof FailureError) return refused;
  if (code === 'ENOENT') {
    return new FailureError(
      { code: 'input-missing', ...projectMissing({ path }), place },
      { cause: error },
    );
  }
  const reason = error instanceof Error ? error.message : String(error);
  return new FailureError(
    { code: 'system', ...storageUnusable({ path, error: reason }), place },
    { cause: error },
  );
}
