// Reads what lies in a folder of others: a regular file and no more of it than anybody writes, as a link may lead to a device without an end.
import { constants } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { cannotBeRead, isFolder, isNoFile, isTooLong } from './messages.ts';

const MEBIBYTE = 1024 * 1024;

/** Bytes of a file that people write: far above the longest of them, and soon read. */
export const MOST_WRITTEN = 4 * MEBIBYTE;
/** Bytes of a file that tools write, whose length grows with the project: a longer text fits into no string. */
export const MOST_GENERATED = 500 * MEBIBYTE;

/** A file that is not read for what it is; where it cannot be, the system's own error says why. */
export class UnfitFileError extends Error {
  override readonly name = 'UnfitFileError';
  readonly code: string;

  /** @param reason such as `is not a regular file`, to stand behind the file's name */
  constructor(
    code: 'EISDIR' | 'ENOTFILE' | 'EFBIG',
    readonly reason: string,
  ) {
    super(reason);
    this.code = code;
  }
}

/** Why a file was not read, to stand behind its name. @param error as `readText` throws it */
export function whyUnread(error: unknown): string {
  if (error instanceof UnfitFileError) return error.reason;
  return cannotBeRead((error as NodeJS.ErrnoException).code);
}

/**
 * A file's text, as UTF-8; bytes that are not become U+FFFD.
 * @throws {UnfitFileError} where it is no regular file or too long; otherwise the system's error.
 */
export async function readText(path: string, most = MOST_WRITTEN): Promise<string> {
  return (await readBytes(path, most)).toString('utf8');
}

/** As `readText`, of its bytes. */
export async function readBytes(path: string, most = MOST_WRITTEN): Promise<Buffer> {
  const handle = await openFile(path);
  try {
    return await bytesOf(handle, most);
  } finally {
    await handle.close();
  }
}

/** Opens a regular file for reading. @throws as `readText` */
export async function openFile(path: string): Promise<FileHandle> {
  // Before it is opened, too: to open a device may do something to it.
  refuseOthers(await stat(path));
  // Should a pipe have taken its place, opening it waits for nobody who writes; a regular file knows no waiting.
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    refuseOthers(await handle.stat());
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

function refuseOthers(facts: { isFile(): boolean; isDirectory(): boolean }): void {
  if (facts.isDirectory()) throw new UnfitFileError('EISDIR', isFolder());
  if (!facts.isFile()) throw new UnfitFileError('ENOTFILE', isNoFile());
}

/** What a file says of its size is not believed: those of /proc say nothing, and one may grow while it is read. */
async function bytesOf(handle: FileHandle, most: number): Promise<Buffer> {
  const { size } = await handle.stat();
  refuseLonger(size, most);
  const pieces: Buffer[] = [];
  let length = 0;
  for (;;) {
    const piece = Buffer.allocUnsafe(Math.max(size + 1 - length, 64 * 1024));
    const { bytesRead } = await handle.read(piece, 0, piece.length, null);
    if (bytesRead === 0) break;
    length += bytesRead;
    refuseLonger(length, most);
    pieces.push(piece.subarray(0, bytesRead));
  }
  const [first, ...others] = pieces;
  return first === undefined || others.length > 0 ? Buffer.concat(pieces) : first;
}

function refuseLonger(length: number, most: number): void {
  if (length > most) {
    throw new UnfitFileError('EFBIG', isTooLong(most / MEBIBYTE));
  }
}
