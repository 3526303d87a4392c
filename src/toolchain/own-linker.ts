// The linker that clang takes by itself, which is that of a project's own builds: which file it is, and whether it lists what it reads.
import { isAbsolute } from 'node:path';
import { realpath, stat } from 'node:fs/promises';
import type { Toolchain } from '../model/toolchain.ts';
import { runTool } from '../process/run-process.ts';

export interface OwnLinker {
  /** What links by it are remembered by: another file is another linker. */
  readonly identity: readonly [path: string, size: number, modified: number];
  /** Whether it takes `--dependency-file`. */
  readonly listsInputs: boolean;
}

const TIME_LIMIT = 10_000;
/** GNU's linker has `--dependency-file` since this version of binutils. */
const LISTS_SINCE = [2, 35] as const;

/** Nothing where clang finds none, or it does not say what it is. */
export async function findOwnLinker(
  { clang }: Pick<Toolchain, 'clang'>,
  signal: AbortSignal,
): Promise<OwnLinker | undefined> {
  const options = { signal, timeLimit: TIME_LIMIT };
  const named = await runTool({ command: clang, args: ['-print-prog-name=ld'], ...options });
  const path = named.stdout.trim();
  if (!isAbsolute(path)) return undefined;
  const file = await realpath(path).catch(() => path);
  const facts = await stat(file).catch(() => undefined);
  if (facts === undefined) return undefined;
  const told = await runTool({ command: path, args: ['--version'], ...options });
  return {
    identity: [file, facts.size, facts.mtimeMs],
    listsInputs: told.exitCode === 0 && listsInputs(told.stdout),
  };
}

/** @param version what the linker says of itself */
export function listsInputs(version: string): boolean {
  if (/^(?:LLD|mold) /mu.test(version)) return true;
  const [, major, minor] = /^GNU ld .*?(\d+)\.(\d+)(?:\.\d+)*$/mu.exec(version) ?? [];
  if (major === undefined || minor === undefined) return false;
  const [least, then] = LISTS_SINCE;
  return Number(major) > least || (Number(major) === least && Number(minor) >= then);
}
