// The table of kinds: a new one is a folder of src/kinds and a line here.
import { basename, dirname } from 'node:path';
import { kindOf } from '../config/inputs.ts';
import { CARGO } from '../kinds/cargo/kind.ts';
import { CMAKE, CMAKE_OPTIONS } from '../kinds/cmake/kind.ts';
import { COMPILE_COMMANDS } from '../kinds/compile-commands/kind.ts';
import type { Kind, ToolOptions } from '../kinds/kind.ts';
import { RECORDED } from '../kinds/recorded/kind.ts';
import { BITCODE, SOURCES } from '../kinds/sources/kind.ts';
import type { KindKey } from '../model/program.ts';

/** In the order in which their units stand in a program, and their offers in a list. */
export const KINDS: readonly Kind[] = [SOURCES, COMPILE_COMMANDS, CMAKE, CARGO, RECORDED, BITCODE];

/** Keys of those that say all of a program. */
export const TOOL_KEYS = KINDS.filter(({ says }) => says === 'all').map(({ key }) => key);

/** The one build tool that takes options from a user. */
export const TOOL_OPTIONS: ToolOptions = CMAKE_OPTIONS;

export function kindAt(key: KindKey): Kind {
  const kind = KINDS.find((each) => each.key === key);
  if (kind === undefined) throw new Error(`No kind has the key ${key}.`);
  return kind;
}

/** The path itself, or the folder of a file that only a build tool reads. @param path absolute */
export async function pathMeant(path: string): Promise<string> {
  const isDescription = KINDS.some(({ files }) => files?.includes(basename(path)));
  return isDescription && (await kindOf(path)) === 'file' ? dirname(path) : path;
}
