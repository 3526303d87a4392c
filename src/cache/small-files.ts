// Reading files of which a build reads thousands, most of them small. To hand one to another thread and back costs this process five
// times what reading it costs, so small ones are read in place; where that means waiting, as on a network, they are handed over.
import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readFile as readFileBack,
  readSync,
  type Stats,
} from 'node:fs';
import { stat } from 'node:fs/promises';
import { promisify } from 'node:util';

/** Bytes up to which a file is read or written in place. */
export const SMALL_FILE = 128 * 1024;

/** A pipe is opened without waiting for who writes into it. */
const AT_ONCE = constants.O_RDONLY | constants.O_NONBLOCK;

/** The promises' own variant takes almost twice the time. */
const readFile = promisify(readFileBack);

/** Files after which it is known whether reading waits. */
const ENOUGH = 32;
/** Milliseconds: a local disk's cache gives a file in a tenth of this, a network takes longer. */
const WAITING = 0.3;

const inPlace = { files: 0, waited: 0 };

/** Whether most files were there at once. Their number counts and not their time: on a busy machine, any one can take long. */
function isQuick(): boolean {
  return inPlace.files < ENOUGH || inPlace.waited < inPlace.files / 2;
}

/** A file's content; undefined where it cannot be read, would be waited for, or is longer. @param most bytes */
export async function readWhole(path: string, most = Infinity): Promise<Buffer | undefined> {
  const content = isQuick() ? readInPlace(path, most) : await isReadable(path, most);
  return content === 'later' ? readFile(path).catch(() => undefined) : content;
}

async function isReadable(path: string, most: number): Promise<'later' | undefined> {
  const facts = await stat(path).catch(() => undefined);
  return facts === undefined || isRefused(facts, most) ? undefined : 'later';
}

/** A pipe waits for who writes into it, for ever where nobody does. */
function isRefused(facts: Stats, most: number): boolean {
  return facts.isFIFO() || facts.isSocket() || facts.size > most;
}

/** @returns `later` where it is large, or not a regular file */
function readInPlace(path: string, most: number): Buffer | undefined | 'later' {
  const began = performance.now();
  let file: number | undefined;
  try {
    file = openSync(path, AT_ONCE);
    const facts = fstatSync(file);
    if (isRefused(facts, most)) return undefined;
    if (!facts.isFile() || facts.size > SMALL_FILE || facts.size === 0) return 'later';
    const content = Buffer.allocUnsafe(facts.size);
    return readSync(file, content) === facts.size ? content : 'later';
  } catch {
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
    inPlace.files += 1;
    if (performance.now() - began > WAITING) inPlace.waited += 1;
  }
}
