// Finds the LLVM to work with: the configured one, or the newest whole one on this system.
import { stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Toolchain } from '../model/toolchain.ts';
import { compareVersions } from './clang-version.ts';
import { OLDEST_SUPPORTED } from './install-advice.ts';
import {
  identifyClang,
  type Clang,
  completeInstallation,
  type Installation,
} from './installation.ts';
import { clangsIn, searchFolders, searchKey } from './search-folders.ts';
import { configuredFailure, incomplete, noneFound, tooOld } from './search-failures.ts';
import { recallSearch, keepSearch } from './search-memory.ts';

export interface FindOptions {
  /** A folder, a bin folder, or a clang: the user's own choice, which alone is looked at. Without it, the environment's `RETARGET_LLVM`. */
  readonly configured?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The toolchain to use. The answer is kept in the cache, and taken from there only while every file and folder
 * it depended on is unchanged.
 * @throws {FailureError} toolchain-missing, toolchain-too-old or toolchain-broken.
 */
export async function findToolchain(options: FindOptions = {}): Promise<Toolchain> {
  const configured = configuredPath(options);
  const key = [configured ?? '', searchKey(process.env)] as const;
  const known = await recallSearch(key);
  if (known !== undefined) return known;
  const startedAt = Date.now();
  const found =
    configured === undefined
      ? await search(options.signal)
      : await configuredToolchain(configured, options.signal);
  await keepSearch(key, found.toolchain, { paths: found.watched, startedAt });
  return found.toolchain;
}

/** Absolute path of what the user or the environment chose; absent where the choice is left to the search. */
export function configuredPath({
  configured,
}: Pick<FindOptions, 'configured'>): string | undefined {
  const named = configured ?? process.env['RETARGET_LLVM'] ?? '';
  return named === '' ? undefined : absolute(named);
}

interface Found {
  readonly toolchain: Toolchain;
  /** Every file and folder that the choice depended on. */
  readonly watched: readonly string[];
}

async function search(signal: AbortSignal | undefined): Promise<Found> {
  const { folders, watched, candidates } = await searchFolders(process.env);
  const asked = await Promise.all(candidates.map((candidate) => identifyClang(candidate, signal)));
  const clangs = newestFirst(asked);
  const dependsOn = [...watched, ...candidates, ...clangs.flatMap((clang) => clang.configFiles)];
  const failed: Installation[] = [];
  for (const clang of clangs.filter((one) => one.llvmMajor >= OLDEST_SUPPORTED)) {
    const installation = await completeInstallation(clang, folders, signal);
    dependsOn.push(clang.path, ...installation.searched);
    if (installation.kind === 'complete') {
      return {
        toolchain: installation.toolchain,
        watched: [...dependsOn, ...toolPaths(installation)],
      };
    }
    failed.push(installation);
  }
  const nearest = failed[0];
  if (nearest?.kind === 'incomplete') throw await incomplete(nearest, signal);
  if (clangs.length > 0) throw await tooOld(clangs, signal);
  throw await noneFound(folders, signal);
}

/** One entry per driver, newest release first; among equals, in the order they were found. */
export function newestFirst(asked: readonly (Clang | undefined)[]): Clang[] {
  const byPath = new Map<string, Clang>();
  for (const clang of asked) {
    if (clang !== undefined && !byPath.has(clang.path)) byPath.set(clang.path, clang);
  }
  return [...byPath.values()].sort(
    (a, b) => b.llvmMajor - a.llvmMajor || compareVersions(b.version, a.version),
  );
}

async function configuredToolchain(
  configured: string,
  signal: AbortSignal | undefined,
): Promise<Found> {
  const candidates = await configuredClangs(configured);
  for (const candidate of candidates) {
    const clang = await identifyClang(candidate, signal);
    if (clang === undefined) continue;
    if (clang.llvmMajor < OLDEST_SUPPORTED) throw await tooOld([clang], signal, configured);
    const { folders } = await searchFolders(process.env);
    const installation = await completeInstallation(clang, folders, signal);
    if (installation.kind === 'incomplete')
      throw await incomplete(installation, signal, configured);
    return {
      toolchain: installation.toolchain,
      watched: [
        ...[configured, ...candidates, clang.path, ...clang.configFiles],
        ...[...installation.searched, ...toolPaths(installation)],
      ],
    };
  }
  throw configuredFailure(configured, candidates.length === 0 ? 'no-clang' : 'not-clang');
}

/** The clangs that a configured path can mean; none where it is a folder without any. */
async function configuredClangs(configured: string): Promise<string[]> {
  const facts = await stat(configured).catch((error: unknown) => {
    const { code } = error as NodeJS.ErrnoException;
    throw configuredFailure(
      configured,
      code === 'ENOENT' || code === 'ENOTDIR' ? 'missing' : { unreadable: code ?? '?' },
      error,
    );
  });
  if (!facts.isDirectory()) return [configured];
  return [...(await clangsIn(configured)), ...(await clangsIn(join(configured, 'bin')))];
}

function toolPaths(installation: Installation): string[] {
  if (installation.kind !== 'complete') return [];
  const { clang, clangxx, llvmDis, llvmObjdump, llvmAr, lld } = installation.toolchain;
  return [clang, clangxx, llvmDis, llvmObjdump, llvmAr, lld].filter((file) => file !== undefined);
}

/** A settings file has no shell that would resolve `~`. */
function absolute(path: string): string {
  return path === '~' || path.startsWith('~/') ? join(homedir(), path.slice(1)) : resolve(path);
}
