// Which of the flags that were taken out matter to a reader: the others (`-c`, `-o`, `-MD`, `-Wall`) only said what to write, and where.
import type { RemovedFlag } from './program.ts';

const REASONS = new Set<RemovedFlag['reason']>(['target', 'lto', 'unsupported']);

/** Whether code could be another without this flag. */
export function changesCode({ reason }: RemovedFlag): boolean {
  return REASONS.has(reason);
}
