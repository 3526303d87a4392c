// Whether this user recorded, or allowed, the commands of a record in the place where it is.
import { isOwn, rememberOwn } from '../own-marks.ts';
import type { OwnThing } from '../own-marks.ts';

/** What of a record is run, or decides how something is. */
export interface RecordedCommands {
  /** Absolute path of the folder that keeps the record. */
  readonly project: string;
  readonly builds: readonly { readonly command: readonly string[]; readonly directory: string }[];
  readonly steps: readonly {
    readonly tool: string;
    readonly directory: string;
    readonly argv: readonly string[];
    readonly env?: Readonly<Record<string, string>>;
  }[];
}

export async function isMadeHere(record: RecordedCommands): Promise<boolean> {
  return isOwn(thingOf(record));
}

/** From now on it is as if this user had recorded it here. */
export async function markMadeHere(record: RecordedCommands): Promise<void> {
  await rememberOwn(thingOf(record));
}

function thingOf({ project, builds, steps }: RecordedCommands): OwnThing {
  const content = [
    builds.map(({ command, directory }) => [command, directory]),
    steps.map(({ tool, directory, argv, env = {} }) => [tool, directory, argv, sorted(env)]),
  ];
  return { project, what: 'record', content: JSON.stringify(content) };
}

function sorted(env: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(env).sort(([one], [other]) => (one < other ? -1 : 1));
}
