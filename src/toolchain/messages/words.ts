// The shapes of what is said about a toolchain.
import type { Failure } from '../../model/failure.ts';

/** What to do alone. */
export type Advice = Pick<Failure, 'hint' | 'remedies'>;

export const OTHER_LLVM = { kind: 'set', what: 'llvm' } as const;
