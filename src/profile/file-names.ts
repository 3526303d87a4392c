// Names from outside (programs, targets, sources) as names of files, none of which may lead out of its folder.
import { basename, join } from 'node:path';
import { hashOf } from '../cache/file-hashes.ts';
import type { OwnExecutable, PreparedProgram } from '../model/program.ts';
import { loaderNameOf } from '../toolchain/clang-link.ts';

const MAX_LENGTH = 80;
/** How a changed name ends. */
const HASHED = /-[0-9a-f]{8}$/u;

/**
 * One path component: no separators, control characters or leading dots and dashes; never empty. A name that had to
 * be changed ends in a part of its hash, so that two different names never share a file; so does one that looks like such.
 */
export function safeFileName(name: string): string {
  const safe = name
    .replace(/[/\\:*?"<>|\u0000-\u001f\u007f]/gu, '_')
    .replace(/^[.\s-]+/u, '_')
    .slice(0, MAX_LENGTH);
  const isItself = safe === name && safe !== '' && !HASHED.test(name);
  return isItself ? safe : `${safe}-${hashOf(name).slice(0, 8)}`;
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
