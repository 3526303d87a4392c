// The shapes of what is said about a toolchain.
import type { Failure } from '../../model/failure.ts';

/** What happened and what to do, for a failure of any code. */
export type Words = Pick<Failure, 'message' | 'hint' | 'remedies'>;

/** What to do alone. */
export type Advice = Pick<Failure, 'hint' | 'remedies'>;

export const OTHER_LLVM = { kind: 'set', what: 'llvm' } as const;
