// What keeps a file from being written, in the product's own words.
import { FailureError } from '../model/failure.ts';
import type { Place } from '../model/failure.ts';
import type { Remedy } from '../model/remedy.ts';
import { cannotBeWritten } from './messages.ts';

export interface Unwritten {
  /** What cannot be written, to begin a sentence with: `The cache folder /home/u/.cache/retarget`. */
  readonly what: string;
  /** What to do about it; for a full disk another, where that is not the same. */
  readonly hint: string;
  readonly hintWhenFull?: string;
  readonly remedies?: readonly Remedy[];
  /** The hint names keys of retarget.json. */
  readonly configurable?: boolean;
  readonly place?: Place;
}

/** Whether a file system's error says that nothing more fits: on the disk, or into the user's part of it. */
export function isDiskFull(error: unknown): boolean {
  const code = codeOf(error);
  return code === 'ENOSPC' || code === 'EDQUOT';
}

/** `disk-full` or `folder-read-only` for what the file system refused; anything else passes through, to be thrown as it is. */
export function writeFailure(error: unknown, unwritten: Unwritten): unknown {
  const code = codeOf(error);
  if (error instanceof FailureError || code === undefined) return error;
  const { what, hint, hintWhenFull = hint, remedies, configurable, place } = unwritten;
  const isFull = isDiskFull(error);
  return new FailureError(
    {
      code: isFull ? 'disk-full' : 'folder-read-only',
      message: cannotBeWritten({ what, code, isFull }),
      hint: isFull ? hintWhenFull : hint,
      ...(remedies === undefined ? {} : { remedies }),
      ...(configurable === undefined ? {} : { configurable }),
      ...(place === undefined ? {} : { place }),
    },
    { cause: error },
  );
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException | null)?.code;
}
