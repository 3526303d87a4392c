// What holding a program against the project's own executable came to, in words.
import type { OwnProgram } from '../model/own-program.ts';
import type { Run } from '../model/run.ts';
import { listText } from '../text/list-text.ts';

/** A sentence or two for each program, with its name where there are several programs; where they differ, the warning says it. */
export function ownProgramNotes({ programs }: Pick<Run, 'programs'>): string[] {
  return programs.flatMap(({ name, ownProgram }) => {
    const text = ownProgram === undefined ? undefined : ownProgramText(ownProgram);
    return text === undefined ? [] : [`${programs.length === 1 ? '' : `${name}: `}${text}`];
  });
}

function ownProgramText(own: OwnProgram): string | undefined {
  const { state, path, line, compared, reason, notes = [], benchmarks = 0 } = own;
  const what =
    line === undefined
      ? `the project's own program${path === undefined ? '' : ` (${path})`}`
      : 'the program that one line of clang makes of these sources';
  switch (state) {
    case 'different':
      return undefined;
    case 'not compared':
      return `Not compared with ${what}: ${reason ?? 'nothing could be compared'}.`;
    case 'same': {
      const ways = benchmarks > 1 ? `, with ${benchmarks} benchmarks` : '';
      const rest = reason === undefined ? '' : ` Not all could be compared: ${reason}.`;
      const apart = notes.length === 0 ? '' : ` But for what may differ: ${notes.join('; ')}.`;
      return `Same ${listText([...compared], compared.length)} as ${what}${ways}.${apart}${rest}`;
    }
  }
}

/** What stands beside a verdict that is about another program. */
export const OTHER_PROGRAM = "not the project's own program";

/** Behind what a run says in one sentence; empty where nothing departs. */
export function otherProgramSentence({ programs }: Pick<Run, 'programs'>): string {
  const others = programs.filter(({ ownProgram }) => ownProgram?.state === 'different');
  if (others.length === 0) return '';
  const names = listText(
    others.map(({ name }) => name),
    SHOWN,
  );
  return ` But what was measured of ${names} is ${OTHER_PROGRAM}.`;
}

const SHOWN = 3;
