// Where an LLVM may be: PATH, and the folders that each system's packages use.
import { readdir } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';

/** Names clang's C driver goes by: plain, Debian's and Fedora's, FreeBSD's, MacPorts'. */
const CLANG_NAME = /^clang(-\d+(\.\d+)?|\d+|-mp-\d+(\.\d+)?)?$/;

/** A folder of folders: `parent` is listed, and those whose name matches hold tools in `below`. */
interface Shelf {
  readonly parent: string;
  readonly child: RegExp;
  readonly below: string;
}

const SHELVES: readonly Shelf[] = [
  // Debian, Ubuntu: /usr/lib/llvm-22/bin. Alpine, and Arch's older versions: /usr/lib/llvm21/bin.
  { parent: '/usr/lib', child: /^llvm-?\d+$/, below: 'bin' },
  // Fedora: /usr/lib64/llvm21/bin.
  { parent: '/usr/lib64', child: /^llvm-?\d+$/, below: 'bin' },
  // Gentoo: /usr/lib/llvm/21/bin.
  { parent: '/usr/lib/llvm', child: /^\d+$/, below: 'bin' },
  // FreeBSD: /usr/local/llvm21/bin.
  { parent: '/usr/local', child: /^llvm-?\d+$/, below: 'bin' },
  // Homebrew, on Apple silicon, on Intel, on Linux.
  { parent: '/opt/homebrew/opt', child: /^llvm(@\d+)?$/, below: 'bin' },
  { parent: '/usr/local/opt', child: /^llvm(@\d+)?$/, below: 'bin' },
  { parent: '/home/linuxbrew/.linuxbrew/opt', child: /^llvm(@\d+)?$/, below: 'bin' },
  // MacPorts.
  { parent: '/opt/local/libexec', child: /^llvm-\d+(\.\d+)?$/, below: 'bin' },
];

const FOLDERS: readonly string[] = [
  '/usr/bin',
  '/usr/local/bin',
  '/opt/local/bin',
  // Xcode's: the command line tools alone, and the whole.
  '/Library/Developer/CommandLineTools/usr/bin',
  '/Applications/Xcode.app/Contents/Developer/Toolchains/XcodeDefault.xctoolchain/usr/bin',
];

export interface Searched {
  /** Folders on PATH, then the usual ones, without repetition. */
  readonly folders: readonly string[];
  /** Every path whose change could bring or remove an installation: the folders and their parents. */
  readonly watched: readonly string[];
  /** Absolute paths named like clang, in the folders' order. */
  readonly candidates: readonly string[];
}

/** The search's own inputs, as one string: another PATH is another question. */
export function searchKey(environment: NodeJS.ProcessEnv): string {
  return JSON.stringify([environment['PATH'] ?? '', environment['RETARGET_LLVM_FOLDERS'] ?? null]);
}

/**
 * Everything named like clang on PATH and in the system's usual folders.
 * `RETARGET_LLVM_FOLDERS` (a list like PATH, which may be empty) takes the usual folders' place.
 */
export async function searchFolders(environment: NodeJS.ProcessEnv): Promise<Searched> {
  const instead = environment['RETARGET_LLVM_FOLDERS'];
  const usual =
    instead === undefined
      ? {
          folders: [...(await shelvedFolders()), ...FOLDERS],
          parents: SHELVES.map((s) => s.parent),
        }
      : { folders: splitPath(instead), parents: [] };
  const folders = [...new Set([...splitPath(environment['PATH'] ?? ''), ...usual.folders])].filter(
    // There, clang is a shim that opens a dialog where Xcode is absent; the real ones are listed above.
    (folder) => process.platform !== 'darwin' || folder !== '/usr/bin',
  );
  const candidates = await Promise.all(folders.map(clangsIn));
  return {
    folders,
    watched: [...new Set([...folders, ...usual.parents])],
    candidates: candidates.flat(),
  };
}

/** Absolute paths in a folder that are named like clang, plain `clang` first, then by descending number. */
export async function clangsIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => CLANG_NAME.test(name))
    .sort((a, b) => Number(b === 'clang') - Number(a === 'clang') || numberIn(b) - numberIn(a))
    .map((name) => join(folder, name));
}

function numberIn(name: string): number {
  return Number(/[\d.]+$/.exec(name)?.[0] ?? 0);
}

async function shelvedFolders(): Promise<string[]> {
  const found = await Promise.all(
    SHELVES.map(async ({ parent, child, below }) => {
      const names = await readdir(parent).catch(() => []);
      return names.filter((name) => child.test(name)).map((name) => join(parent, name, below));
    }),
  );
  return found.flat();
}

/** Relative entries mean another folder in every project: nothing is run from them. */
function splitPath(list: string): string[] {
  return list.split(delimiter).filter((folder) => isAbsolute(folder));
}
