// Whether a program's code is what its user's own commands give for each target: some of its objects, or all, are compiled
// directly and compared, function by function.
import { failureOf } from '../../model/failure-of.ts';
import type { Target } from '../../model/target.ts';
import type { Verification, VerifyChoice } from '../../model/verification.ts';
import type { BuiltProgram } from '../build-program.ts';
import { Builder, type BuilderOptions } from '../builder.ts';
import { compareObject, type ObjectComparison } from './compare-object.ts';
import { comparableObjects, type Comparable } from './comparable-objects.ts';
import { earlierSample, keepSample } from './earlier-sample.ts';
import { Findings, type KeepListings } from './findings.ts';
import { ObjectSelection } from './object-selection.ts';

export interface VerifyOptions extends BuilderOptions {
  readonly choice: Exclude<VerifyChoice, 'none'>;
  /** 32 bits, unsigned: which objects a sample holds. */
  readonly seed: number;
  /** Set where all targets' code was made from one IR, which is meant to be other code. */
  readonly bitcodeOnly?: boolean;
  /** Objects compared so far, of those that could be. */
  readonly onStep?: (done: number, total: number) => void;
  readonly keepListings?: KeepListings;
}

/** A sample may cost this part of the build, ... */
const SHARE = 0.05;
/** ... or this many milliseconds where that is more: most small programs are compared whole. */
const AT_LEAST = 1000;
/** Milliseconds that compiling one object may take where the build does not tell. */
const USUAL_COMPILE = 200;

/**
 * @param targets what `built` was built for.
 * @throws {FailureError} where the machine fails before the first object, and the signal's reason; no process is left then.
 */
export async function verifyProgram(
  built: BuiltProgram,
  targets: readonly Target[],
  options: VerifyOptions,
): Promise<Verification> {
  const started = performance.now();
  const { choice, keepListings } = options;
  if (options.bitcodeOnly === true) {
    const none = { comparable: 0, compared: 0, equal: 0, remembered: 0 };
    return { choice, ...none, departures: [], uncompared: [], bitcodeOnly: true, wall: 0 };
  }
  const builder = await Builder.open(options);
  const { comparable, uncompared } = await comparableObjects(builder, built, targets);
  const found = new Findings(builder.toolchain, uncompared, keepListings);
  await compareAll(builder, built, comparable, found, options);
  return {
    ...{ choice, comparable: comparable.length, ...found.counts, departures: found.departures },
    ...{ uncompared: found.uncompared, wall: performance.now() - started },
  };
}

async function compareAll(
  builder: Builder,
  built: BuiltProgram,
  comparable: readonly Comparable[],
  found: Findings,
  { choice, seed, onStep }: VerifyOptions,
): Promise<void> {
  const earlier = choice === 'all' ? comparable : await earlierSample(builder, comparable);
  const work = earlier === undefined ? sampleOf(built, comparable, seed) : whole(earlier);
  const sample = new Set<Comparable>();
  let finished = 0;
  const worker = async (): Promise<void> => {
    for (let item = work.next(); item !== undefined; item = work.next()) {
      builder.signal.throwIfAborted();
      sample.add(item);
      const began = performance.now();
      const { object, direct } = item;
      const comparison = await compareObject(builder, object, direct, built.startedAt).catch(
        (error: unknown): ObjectComparison => {
          builder.signal.throwIfAborted();
          return { kind: 'uncompared', reason: 'failed', detail: failureOf(error).message };
        },
      );
      work.done(item, performance.now() - began);
      finished += 1;
      onStep?.(finished, comparable.length);
      await found.add(item, comparison);
    }
  };
  // An abort ends every worker: none is left behind by the first that says so.
  const ends = await Promise.allSettled(Array.from({ length: builder.jobs }, worker));
  for (const end of ends) if (end.status === 'rejected') throw end.reason as Error;
  if (earlier === undefined && sample.size > 0) await keepSample(builder, comparable, sample);
}

/** What is compared next, and how long it took. */
interface Work {
  next(): Comparable | undefined;
  done(item: Comparable, milliseconds: number): void;
}

function whole(items: readonly Comparable[]): Work {
  const left = items.values();
  return { next: () => left.next().value, done: () => undefined };
}

function sampleOf({ cost, facts }: BuiltProgram, items: readonly Comparable[], seed: number): Work {
  const size = items.reduce((sum, item) => sum + item.size, 0);
  // A direct compile is a front end and code generation in one.
  const each = facts.stepsRun === 0 ? USUAL_COMPILE : (2 * cost) / facts.stepsRun;
  const rate = size === 0 ? 0 : (each * items.length) / size;
  return new ObjectSelection(items, seed, { limit: Math.max(SHARE * cost, AT_LEAST), rate });
}
