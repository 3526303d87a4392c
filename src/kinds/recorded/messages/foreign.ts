// What is said of a recorded build that came with a clone.
import { quoteCommand } from '../../../text/argv-text.ts';
import type { Failure } from '../../../model/failure.ts';
import { shown } from '../../../text/shown.ts';

interface Named {
  readonly commands: readonly {
    readonly command: readonly string[];
    readonly directory: string;
  }[];
  readonly loads: readonly string[];
}

/** Lines before the rest is only counted: they are read before a question is answered. */
const MOST_LINES = 20;

/** What is run, a line each, with raw text of the record's in it. */
export function whatRuns({ commands, loads }: Named): string[] {
  const lines = [
    ...commands.map(
      ({ command, directory }) => `${quoteCommand(command)} (in ${shown(directory)})`,
    ),
    ...loads.map((flag) => `loaded by the compiler or linker: ${flag}`),
  ];
  const more = lines.length - MOST_LINES;
  return more <= 0 ? lines : [...lines.slice(0, MOST_LINES), `and ${more} more`];
}

export function notRecordedHere({ file }: { readonly file: string }): string {
  return `You did not record ${shown(file)} here, or it has changed since.`;
}

export function recordRefused(
  of: Named & { readonly file: string },
): Pick<Failure, 'message' | 'hint' | 'remedies' | 'details'> {
  return {
    message: `${notRecordedHere(of)} Retarget does not run its commands without your consent.`,
    hint: 'Check the commands below. If you trust them, allow them once. Otherwise delete the file and record the build yourself.',
    remedies: [{ kind: 'trust-record' }],
    details: whatRuns(of).join('\n'),
  };
}
