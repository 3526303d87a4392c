// What is to be profiled, wherever it was found.
import type { Place } from '../model/failure.ts';
import type { Program } from '../model/program.ts';
import type { TargetSpec } from '../model/target.ts';
import type { Warning } from '../model/run.ts';
import type { VerifyChoice } from '../model/verification.ts';

export interface Project {
  /** Absolute path of the folder that runs are stored in: the configuration file's, or the input's. */
  readonly directory: string;
  /** Absolute path of retarget.json, where there is one. */
  readonly configFile?: string;
  /** The folder offers its programs by itself: `--save` would write down what is chosen of them. */
  readonly offered?: boolean;
  readonly baseline?: string;
  readonly targets?: readonly string[];
  /** Those of `targets`, and the baseline, that the configuration describes by CPU and flags. */
  readonly describedTargets?: readonly TargetSpec[];
  /** Where a configuration names a target or the baseline; nothing for names from elsewhere. */
  readonly placeOfTarget?: (name: string) => Place | undefined;
  /** Half-width of the relative interval to reach, such as 0.01. */
  readonly precision?: number;
  /** Seconds of measuring for the whole run. */
  readonly budget?: number;
  /** How many of the built objects are compared with direct builds. */
  readonly verify?: VerifyChoice;
  /** Core the benchmarks are pinned to. */
  readonly pin?: number;
  /** Where a configuration says so. */
  readonly placeOfPin?: Place;
  /** At least one. */
  readonly programs: readonly Program[];
  /** What was left out and why, by name; each belongs into the run. */
  readonly warnings: readonly Warning[];
}
