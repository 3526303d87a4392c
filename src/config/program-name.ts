// What a program is called that has no "name": after what it is to be made of, so that two of one file differ.
import { basename, extname } from 'node:path';
import type { ConfigProgram } from './config-schema.ts';

/** What "name" of the schema takes: it becomes a folder's. */
const LONGEST = 200;

/**
 * Its own name, or that of the one thing that it asks a build for, or else its folder's.
 * @param directory the configuration file's folder
 */
export function programName(program: ConfigProgram, directory: string): string {
  const asked = askedFor(program);
  const name = program.name ?? (asked !== undefined && isName(asked) ? asked : undefined);
  return name ?? (basename(directory) || 'program');
}

function askedFor({ cmake, record, cargo, main }: ConfigProgram): string | undefined {
  if (cmake !== undefined) return cmake.target;
  if (record !== undefined) return basename(record.executable);
  if (cargo !== undefined) return cargo.bin ?? cargo.example ?? cargo.bench;
  return main === undefined ? undefined : basename(main, extname(main));
}

function isName(text: string): boolean {
  return text !== '' && text.length <= LONGEST && !/[/\\]|^\.{1,2}$/u.test(text);
}
