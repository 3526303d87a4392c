// What is said of a file that programs of a project compile.
import { basename } from 'node:path';
import { listText } from '../../text/list-text.ts';
import { visibleText } from '../../text/visible-text.ts';

interface Complaint {
  readonly message: string;
  readonly hint: string;
}

export function fileOfSeveral(of: {
  readonly file: string;
  readonly programs: readonly string[];
}): Complaint {
  const name = visibleText(basename(of.file));
  return {
    message: `${name} is part of ${of.programs.length} programs: ${listText(of.programs, 20)}.`,
    hint: 'Choose one of them.',
  };
}

export function noSuchProgramHere(of: {
  readonly file: string;
  readonly program: string;
}): Complaint {
  return {
    message: `${visibleText(of.file)} has no program named ${visibleText(of.program)}.`,
    hint: 'Select a program first.',
  };
}
