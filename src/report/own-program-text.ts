// What holding a program against the project's own executable came to, in words.
import type { OwnProgram } from '../model/own-program.ts';
import type { Run } from '../model/run.ts';
import { notComparedWithOwn, otherProgramsMeasured, sameAsOwn } from './messages/notes.ts';

/** A sentence or two for each program, with its name where there are several programs; where they differ, the warning says it. */
export function ownProgramNotes({ programs }: Pick<Run, 'programs'>): string[] {
  return programs.flatMap(({ name, ownProgram }) => {
    const text = ownProgram === undefined ? undefined : ownProgramText(ownProgram);
    return text === undefined ? [] : [`${programs.length === 1 ? '' : `${name}: `}${text}`];
  });
}

function ownProgramText(own: OwnProgram): string | undefined {
  switch (own.state) {
    case 'different':
      return undefined;
    case 'not compared':
      return notComparedWithOwn(own);
    case 'same':
      return sameAsOwn(own);
  }
}

/** Behind what a run says in one sentence; empty where nothing departs. */
export function otherProgramSentence({ programs }: Pick<Run, 'programs'>): string {
  const others = programs.filter(({ ownProgram }) => ownProgram?.state === 'different');
  if (others.length === 0) return '';
  return ` ${otherProgramsMeasured({ names: others.map(({ name }) => name) })}`;
}
