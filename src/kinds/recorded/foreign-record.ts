// A record that came with a clone, or was edited: what of it would be run, to be shown and allowed once.
import { loadsCode } from '../../flags/code-loading.ts';
import { optionText, readOptions } from '../../flags/options.ts';
import { isMadeHere, markMadeHere } from './record-mark.ts';
import type { RecordedCommands } from './record-mark.ts';
import { readRecord, recordPath } from './record-document.ts';

export interface ForeignRecord {
  /** Absolute path of the record. */
  readonly file: string;
  /** The builds that it names, each once, with the absolute paths of the folders they run in. */
  readonly commands: readonly {
    readonly command: readonly string[];
    readonly directory: string;
  }[];
  /** Flags by which its compilers and linkers load or run further programs, each once. */
  readonly loads: readonly string[];
  readonly recorded: RecordedCommands;
}

/** @returns nothing where there is no record, and where this user recorded or allowed it in this place */
export async function foreignRecord(project: string): Promise<ForeignRecord | undefined> {
  const recorded = await readRecord(project);
  if (recorded === undefined || (await isMadeHere(recorded))) return undefined;
  const commands = new Map(
    recorded.builds.map(({ command, directory }) => [
      JSON.stringify([command, directory]),
      { command, directory },
    ]),
  );
  const loads = recorded.steps.flatMap(({ argv: [, ...words] }) =>
    readOptions(words).filter(loadsCode).map(optionText),
  );
  return {
    ...{ file: recordPath(project), recorded },
    ...{ commands: [...commands.values()], loads: [...new Set(loads)] },
  };
}

export async function allowRecord({ recorded }: ForeignRecord): Promise<void> {
  await markMadeHere(recorded);
}
