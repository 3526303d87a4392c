// The text of retarget.json: a new one, and programs added to one that is there, which stays as its writer left it.
import { findNodeAtLocation } from 'jsonc-parser';
import { jsonTree } from '../files/json-text.ts';
import { FailureError } from '../model/failure.ts';
import type { ConfigProgram } from '../config/config-schema.ts';
import { appended } from './json-changes.ts';
import type { TextChange } from './json-changes.ts';
import { parseJsonDocument } from '../config/json-document.ts';
import { newConfigComment, noProgramList, programThere } from './messages/projects.ts';

/** A whole retarget.json that names these programs, with a word on what it is. */
export function newConfigText(programs: readonly ConfigProgram[]): string {
  return `${newConfigComment()}\n${configText(programs)}\n`;
}

/** The same without the comment and the last line's end. */
export function configText(programs: readonly ConfigProgram[]): string {
  return `{\n  "programs": [${programs.map((program) => programText(program)).join(', ')}]\n}`;
}

/**
 * The changes that add programs to a text.
 * @throws {FailureError} `config-invalid` where the text is no JSON or "programs" is no list, `usage` where it has a program
 * of such a name: nothing is to be written then.
 */
export function addedPrograms(
  file: string,
  text: string,
  programs: readonly ConfigProgram[],
): readonly TextChange[] {
  parseJsonDocument(file, text);
  const root = jsonTree(text);
  const list = root && findNodeAtLocation(root, ['programs']);
  if (list?.type !== 'array') {
    throw new FailureError({
      code: 'config-invalid',
      ...noProgramList(file),
      place: { file },
    });
  }
  const names = (list.children ?? []).map(
    (item): unknown => findNodeAtLocation(item, ['name'])?.value,
  );
  const taken = programs.find(({ name }) => names.includes(name));
  if (taken !== undefined) {
    throw new FailureError({
      code: 'usage',
      ...programThere({ file, name: taken.name ?? '' }),
      place: { file },
    });
  }
  return appended(
    text,
    list,
    programs.map((program) => programText(program)),
  );
}

function programText(program: ConfigProgram): string {
  const lines = Object.entries(program)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `    ${JSON.stringify(key)}: ${valueText(value)}`);
  return `{\n${lines.join(',\n')}\n  }`;
}

/** JSON on one line, with the spaces that people write. */
export function valueText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(valueText).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(([key, member]) => `${JSON.stringify(key)}: ${valueText(member)}`);
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}
