// One retargeted object held against the direct build's: equal, different in these functions, or not to be compared.
import type { Artifact } from '../../cache/artifact-cache.ts';
import type { Builder } from '../builder.ts';
import { compareCode, type CodeDifference } from './compare-code.ts';
import type { DirectCompile, DirectObject, NoDirect } from './direct-object.ts';

export type ObjectComparison =
  | { readonly kind: 'equal'; readonly isRemembered: boolean }
  | ({ readonly kind: 'different' } & CodeDifference)
  /** The direct command does not compile. */
  | { readonly kind: 'refused'; readonly words: string }
  | ({ readonly kind: 'uncompared' } & NoDirect);

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
  const code = await compareCode(builder, retargeted, artifact);
  if (code.kind === 'unlisted') return { kind: 'uncompared', reason: 'unlisted' };
  if (code.kind === 'equal')
    return { kind: 'equal', isRemembered: isRemembered && code.isRemembered };
  return (await direct.isSettled(other, startedAt))
    ? code
    : { kind: 'uncompared', reason: 'changed' };
}
