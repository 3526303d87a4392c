// Reading the tables of objects and archives, whose sizes the files themselves say: bounded, and of files that end early nothing.
import type { FileHandle } from 'node:fs/promises';
import { openFile } from '../files/read-text.ts';

/** Bytes of one table; a larger one belongs to no file that anybody links every day. */
const MOST_READ = 256 * 1024 * 1024;

/** What is read of a file; nothing where it cannot be opened, ends before its tables do or goes away meanwhile. */
export async function withTables<T>(
  file: string,
  read: (handle: FileHandle) => Promise<T>,
): Promise<T | undefined> {
  const handle = await openFile(file).catch(() => undefined);
  if (handle === undefined) return undefined;
  try {
    return await read(handle);
  } catch (error) {
    // A table that points behind the file's end, or a file that went away meanwhile.
    if (error instanceof RangeError || (error as NodeJS.ErrnoException).code !== undefined) {
      return undefined;
    }
    throw error;
  } finally {
    await handle.close();
  }
}

/** @throws {RangeError} where the file ends before, or the table is larger than any that is read. */
export async function bytesOf(
  handle: FileHandle,
  { offset, size }: { readonly offset: number; readonly size: number },
): Promise<Buffer> {
  if (size > MOST_READ) throw new RangeError('a symbol table of this size is not read');
  const bytes = Buffer.alloc(size);
  const { bytesRead } = await handle.read(bytes, 0, size, offset);
  if (bytesRead < size) throw new RangeError('the file ends before its tables do');
  return bytes;
}
