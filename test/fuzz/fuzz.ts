// How long each campaign goes on and from which seed: a few seconds in `npm test`, an hour in all by `npm run fuzz`.
import fc from 'fast-check';
import { expect } from 'vitest';

/** Seconds that one campaign may take. */
export const SECONDS = Number(process.env['RETARGET_FUZZ_SECONDS'] ?? '5');
/** Milliseconds in which vitest has to see the end: one that has begun may still end. */
export const TIME_LIMIT = SECONDS * 1000 + 120_000;

const SEED = Number(process.env['RETARGET_FUZZ_SEED'] ?? '20091201');

/**
 * Draws values until the time is up. One that does not hold is made as small as can be while the time lasts, and told with
 * the seed and the path that lead to it again.
 * @param slow whether each takes seconds of processes, so that none is made smaller
 */
export async function holdsFor<T>(
  values: fc.Arbitrary<T>,
  hold: (value: T) => Promise<void>,
  { slow = false } = {},
): Promise<void> {
  let tried = 0;
  let underWay = Promise.resolve();
  const property = fc.asyncProperty(values, async (value) => {
    underWay = hold(value);
    await underWay;
    tried++;
  });
  await fc.assert(property, {
    ...{ seed: SEED, endOnFailure: slow, numRuns: 1_000_000 },
    ...{ interruptAfterTimeLimit: SECONDS * 1000, markInterruptAsFailure: false },
  });
  // The library lets go of the last one when the time is up; it holds as the others do, and leaves nothing behind.
  await underWay;
  tried++;
  expect(tried).toBeGreaterThan(0);
}
