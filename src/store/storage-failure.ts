// What the file system refused, in the product's own words.
import { isDiskFull, writeFailure } from '../files/write-failure.ts';
import { FailureError } from '../model/failure.ts';

const READ_ONLY = ['EACCES', 'EPERM', 'EROFS'];

/** The failure that a file system error on one of the store's paths stands for; a FailureError passes through. */
export function storageFailure(error: unknown, path: string): FailureError {
  const code = (error as NodeJS.ErrnoException | null)?.code ?? '';
  const place = { file: path };
  const refused =
    isDiskFull(error) || READ_ONLY.includes(code)
      ? writeFailure(error, {
          what: path,
          hint: 'Make the project folder writable, or copy the project to one that is; only storing the run needs it.',
          hintWhenFull:
            'Free some space there; `retarget runs --delete <run>` removes stored runs, and what was stored before is still whole.',
          place,
        })
      : error;
  if (refused instanceof FailureError) return refused;
  if (code === 'ENOENT') {
    const hint = 'Check the path of the project.';
    return new FailureError(
      { code: 'input-missing', message: `${path} does not exist.`, hint, place },
      { cause: error },
    );
  }
  const reason = error instanceof Error ? error.message : String(error);
  return new FailureError(
    { code: 'internal', message: `${path} could not be used: ${reason}`, place },
    { cause: error },
  );
}
