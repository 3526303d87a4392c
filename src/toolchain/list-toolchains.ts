// Every LLVM on this machine, usable or not and why: what a person chooses from.
import { dirname } from 'node:path';
import type { Toolchain } from '../model/toolchain.ts';
import { failureOf } from '../model/failure-of.ts';
import { configuredPath, findToolchain, newestFirst } from './find-toolchain.ts';
import type { FindOptions } from './find-toolchain.ts';
import { identifyClang, completeInstallation, type Clang } from './installation.ts';
import { OLDEST_SUPPORTED } from './install-advice.ts';
import { searchFolders } from './search-folders.ts';
import { tooIncompleteToChoose, tooOldToChoose } from './messages/search.ts';

export interface ListedToolchain {
  /** The clang where it was found: a path that stays the same when a package is renewed. */
  readonly path: string;
  /** Such as `22.1.8`; empty where the path holds no clang that answers. */
  readonly version: string;
  /** Whether `findToolchain` with the same options takes this one. */
  readonly current: boolean;
  /** Why it cannot be used, as a sentence; absent where it can. */
  readonly reason?: string;
}

/** The newest first; a configured one that is not among them, or cannot be used, before all. */
export async function listToolchains(options: FindOptions = {}): Promise<ListedToolchain[]> {
  const { signal } = options;
  const { folders, candidates } = await searchFolders(process.env);
  const [chosen, ...asked] = await Promise.all([
    chosenOne(options),
    ...candidates.map((candidate) => identifyClang(candidate, signal)),
  ]);
  const listed = await Promise.all(
    newestFirst(asked).map(async (clang) => {
      const reason = await whyNot(clang, folders, signal);
      return {
        path: clang.found,
        version: clang.version,
        current: 'toolchain' in chosen && chosen.toolchain.clang === clang.path,
        ...(reason === undefined ? {} : { reason }),
      };
    }),
  );
  const configured = configuredPath(options);
  if (configured === undefined) return listed;
  if (!('toolchain' in chosen)) {
    return [
      { path: configured, version: '', current: true, reason: chosen.reason },
      ...listed.filter(({ path }) => path !== configured),
    ];
  }
  if (listed.some(({ current }) => current)) return listed;
  const { clang, version } = chosen.toolchain;
  return [{ path: clang, version, current: true }, ...listed];
}

async function chosenOne(
  options: FindOptions,
): Promise<{ readonly toolchain: Toolchain } | { readonly reason: string }> {
  try {
    return { toolchain: await findToolchain(options) };
  } catch (error) {
    options.signal?.throwIfAborted();
    return { reason: failureOf(error).message };
  }
}

async function whyNot(
  clang: Clang,
  folders: readonly string[],
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  if (clang.llvmMajor < OLDEST_SUPPORTED) {
    return tooOldToChoose(OLDEST_SUPPORTED);
  }
  const installation = await completeInstallation(clang, folders, signal);
  return installation.kind === 'complete'
    ? undefined
    : tooIncompleteToChoose({ missing: installation.missing, folder: dirname(clang.path) });
}
