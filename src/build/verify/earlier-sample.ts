// Which objects were compared when a build last came out as it does now: the same are compared again, which compiles nothing anew.
import { ArtifactCache } from '../../cache/artifact-cache.ts';
import type { Builder } from '../builder.ts';
import { keepNote } from '../cached-step.ts';
import type { Comparable } from './comparable-objects.ts';

/**
 * That sample, for exactly these objects; nothing where there was none. Whether what was found then still holds, each
 * comparison looks up by itself.
 */
export async function earlierSample(
  builder: Builder,
  items: readonly Comparable[],
): Promise<readonly Comparable[] | undefined> {
  const noted = await builder.cache.noted(keyOf(builder, items));
  if (noted === undefined) return undefined;
  const places = noted as readonly number[];
  const sample = places.flatMap((place) => items[place] ?? []);
  return sample.length === 0 ? undefined : sample;
}

/** @throws {FailureError} where the cache folder cannot be written. */
export async function keepSample(
  builder: Builder,
  items: readonly Comparable[],
  sample: ReadonlySet<Comparable>,
): Promise<void> {
  const places = [...items.keys()].filter((place) => sample.has(items[place] as Comparable));
  await keepNote(builder, keyOf(builder, items), places);
}

function keyOf(builder: Builder, items: readonly Comparable[]): string {
  const objects = items.map(({ unit, target, object }) => [unit, target, object.hash]);
  return ArtifactCache.key('sample', [builder.identity, objects]);
}
