// One retargeted object held against the direct build's: equal, different in these functions, or not to be compared.
import pLimit from 'p-limit';
import { elfData } from '../../binary/elf-data.ts';
import { ArtifactCache, type Artifact } from '../../cache/artifact-cache.ts';
import { runProcess } from '../../process/run-process.ts';
import {
  disassembleObjectArgv,
  parseDisassembly,
  type ListedFunction,
} from '../../toolchain/disassembly.ts';
import type { Builder } from '../builder.ts';
import { listedData } from './listed-data.ts';
import { codeDifferences, type DifferentFunction } from './code-difference.ts';
import type { DirectCompile, DirectObject, NoDirect } from './direct-object.ts';

export type ObjectComparison =
  | { readonly kind: 'equal'; readonly isRemembered: boolean }
  | { readonly kind: 'different'; readonly functions: readonly DifferentFunction[] }
  /** The direct command does not compile. */
  | { readonly kind: 'refused'; readonly words: string }
  | ({ readonly kind: 'uncompared' } & NoDirect);

/** Raised when the same two objects could be judged otherwise. */
const RULES = 2;

/** Bytes of one listing: an object of eight megabytes of code. */
const MOST_LISTED = 128 * 1024 * 1024;

/** Both listings of an object are in memory at once: of this many objects, however many compilers are at work. */
const listing = pLimit(2);

/**
 * @param startedAt when the build began, in milliseconds since 1970.
 * @throws {FailureError} where the machine fails.
 */
export async function compareObject(
  builder: Builder,
  retargeted: Artifact,
  direct: DirectCompile,
  startedAt: number,
): Promise<ObjectComparison> {
  let other: DirectObject | NoDirect;
  try {
    other = await direct.make();
  } catch (error) {
    const { details, message } = builder.failureOfStep(error);
    return (await direct.isSettled(undefined, startedAt))
      ? { kind: 'refused', words: details ?? message }
      : { kind: 'uncompared', reason: 'changed' };
  }
  if ('reason' in other) return { kind: 'uncompared', ...other };
  const { artifact, isRemembered } = other;
  if (artifact.hash === retargeted.hash) return { kind: 'equal', isRemembered };
  const key = ArtifactCache.key('equal-code', [
    ...[RULES, builder.identity, retargeted.hash, artifact.hash],
  ]);
  if ((await builder.lookup(() => builder.cache.find(key))) !== undefined) {
    return { kind: 'equal', isRemembered };
  }
  const functions = await listing(async () => {
    const ours = await listed(builder, retargeted.path);
    const theirs = ours === undefined ? undefined : await listed(builder, artifact.path);
    return ours === undefined || theirs === undefined ? undefined : codeDifferences(ours, theirs);
  });
  if (functions === undefined) return { kind: 'uncompared', reason: 'unlisted' };
  if (functions.length > 0) {
    return (await direct.isSettled(other, startedAt))
      ? { kind: 'different', functions }
      : { kind: 'uncompared', reason: 'changed' };
  }
  // A cache that cannot be written only means another comparison next time.
  await builder.cache.put(key, Buffer.alloc(0)).catch(() => undefined);
  return { kind: 'equal', isRemembered: false };
}

/** Nothing where it cannot be listed. @throws the signal's reason. */
async function listed(builder: Builder, object: string): Promise<ListedFunction[] | undefined> {
  const [command = '', ...args] = disassembleObjectArgv(builder.toolchain, object);
  const result = await runProcess({
    ...{ command, args, signal: builder.signal, maxOutput: MOST_LISTED },
  });
  if (result.exitCode !== 0 || result.truncated) return undefined;
  // Of other formats than ELF only code is read.
  const data = listedData((await elfData(object)) ?? []);
  return [...parseDisassembly(result.stdout), ...data];
}
