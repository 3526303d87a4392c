// A build step whose inputs are known only after it ran (headers, libraries): found again by what it read last time.
import { cacheUnwritable } from './messages/machine.ts';
import { randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { ArtifactCache, type Artifact } from '../cache/artifact-cache.ts';
import { FailureError } from '../model/failure.ts';
import { diskFull, type Builder } from './builder.ts';
import { isDiskFull, writeFailure } from '../files/write-failure.ts';

/** What a step made. @typeParam Name of the outputs that it has besides `content` */
export type Made<Name extends string = never> = MadeOne & OtherOutputs<Name>;

interface MadeOne {
  readonly content: Buffer;
  /** Kept beside the content; plain JSON. */
  readonly facts: unknown;
  /** Absolute paths of the files read that no ingredient covers; where they are not known, the result is not found again. */
  readonly inputs: readonly string[] | undefined;
  /** Absolute paths at which a file that is there, or is not, decided the result. */
  readonly asked?: readonly string[];
}

type OtherOutputs<Name extends string> = [Name] extends [never]
  ? { readonly others?: never }
  : { readonly others: Readonly<Record<Name, Buffer>> };

/** What a step's entry holds that leads from what is known beforehand to the result. */
interface Listed {
  readonly files: readonly string[];
  readonly asked: readonly string[];
}

export interface CachedResult<Name extends string = never> {
  readonly artifact: Artifact<Name>;
  /** What it was made from; absent where that is not known. */
  readonly inputs?: {
    /** Absolute paths. */
    readonly files: readonly string[];
    /** Another one where any of the files holds something else, or one that was asked for came or went; absent where the result is not found again. */
    readonly state: string | undefined;
  };
}

export interface StepKey<Name extends string = never> {
  readonly name: string;
  /** Outputs besides the first: part of the key, and what is found has all of them. */
  readonly others?: readonly Name[];
  /** Everything known beforehand that decides the result. */
  readonly ingredients: readonly unknown[];
  /** Set where few who find the result read its content: they ask the cache first whether it is whole. */
  readonly checkedLater?: boolean;
}

export interface CachedStep<Name extends string = never> extends StepKey<Name> {
  readonly make: () => Promise<Made<Name>>;
}

/**
 * Two levels, as ccache's direct mode: the ingredients name the files that were read last time; these files' contents
 * name the result. So switching back to an earlier state of the sources finds that state's result again.
 * Headers that would come before those that were read are places that were asked for.
 */
export async function cachedStep<Name extends string = never>(
  builder: Builder,
  step: CachedStep<Name>,
): Promise<CachedResult<Name>> {
  return (await findCached(builder, step)) ?? keepCached(builder, step, await step.make());
}

/** What the same ingredients, and files as they are now, made before. */
export async function findCached<Name extends string = never>(
  builder: Builder,
  step: StepKey<Name>,
): Promise<CachedResult<Name> | undefined> {
  const found = await builder.lookup(() => findResult(builder, step));
  if (found !== undefined) builder.counts.cached += 1;
  return found;
}

/**
 * Stores what a step made, to be found again where it is known what it was made from.
 * @throws {FailureError} where the cache folder cannot be written.
 */
export async function keepCached<Name extends string = never>(
  builder: Builder,
  step: StepKey<Name>,
  made: Made<Name>,
): Promise<CachedResult<Name>> {
  const { inputs, asked = [] } = made;
  const there = await builder.existing(asked);
  const files =
    inputs === undefined || (await changedSince(builder.startedAt, [...inputs, ...there]))
      ? undefined
      : await hashedFiles(builder, inputs);
  if (inputs === undefined || files === undefined) {
    const once = ArtifactCache.key(`${step.name}-once`, [randomUUID()]);
    const artifact = await keepArtifact(builder, once, made);
    return {
      artifact,
      ...(inputs === undefined ? {} : { inputs: { files: inputs, state: undefined } }),
    };
  }
  const listed: Listed = { files: inputs, asked };
  await keepNote(builder, inputsKey(builder, step), listed);
  const state = resultKey(builder, step, files, there);
  const artifact = await keepArtifact(builder, state, made);
  return { artifact, inputs: { files: inputs, state } };
}

/**
 * Stores what a step made.
 * @throws {FailureError} where the cache folder cannot be written: nothing can be built then.
 */
export async function keepArtifact<Name extends string = never>(
  builder: Builder,
  key: string,
  { content, facts, others }: Pick<MadeOne, 'content' | 'facts'> & OtherOutputs<Name>,
): Promise<Artifact<Name>> {
  return storing(builder, () => builder.cache.put<Name>(key, content, facts, others));
}

/**
 * Stores what was found out, which is no file.
 * @param facts plain JSON
 * @throws as `keepArtifact`.
 */
export async function keepNote(builder: Builder, key: string, facts: unknown): Promise<void> {
  await storing(builder, () => builder.cache.note(key, facts));
}

async function storing<T>(builder: Builder, store: () => Promise<T>): Promise<T> {
  try {
    return await store();
  } catch (error) {
    if (isDiskFull(error)) throw new FailureError(diskFull(String(error)), { cause: error });
    throw writeFailure(error, cacheUnwritable({ folder: builder.cache.folder }));
  }
}

async function findResult<Name extends string>(
  builder: Builder,
  step: StepKey<Name>,
): Promise<CachedResult<Name> | undefined> {
  const listed = (await builder.cache.noted(inputsKey(builder, step))) as Listed | undefined;
  if (listed === undefined) return undefined;
  const { files: inputs, asked } = listed;
  const files = await hashedFiles(builder, inputs);
  if (files === undefined) return undefined;
  const state = resultKey(builder, step, files, await builder.existing(asked));
  const { cache } = builder;
  const artifact = await (step.checkedLater === true
    ? cache.findNamed(state, step.others)
    : cache.find(state, step.others));
  return artifact === undefined ? undefined : { artifact, inputs: { files: inputs, state } };
}

function inputsKey<Name extends string>(builder: Builder, step: StepKey<Name>): string {
  return ArtifactCache.key(`${step.name}-listed`, knownBeforehand(builder, step));
}

function knownBeforehand<Name extends string>(
  builder: Builder,
  { ingredients, others = [] }: StepKey<Name>,
): readonly unknown[] {
  return [builder.identity, others, ...ingredients];
}

function resultKey<Name extends string>(
  builder: Builder,
  step: StepKey<Name>,
  files: readonly unknown[],
  there: readonly string[],
): string {
  return ArtifactCache.key(step.name, [...knownBeforehand(builder, step), files, there]);
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
export async function changedSince(time: number, files: readonly string[]): Promise<boolean> {
  for (const file of files) {
    const modified = await stat(file).then(
      (facts) => facts.ctimeMs,
      () => Infinity,
    );
    if (modified >= time) return true;
  }
  return false;
}
