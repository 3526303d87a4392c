// A CPU name that code can be generated for, and how it fits a host.

/** One CPU as the toolchain knows it. */
export interface Cpu {
  /** Name as given to `-march=` (x86) or `-mcpu=` (elsewhere), such as `x86-64-v3` or `znver4`. */
  readonly name: string;
  /** Every feature the name switches on, without the `+`, sorted; LLVM's own names (`avx512f`). */
  readonly features: readonly string[];
}

/** How a target's features fit a host's. Features decide, never the name. */
export type Fit =
  | { readonly kind: 'runs' }
  /** Runs once these features, which code generation never emits from plain code, are switched off. */
  | { readonly kind: 'masked'; readonly masked: readonly string[] }
  /** Would fault: the host lacks these code-generating features. `masked` lists the harmless ones it lacks too. */
  | {
      readonly kind: 'cannot-run';
      readonly missing: readonly string[];
      readonly masked: readonly string[];
    };

/** A CPU chosen for a run, judged against the host it runs on. */
export interface Target extends Cpu {
  readonly fit: Fit;
}

/** The name that stands for the host's own CPU, as clang's `-march=native` does. */
export const NATIVE = 'native';
