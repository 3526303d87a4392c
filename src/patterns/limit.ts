// Work on texts from outside that may take for ever, such as matching a regular expression that backtracks: it can be ended.
import { createContext, Script, type Context } from 'node:vm';

/** Milliseconds: far more than a sensible pattern takes for the longest text that is searched. */
export const LIMIT = 1000;
/** On a busy machine, tries until the processor was had for a part of the limit. */
const MOST_TRIES = 3;
const LEAST_SHARE = 0.25;

/** Work that did not end in its time. */
export class LimitError extends Error {
  override readonly name = 'LimitError';
}

interface Place {
  readonly context: Context & { run?: (() => unknown) | undefined };
  readonly script: Script;
}

let place: Place | undefined;

/**
 * The work's result. V8 ends what runs on past the limit, a regular expression in the middle of a match too, so the work must
 * be such that nothing is half done then: a function of its input alone.
 * @param limit milliseconds
 * @throws {LimitError} and whatever the work throws.
 */
export function withinLimit<T>(work: () => T, limit = LIMIT): T {
  const before = process.cpuUsage();
  for (let tries = 1; ; tries++) {
    try {
      return run(work, limit);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
      const { user, system } = process.cpuUsage(before);
      const isFair = (user + system) / 1000 >= limit * LEAST_SHARE;
      if (isFair || tries === MOST_TRIES) throw new LimitError('', { cause: error });
    }
  }
}

function run<T>(work: () => T, timeout: number): T {
  place ??= { context: createContext({}), script: new Script('run()') };
  const { context, script } = place;
  const outer = context.run;
  context.run = work;
  try {
    return script.runInContext(context, { timeout }) as T;
  } finally {
    context.run = outer;
  }
}
