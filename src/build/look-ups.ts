// Look-ups in the cache, some at once: enough to keep a disk busy, few enough to keep memory and open files small.
import { setImmediate } from 'node:timers/promises';
import pLimit from 'p-limit';

const AT_ONCE = 16;

/** Milliseconds: mostly look-ups wait for nothing, and thousands in a row would keep progress and signals from being heard. */
const LONGEST = 20;

export class LookUps {
  readonly #limit = pLimit(AT_ONCE);
  #since = 0;

  /** Looks something up when it is its turn. */
  run<T>(lookUp: () => Promise<T>): Promise<T> {
    return this.#limit(async () => {
      if (performance.now() - this.#since > LONGEST) {
        await setImmediate();
        this.#since = performance.now();
      }
      return lookUp();
    });
  }
}
