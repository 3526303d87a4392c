// A build step whose inputs are known only after it ran (headers, libraries): found again by what it read last time.
import { randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { ArtifactCache, type Artifact } from '../cache/artifact-cache.ts';
import { FailureError } from '../model/failure.ts';
import { diskFull, type Builder } from './builder.ts';

export interface Made {
  readonly content: Buffer;
  /** Kept beside the content; plain JSON. */
  readonly facts: unknown;
  /** Absolute paths of the files read that no ingredient covers; where they are not known, the result is not found again. */
  readonly inputs: readonly string[] | undefined;
}

export interface Recorded {
  readonly artifact: Artifact;
  /** What it was made from; absent where that is not known. */
  readonly inputs?: {
    /** Absolute paths. */
    readonly files: readonly string[];
    /** Another one where any of the files holds something else. */
    readonly state: string;
  };
}

export interface RecordedStep {
  readonly name: string;
  /** Everything known beforehand that decides the result. */
  readonly ingredients: readonly unknown[];
  readonly make: () => Promise<Made>;
}

/**
 * Two levels, as ccache's direct mode: the ingredients name the files that were read last time; these files' contents
 * name the result. So switching back to an earlier state of the sources finds that state's result again.
 * A header that newly appears earlier on the include path is not noticed until a file it shadows changes.
 */
export async function recordedStep(builder: Builder, step: RecordedStep): Promise<Recorded> {
  const known = [builder.identity, ...step.ingredients];
  const inputsKey = ArtifactCache.key(`${step.name}-inputs`, known);
  const found = await builder.lookup(() => findResult(builder, step, known, inputsKey));
  if (found !== undefined) {
    builder.counts.cached += 1;
    return found;
  }
  const { content, facts, inputs } = await step.make();
  const files =
    inputs === undefined || (await changedSince(builder.startedAt, inputs))
      ? undefined
      : await hashedFiles(builder, inputs);
  if (files === undefined) {
    const once = ArtifactCache.key(`${step.name}-once`, [randomUUID()]);
    return { artifact: await keep(builder, once, content, facts) };
  }
  await keep(builder, inputsKey, Buffer.from(JSON.stringify(inputs)), null);
  const state = resultKey(step, known, files);
  const artifact = await keep(builder, state, content, facts);
  return { artifact, ...(inputs === undefined ? {} : { inputs: { files: inputs, state } }) };
}

/**
 * Stores what a step made.
 * @throws {FailureError} where the cache folder cannot be written: nothing can be built then.
 */
export async function keep(
  builder: Builder,
  key: string,
  content: Buffer,
  facts: unknown,
): Promise<Artifact> {
  try {
    return await builder.cache.put(key, content, facts);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOSPC' || code === 'EDQUOT')
      throw new FailureError(diskFull(message), { cause: error });
    throw new FailureError(
      {
        code: 'folder-read-only',
        message: `The cache folder ${builder.cache.folder} cannot be written (${code ?? message}).`,
        hint: 'Make it writable, or choose another with the environment variable RETARGET_CACHE.',
      },
      { cause: error },
    );
  }
}

async function findResult(
  builder: Builder,
  step: RecordedStep,
  known: readonly unknown[],
  inputsKey: string,
): Promise<Recorded | undefined> {
  const stored = await builder.cache.find(inputsKey);
  if (stored === undefined) return undefined;
  const listed = await builder.cache.read(stored);
  if (listed === undefined) return undefined;
  const inputs = JSON.parse(listed.toString('utf8')) as string[];
  const files = await hashedFiles(builder, inputs);
  if (files === undefined) return undefined;
  const state = resultKey(step, known, files);
  const artifact = await builder.cache.find(state);
  return artifact === undefined ? undefined : { artifact, inputs: { files: inputs, state } };
}

function resultKey(
  step: RecordedStep,
  known: readonly unknown[],
  files: readonly unknown[],
): string {
  return ArtifactCache.key(step.name, [...known, files]);
}

/** Each file with its content's hash; undefined where one cannot be read. */
async function hashedFiles(
  builder: Builder,
  files: readonly string[],
): Promise<readonly (readonly [string, string])[] | undefined> {
  const pairs: (readonly [string, string])[] = [];
  for (const file of files) {
    const hash = await builder.hashes.of(file);
    if (hash === undefined) return undefined;
    pairs.push([file, hash]);
  }
  return pairs;
}

/**
 * A file saved since the build began may have been read in one state and hashed in the other: such a result is
 * used, but not found again. The change time counts, since copying can keep the modification time.
 */
async function changedSince(time: number, files: readonly string[]): Promise<boolean> {
  for (const file of files) {
    const modified = await stat(file).then(
      (facts) => facts.ctimeMs,
      () => Infinity,
    );
    if (modified >= time) return true;
  }
  return false;
}
