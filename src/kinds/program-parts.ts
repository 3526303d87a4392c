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

/** All that a program is made of, as its build knows it: in one shape, whatever the kind. */
export interface ProgramParts {
  readonly preparation?: undefined;
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
  readonly warnings: readonly Warning[];
}

/** What is known of a program whose build tool has to be run before its parts are. */
export interface PlannedParts extends Pick<ProgramParts, 'benchmarks' | 'harness'> {
  readonly preparation: Preparation;
  readonly units?: undefined;
}

/** What a kind's own build tool is run with. */
export interface PrepareContext {
  readonly toolchain: Toolchain;
  readonly signal: AbortSignal;
  /** What happens now, in a few words. */
  readonly onStep: (message: string) => void;
}
