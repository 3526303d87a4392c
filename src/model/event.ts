// What happens during a run, in order: every face draws its progress from these and nothing else.
import type { Comparison, ProgramResult, Run, Warning } from './run.ts';
import type { VariantIdentity } from './variant.ts';

export type ProfileEvent =
  /** Another profile holds this machine; this one waits. */
  | { readonly type: 'waiting'; readonly message: string }
  /** Host, toolchain and targets are known; programs are still empty. */
  | { readonly type: 'run-started'; readonly run: Run }
  /** The project's own build tool is at work (cmake, cargo, a recorded build): what units there are is not known yet. Or, once all is built, objects are compared with direct builds. */
  | { readonly type: 'preparing'; readonly program: string; readonly message: string }
  | {
      readonly type: 'build-progress';
      readonly program: string;
      readonly step: 'front end' | 'code generation' | 'link';
      /** What is being built now: a source's base name, with its target after the front end. */
      readonly item: string;
      readonly done: number;
      /** Falls where steps turn out not to be needed, and never rises. */
      readonly total: number;
      /** Seconds until the program is built, if all the rest has to run; absent while nothing can be told. */
      readonly remaining?: number;
    }
  | { readonly type: 'program-built'; readonly program: ProgramResult }
  | {
      readonly type: 'check-progress';
      readonly program: string;
      readonly benchmark: string;
      readonly variant: VariantIdentity;
    }
  /** Outputs were checked, and measuring begins: how long it takes at least, whatever the budget. */
  | {
      readonly type: 'measuring-planned';
      readonly benchmarks: number;
      /** Of each benchmark. */
      readonly leastRounds: number;
      /** Seconds, by the executions of the checks. */
      readonly leastSeconds: number;
      readonly budget: number;
    }
  | {
      readonly type: 'round';
      readonly program: string;
      readonly benchmark: string;
      /** Rounds done so far. */
      readonly rounds: number;
      /** Where the intervals stand; verdicts in it are provisional. */
      readonly comparisons: readonly Comparison[];
      /** Widest relative half-width so far; infinite until there are enough rounds. */
      readonly widest: number;
      readonly precision: number;
      /** Seconds; the estimate is of this benchmark's end. */
      readonly elapsed: number;
      readonly remaining: number;
      /** Seconds until all benchmarks are measured, at most. */
      readonly remainingInAll: number;
    }
  | {
      readonly type: 'benchmark-finished';
      readonly program: string;
      readonly benchmark: string;
      readonly index: number;
      readonly total: number;
    }
  | { readonly type: 'warning'; readonly warning: Warning }
  | { readonly type: 'run-saved'; readonly path: string }
  | { readonly type: 'run-finished'; readonly run: Run };

export type OnProfileEvent = (event: ProfileEvent) => void;
