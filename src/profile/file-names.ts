// Names from outside (programs, targets, sources) as names of files, none of which may lead out of its folder.
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { hashOf } from '../cache/file-hashes.ts';
import type { OwnExecutable, PreparedProgram } from '../model/program.ts';
import { loaderNameOf } from '../toolchain/clang-link.ts';

const MAX_LENGTH = 80;
/** How a changed name ends. */
const HASHED = /-[0-9a-f]{8}$/u;

/** Windows knows devices by these, whatever stands behind a dot. */
const DEVICE = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$|clock\$)(?:\.|$)/iu;

/**
 * One path component that every file system takes: no separators, control characters or leading dots and dashes, no dot or space
 * at its end, no name of a device; never empty. A name that had to be changed ends in a part of its hash, so that two different
 * names never share a file; so does one that looks like such.
 */
export function safeFileName(name: string): string {
  const safe = name
    .replace(/[/\\:*?"<>|\p{C}]/gu, '_')
    .replace(/^[.\s-]+/u, '_')
    .replace(/[.\s]+$/u, '_')
    .replace(DEVICE, '_$&')
    .slice(0, MAX_LENGTH)
    // Half a character.
    .replace(/\p{Cs}$/u, '');
  const isItself = safe === name && safe !== '' && !HASHED.test(name);
  return isItself ? safe : hashed(safe, name);
}

function hashed(safe: string, name: string): string {
  return `${safe}-${hashOf(name).slice(0, 8)}`;
}

/** What file systems that tell neither case nor ways to write an accent apart take for one name. */
export function foldedName(name: string): string {
  return name.normalize('NFC').toUpperCase().toLowerCase();
}

/**
 * The name of a thing's own folder in another: where what is there has the same name but for case, which many file systems
 * take for one, it ends in a part of its hash.
 * @param folder absolute path; it need not exist
 */
export async function ownFolderName(folder: string, name: string): Promise<string> {
  const safe = safeFileName(name);
  const there = await readdir(folder).catch((): string[] => []);
  if (there.includes(safe)) return safe;
  const isTaken = there.some((each) => foldedName(each) === foldedName(safe));
  return isTaken ? hashed(safe, name) : safe;
}

/** What a program's executable is called: by its name, unless one of its own libraries, which stand beside it, is called so. */
export function executableName(program: PreparedProgram): string {
  const safe = safeFileName(program.name);
  return isLibrarys(program, safe) ? `${safe}.exe` : safe;
}

/** Where a program lies when its own build has made it, and what it is called there; without such a build, in its folder. */
export function homeOf(program: PreparedProgram): {
  readonly executableName: string;
  readonly home: Pick<OwnExecutable, 'path' | 'root'>;
} {
  const { own, directory } = program;
  const named = own === undefined ? undefined : basename(own.path);
  const name = named === undefined || isLibrarys(program, named) ? executableName(program) : named;
  return {
    executableName: name,
    home: own ?? { path: join(directory, name), root: directory },
  };
}

function isLibrarys({ libraries = [] }: PreparedProgram, name: string): boolean {
  return libraries.some((library) => loaderNameOf(library) === name);
}
