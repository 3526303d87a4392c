// Where this process stands and looks for programs: a client starts it in the workspace, whose own `cat` must never be found.
import { realpathSync } from 'node:fs';
import { basename, delimiter, dirname, isAbsolute, join } from 'node:path';
import { isInside } from '../text/path-inside.ts';
import { configuredPath } from '../toolchain/find-toolchain.ts';

/** Variables that hold lists of folders in which programs and libraries are looked for; an empty entry is the current one. */
const SEARCHED = [
  ...['PATH', 'Path', 'LD_LIBRARY_PATH', 'DYLD_LIBRARY_PATH'],
  ...['DYLD_FALLBACK_LIBRARY_PATH', 'DYLD_FRAMEWORK_PATH', 'DYLD_FALLBACK_FRAMEWORK_PATH'],
];

/** A list too, but an empty one stands for no folder; without it the system's usual ones are searched. */
const TOOLCHAINS = 'RETARGET_LLVM_FOLDERS';

/** Folders of caches: what is remembered there of a toolchain is believed. */
const CACHES = ['RETARGET_CACHE', 'XDG_CACHE_HOME'] as const;

/** Variables with other values than they have; `undefined` for those that are to go. */
export type Changes = ReadonlyMap<string, string | undefined>;

/**
 * Before anything else is started: leaves the folder this process was started in, and searches only folders that are the
 * same wherever a process stands.
 * @param folder absolute path of one that holds no one else's files.
 */
export function leaveWorkspace(folder: string): void {
  process.chdir(folder);
  for (const [name, value] of listsOf(process.env, (entry) => isAbsolute(entry))) {
    if (value === undefined) Reflect.deleteProperty(process.env, name);
    else process.env[name] = value;
  }
}

/**
 * What in an environment leads into these folders, taken out of it: whoever made them made the programs in them, too, and a
 * shell or a tool of the project's may have put them there.
 * @param folders absolute paths
 */
export function programsToAvoid(
  folders: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Changes {
  if (folders.length === 0) return new Map();
  const isElsewhere = (entry: string): boolean => !leadsInto(folders, entry);
  const changes = new Map(listsOf(env, isElsewhere));
  const toolchains = env[TOOLCHAINS];
  if (toolchains !== undefined) changes.set(TOOLCHAINS, kept(toolchains, isElsewhere));
  const toolchain = configuredPath({ configured: env['RETARGET_LLVM'] ?? '' });
  if (toolchain !== undefined && toolchainLeadsInto(folders, toolchain)) {
    changes.set('RETARGET_LLVM', undefined);
  }
  return changes;
}

/** The same of caches that an environment names. */
export function cachesToAvoid(
  folders: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Changes {
  const inside = CACHES.filter((name) => leadsInto(folders, env[name] ?? ''));
  return new Map(inside.map((name) => [name, undefined]));
}

/** Whether the LLVM that is chosen by a path lies in one of these folders. @param path absolute, of a clang or a folder */
export function toolchainLeadsInto(folders: readonly string[], path: string): boolean {
  return leadsInto(folders, path) || leadsInto(folders, join(path, 'bin'));
}

/** Whether a path lies in one of these folders, by its words or where its links lead. */
function leadsInto(folders: readonly string[], path: string): boolean {
  if (!isAbsolute(path)) return false;
  const places = [path, realPath(path)];
  return folders
    .flatMap((folder) => [folder, realPath(folder)])
    .some((folder) => places.some((place) => isInside(folder, place)));
}

/** Of what is not there, where it would be. */
function realPath(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    const above = dirname(path);
    return above === path ? path : join(realPath(above), basename(path));
  }
}

function listsOf(
  env: Readonly<Record<string, string | undefined>>,
  isKept: (entry: string) => boolean,
): [string, string | undefined][] {
  return SEARCHED.flatMap((name) => {
    const value = env[name];
    if (value === undefined) return [];
    const list = kept(value, isKept);
    // An empty list would be the current folder again.
    return [[name, list === '' ? undefined : list]];
  });
}

function kept(list: string, isKept: (entry: string) => boolean): string {
  return list.split(delimiter).filter(isKept).join(delimiter);
}
