// Ctrl-C and its kin, turned into one AbortSignal: the first asks everything to stop, the second does not ask.
import { constants } from 'node:os';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export interface Interrupts {
  readonly signal: AbortSignal;
  /** 130 for SIGINT, 143 for SIGTERM, 129 for SIGHUP, by the shells' convention; undefined while there was none. */
  exitCode(): number | undefined;
}

/** @param onFirst told once, when stopping begins. */
export function handleInterrupts(onFirst: () => void): Interrupts {
  const controller = new AbortController();
  let exitCode: number | undefined;
  for (const name of SIGNALS) {
    process.on(name, () => {
      // What still runs, such as a build that was only asked to end, is killed when this process exits.
      if (exitCode !== undefined) process.exit(exitCode);
      exitCode = 128 + constants.signals[name];
      onFirst();
      controller.abort(new DOMException(`Interrupted by ${name}.`, 'AbortError'));
    });
  }
  return { signal: controller.signal, exitCode: () => exitCode };
}
