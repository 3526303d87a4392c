// What this room says about files: why one cannot be read, to stand behind its name, or written.

export function isFolder(): string {
  return 'is a folder, but a file is expected';
}

export function isNoFile(): string {
  return 'is not a regular file';
}

export function isTooLong(mebibytes: number): string {
  return `is larger than ${mebibytes} MiB, the limit`;
}

/** @param code the system's, such as `EACCES` */
export function cannotBeRead(code: string | undefined): string {
  return `cannot be read (${code ?? 'unknown error'})`;
}

/** @param what cannot be written, to begin a sentence with */
export function cannotBeWritten(words: {
  readonly what: string;
  readonly code: string;
  readonly isFull: boolean;
}): string {
  return words.isFull
    ? `${words.what} cannot be written to, because the disk is full (${words.code}).`
    : `${words.what} is not writable (${words.code}).`;
}
