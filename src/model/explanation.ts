// Why a host is, or is not, a target: the answer to `retarget host --explain <target>`.
import type { Target } from './target.ts';

export interface Explanation {
  /** The target that was asked about; its `fit` is the verdict. */
  readonly target: Target;
  /** The host as a reader recognises it. */
  readonly host: {
    readonly brand: string;
    /** The toolchain's name for the host's CPU. */
    readonly cpu: string;
    /** Highest psABI level reached; absent off x86-64. */
    readonly level?: string;
    readonly virtualisation?: string;
  };
  /** Features the target has and the host lacks, which code generation emits: each may fault. Sorted. */
  readonly missing: readonly string[];
  /** Features the target has and the host lacks, which code generation never emits from plain code. Sorted. */
  readonly masked: readonly string[];
  /** Features the host has beyond the target. Sorted. */
  readonly beyond: readonly string[];
}
