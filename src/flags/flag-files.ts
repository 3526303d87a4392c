// Files that flags name: -fprofile-use=app.profdata, -fsanitize-ignorelist=list.txt, -Wl,--version-script=a.map, ...
import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';

/**
 * Absolute paths of the regular files that a command line's words name, bare or behind a `=` or a comma; of a folder of
 * profiles, the one that clang reads. Reads the disk once for each set of flags, as `known` tells: units of one program mostly share theirs.
 */
export function filesNamedBy(
  flags: readonly string[],
  directory: string,
  known: Map<string, Promise<string[]>>,
): Promise<string[]> {
  const key = JSON.stringify([directory, flags]);
  let files = known.get(key);
  if (files === undefined) {
    files = findFiles(flags, directory);
    known.set(key, files);
  }
  return files;
}

async function findFiles(flags: readonly string[], directory: string): Promise<string[]> {
  const words = new Set([
    ...flags.flatMap((flag) => [flag, ...flag.split(/[=,]/u)]),
    ...flags.flatMap(profileWithin),
  ]);
  const files: string[] = [];
  for (const word of words) {
    if (word === '' || word.startsWith('-')) continue;
    const path = resolve(directory, word);
    const facts = await stat(path).catch(() => undefined);
    if (facts?.isFile() === true) files.push(path);
  }
  return files;
}

/** `-fprofile-use=DIR`, or without a name that of the folder in which clang runs. */
function profileWithin(flag: string): string[] {
  const use = /^-fprofile(?:-instr)?-use(?:=(?<folder>.*))?$/su.exec(flag);
  return use === null ? [] : [join(use.groups?.['folder'] ?? '', 'default.profdata')];
}
