// Options that say how benchmarks are run, judged and checked, as a profile is asked for it.
import type { GivenWay } from '../profile/given-way.ts';
import { splitCommand } from '../flags/command-line.ts';

export interface WayOptions {
  readonly metric?: string;
  readonly check?: string;
  readonly tolerance?: number;
  readonly absolute?: number;
  readonly ignoreLine?: readonly string[];
  /** Seconds. */
  readonly timeLimit?: number;
  readonly stdin?: string;
  /** A command, quoted as on a command line. */
  readonly prepare?: string;
}

/** Only what is given. */
export function wayOf(options: WayOptions): GivenWay {
  const { metric, check, tolerance, absolute, ignoreLine, timeLimit, stdin, prepare } = options;
  const words = prepare === undefined ? undefined : splitCommand(prepare);
  return {
    ...(metric === undefined ? {} : { metric }),
    ...(check === undefined ? {} : { check }),
    ...(tolerance === undefined ? {} : { tolerance }),
    ...(absolute === undefined ? {} : { absolute }),
    ...(ignoreLine === undefined ? {} : { ignoreLines: ignoreLine }),
    ...(timeLimit === undefined ? {} : { timeLimit }),
    ...(stdin === undefined ? {} : { stdin }),
    ...(words === undefined || words.length === 0 ? {} : { prepare: words }),
  };
}
