// How the baseline's variant stands to the executable that the project's own build makes.

import type { Failure } from './failure.ts';

export interface OwnProgram {
  readonly state: 'same' | 'different' | 'not compared';
  /** Absolute path of the executable that was compared with. */
  readonly path?: string;
  /** Where the project has none: the one line of clang that made it. */
  readonly line?: string;
  /** What was compared. */
  readonly compared: readonly (
    'output' | 'exit code' | 'libraries' | 'exported names' | 'tables'
  )[];
  /** Where the variant is another program: sentences without their ends. */
  readonly differences: readonly string[];
  /** What differs as another compiler or flags for a CPU may make it differ: sentences without their ends. */
  readonly notes?: readonly string[];
  /** Why nothing, or not all, was compared: a sentence without its end. */
  readonly reason?: string;
  /** What went wrong while they were compared, instead of a reason. */
  readonly failure?: Failure;
  /** How many of the program's benchmarks were run for it. */
  readonly benchmarks?: number;
}
