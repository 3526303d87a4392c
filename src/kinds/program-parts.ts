// What one kind of project (CMake, a recorded build, Cargo, ...) knows of a program.
import type {
  Benchmark,
  Harness,
  Library,
  Link,
  LinkWord,
  OwnExecutable,
  Preparation,
  Unit,
} from '../model/program.ts';
import type { Warning } from '../model/run.ts';
import type { Toolchain } from '../model/toolchain.ts';

export interface ProgramParts {
  readonly units: readonly Unit[];
  /** Each behind those that its own link line names. */
  readonly libraries?: readonly Library[];
  /** The whole link line; "link" in the configuration goes behind it. */
  readonly link?: Link;
  /** Words in front of "link" in the configuration, where no link line is known. */
  readonly linkWords?: readonly LinkWord[];
  /** The ways to run it that the build tool knows; "benchmarks" in the configuration take their place. */
  readonly benchmarks?: readonly Benchmark[];
  readonly harness?: Harness;
  /** Variables that the build tool sets where it runs the program; "env" in the configuration comes before them. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly own?: OwnExecutable;
  /** What has to be run before the rest of this is known. */
  readonly preparation?: Preparation;
  readonly warnings: readonly Warning[];
}

/** What a kind's own build tool is run with. */
export interface PrepareContext {
  readonly toolchain: Toolchain;
  readonly signal: AbortSignal;
  /** What happens now, in a few words. */
  readonly onStep: (message: string) => void;
}

/** What is said of benchmarks that were found says nothing where the configuration names its own. */
export function aboutBenchmarks(warnings: readonly Warning[], areNamed: boolean): Warning[] {
  return warnings.filter(({ code }) => !areNamed || code !== 'tests-left-out');
}
