// One clang and the tools that belong to it: same folder or same release, symbolic links resolved.
import { access, constants, realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Toolchain } from '../model/toolchain.ts';
import { runTool } from '../process/run-process.ts';
import {
  type ClangVersion,
  parseClangVersion,
  parseToolVersion,
  type Release,
} from './clang-version.ts';

export interface Clang extends ClangVersion {
  /** Where it was found, before links are resolved. */
  readonly found: string;
  /** The driver itself. */
  readonly path: string;
}

export type MissingTool = 'llvm-dis' | 'llvm-objdump';

export type Installation =
  | {
      readonly kind: 'complete';
      readonly clang: Clang;
      readonly toolchain: Toolchain;
      readonly searched: readonly string[];
    }
  | {
      readonly kind: 'incomplete';
      readonly clang: Clang;
      readonly missing: readonly MissingTool[];
      readonly searched: readonly string[];
    };

/** A `--version` that takes longer has hung, such as a wrapper on a dead network folder. */
const VERSION_TIME_LIMIT = 10_000;

/** What a file named like clang says it is; absent where it does not run or is not clang. */
export async function identifyClang(
  found: string,
  signal?: AbortSignal,
): Promise<Clang | undefined> {
  const output = await versionOutput(found, signal);
  const version = output === undefined ? undefined : parseClangVersion(output);
  if (version === undefined) return undefined;
  return { ...version, found, path: await driverPath(found, version.installedDir) };
}

/** Looks for the tools of a clang's own release: beside it, where it says it is installed, and then on PATH. */
export async function completeInstallation(
  clang: Clang,
  path: readonly string[],
  signal?: AbortSignal,
): Promise<Installation> {
  const beside = await besideFolders(clang);
  const searched = [...new Set([...beside, ...path])];
  const look = (tool: string): Promise<string | undefined> =>
    findTool(tool, clang, beside, searched, signal);
  const [llvmDis, llvmObjdump, llvmAr, lld, clangxx] = await Promise.all([
    look('llvm-dis'),
    look('llvm-objdump'),
    look('llvm-ar'),
    look(/-(apple|darwin|macosx?)/.test(clang.triple) ? 'ld64.lld' : 'ld.lld'),
    findCxxDriver(clang, beside),
  ]);
  if (llvmDis === undefined || llvmObjdump === undefined) {
    const missing: MissingTool[] = [];
    if (llvmDis === undefined) missing.push('llvm-dis');
    if (llvmObjdump === undefined) missing.push('llvm-objdump');
    return { kind: 'incomplete', clang, missing, searched };
  }
  const toolchain: Toolchain = {
    clang: clang.path,
    ...(clangxx === undefined ? {} : { clangxx }),
    llvmDis,
    llvmObjdump,
    ...(llvmAr === undefined ? {} : { llvmAr }),
    ...(lld === undefined ? {} : { lld }),
    version: clang.version,
    major: clang.llvmMajor,
    triple: clang.triple,
    banner: clang.banner,
    ...(clang.configFiles.length === 0 ? {} : { configFiles: clang.configFiles }),
  };
  return { kind: 'complete', clang, toolchain, searched };
}

/** Links resolved, unless they lead to a launcher (ccache, a wrapper) that knows itself by its own name only. */
async function driverPath(found: string, installedDir: string | undefined): Promise<string> {
  const real = await realpath(found).catch(() => found);
  if (/^clang/.test(basename(real))) return real;
  const own = installedDir === undefined ? undefined : join(installedDir, 'clang');
  return own !== undefined && (await isExecutable(own)) ? await realpath(own) : found;
}

async function besideFolders(clang: Clang): Promise<string[]> {
  const folders = [dirname(clang.path), dirname(clang.found)];
  if (clang.installedDir !== undefined) {
    folders.push(clang.installedDir);
    folders.push(await realpath(clang.installedDir).catch(() => folders[0] ?? '/'));
  }
  return [...new Set(folders)];
}

/** `llvm-dis`, Debian's `llvm-dis-22`, FreeBSD's `llvm-dis22`, MacPorts' `llvm-dis-mp-22`. */
function namesOf(tool: string, major: number): string[] {
  return [tool, `${tool}-${major}`, `${tool}${major}`, `${tool}-mp-${major}`];
}

/** Beside clang, one major release is one installation; elsewhere only exactly the same version is taken for it. */
async function findTool(
  tool: string,
  clang: Clang,
  beside: readonly string[],
  folders: readonly string[],
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  for (const folder of folders) {
    for (const name of namesOf(tool, clang.major)) {
      const file = join(folder, name);
      if (!(await isExecutable(file))) continue;
      const output = await versionOutput(file, signal);
      const release = output === undefined ? undefined : parseToolVersion(output);
      if (release === undefined) continue;
      const belongs = beside.includes(folder)
        ? sameMajor(release, clang)
        : sameVersion(release, clang);
      if (belongs) return resolvedTool(file, tool);
    }
  }
  return undefined;
}

/** lld chooses its flavour by the name it is called by, so a link to `lld` is followed only to the folder it is in. */
async function resolvedTool(file: string, tool: string): Promise<string> {
  try {
    const real = await realpath(file);
    const named = join(dirname(real), tool);
    return (await realpath(named)) === real ? named : file;
  } catch {
    return file;
  }
}

/** The C++ driver is clang under another name, so no version needs asking; the name decides its mode. */
async function findCxxDriver(clang: Clang, beside: readonly string[]): Promise<string | undefined> {
  const names = [
    basename(clang.path).replace(/^clang/, 'clang++'),
    basename(clang.found).replace(/^clang/, 'clang++'),
    ...namesOf('clang++', clang.major),
  ];
  for (const folder of beside) {
    for (const name of names) {
      const file = join(folder, name);
      // `clang++` beside a `clang-17` found in /usr/bin may be another release's.
      if (!(await isExecutable(file))) continue;
      if (folder === dirname(clang.path) || (await realpath(file)) === clang.path) return file;
    }
  }
  return undefined;
}

function sameMajor(a: Release, b: Release): boolean {
  return a.vendor === b.vendor && a.major === b.major;
}

function sameVersion(a: Release, b: Release): boolean {
  return a.vendor === b.vendor && a.version === b.version;
}

async function isExecutable(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}

async function versionOutput(command: string, signal?: AbortSignal): Promise<string | undefined> {
  const result = await runTool({
    command,
    args: ['--version'],
    signal,
    timeLimit: VERSION_TIME_LIMIT,
    maxOutput: 64 * 1024,
  });
  if (result.exitCode !== 0 || result.truncated) return undefined;
  // Older clangs tell the configuration files on standard error.
  return `${result.stdout}\n${result.stderr}`;
}
