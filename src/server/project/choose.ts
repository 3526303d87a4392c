// Writes a choice of targets into a folder's retarget.json, which stays as it was otherwise.
import { realpath } from 'node:fs/promises';
import { FailureError } from '../../model/failure.ts';
import { changedText, choiceChanges } from '../../project/config-choice.ts';
import type { Choice, TextChange } from '../../project/config-choice.ts';
import type { ChooseAnswer } from '../../protocol/server-requests.ts';
import { replaceFile } from '../../store/atomic-file.ts';
import { storageFailure } from '../../store/storage-failure.ts';
import type { ServerContext } from '../server-context.ts';
import { configOf } from './config-text.ts';
import type { ConfigText } from './config-text.ts';

/**
 * Where there is no retarget.json nothing is written: the choice is the editor's to keep.
 * @throws {FailureError} `config-invalid` where the file is no JSON, `usage` where nothing would be left to profile,
 * `folder-read-only` or `disk-full`; the file is then as it was.
 */
export async function choose(
  context: ServerContext,
  folder: string,
  choice: Choice,
): Promise<ChooseAnswer> {
  if (choice.targets?.length === 0) {
    throw new FailureError({
      code: 'usage',
      message: 'At least one target has to be chosen.',
      hint: 'Choose another one before taking this one away.',
    });
  }
  const config = await configOf(context, folder);
  if (config === undefined) return {};
  const { file, text } = config;
  if (text === undefined) {
    throw new FailureError({
      code: 'config-invalid',
      message: `${file} cannot be read.`,
      hint: 'Check what it is and its permissions; nothing was changed.',
      place: { file },
    });
  }
  const changes = choiceChanges(file, text, choice);
  if (changes.length > 0) await write(context, { ...config, text }, changes);
  return { writtenTo: file };
}

async function write(
  context: ServerContext,
  config: ConfigText & { readonly text: string },
  changes: readonly TextChange[],
): Promise<void> {
  const { connection } = context;
  const { file, open } = config;
  const able = context.client().workspace;
  if (open === undefined || able?.applyEdit !== true) return replaceOnDisk(config, changes);
  const edits = changes.map(({ start, end, text: newText }) => ({
    range: { start: open.positionAt(start), end: open.positionAt(end) },
    newText,
  }));
  const hasVersions = able.workspaceEdit?.documentChanges === true;
  const { applied } = await connection.workspace.applyEdit({
    label: 'Retarget: choose targets',
    edit: hasVersions
      ? { documentChanges: [{ textDocument: { uri: open.uri, version: open.version }, edits }] }
      : { changes: { [open.uri]: edits } },
  });
  if (applied) return;
  throw new FailureError({
    code: 'busy',
    message: `The editor did not take the change of ${file}.`,
    hint: 'It may have been changed at the same time: choose again.',
    place: { file },
  });
}

async function replaceOnDisk(
  { file, text, mark = '' }: ConfigText & { readonly text: string },
  changes: readonly TextChange[],
): Promise<void> {
  try {
    // A link stays one: what it leads to is replaced.
    await replaceFile(await realpath(file), mark + changedText(text, changes));
  } catch (error) {
    throw new FailureError(
      {
        ...storageFailure(error, file).failure,
        hint: 'Make the file and its folder writable; nothing was changed.',
      },
      { cause: error },
    );
  }
}
