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

/** What a target is made of: a CPU, and compile flags that go behind it. */
export interface TargetSpec {
  /** Unique among a run's targets; what reports show. */
  readonly name: string;
  /** The word for `-march=` (`-mcpu=` on Arm). */
  readonly cpu: string;
  /** Flags for code generation, one word each, such as `-mno-gather`; none for a CPU as it is. */
  readonly flags: readonly string[];
}

/** A CPU chosen for a run, with flags of its own or without, judged against the host it runs on. */
export interface Target extends Cpu {
  readonly fit: Fit;
  /** The CPU, where the target's name is not the CPU's. `features` are then those of CPU and flags together. */
  readonly cpu?: string;
  /** Compile flags of the target's own, in the user's order. */
  readonly flags?: readonly string[];
}

/** A CPU in the list of all that there are. */
export interface ListedTarget extends Target {
  /** Vendor and line, such as `AMD Zen`; `psABI levels` for those. */
  readonly family: string;
}

/** What a target is made of. */
export function specOfTarget({
  name,
  cpu,
  flags,
}: Pick<Target, 'name' | 'cpu' | 'flags'>): TargetSpec {
  return { name, cpu: cpu ?? name, flags: flags ?? [] };
}

/** The name that stands for the host's own CPU, as clang's `-march=native` does. */
export const NATIVE = 'native';
