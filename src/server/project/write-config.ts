// Changes in a folder's retarget.json: in the editor where it is open there, else on disk.
import { FailureError } from '../../model/failure.ts';
import { changedText } from '../../project/json-changes.ts';
import type { TextChange } from '../../project/json-changes.ts';
import { replaceWrittenFile } from '../../store/atomic-file.ts';
import { storageFailure } from '../../store/storage-failure.ts';
import type { ServerContext } from '../server-context.ts';
import type { ConfigText } from './config-text.ts';
import { changeRefused, unwritableHint } from '../messages.ts';

/**
 * @param label what the editor calls the change, for its undo
 * @throws {FailureError} `busy` where the editor does not take it, `folder-read-only` or `disk-full`; the file is then as it was
 */
export async function writeConfig(
  context: ServerContext,
  config: ConfigText & { readonly text: string },
  changes: readonly TextChange[],
  label: string,
): Promise<void> {
  const { connection } = context;
  const { file, open } = config;
  const able = context.client().workspace;
  if (open === undefined || able?.applyEdit !== true) {
    return replaceOnDisk(config, changes, context.folders());
  }
  const edits = changes.map(({ start, end, text: newText }) => ({
    range: { start: open.positionAt(start), end: open.positionAt(end) },
    newText,
  }));
  const hasVersions = able.workspaceEdit?.documentChanges === true;
  const { applied } = await connection.workspace.applyEdit({
    label,
    edit: hasVersions
      ? { documentChanges: [{ textDocument: { uri: open.uri, version: open.version }, edits }] }
      : { changes: { [open.uri]: edits } },
  });
  if (applied) return;
  throw new FailureError({
    code: 'busy',
    ...changeRefused({ file }),
    place: { file },
  });
}

async function replaceOnDisk(
  { file, text, mark = '' }: ConfigText & { readonly text: string },
  changes: readonly TextChange[],
  within: readonly string[],
): Promise<void> {
  try {
    await replaceWrittenFile(file, mark + changedText(text, changes), within);
  } catch (error) {
    if (error instanceof FailureError) throw error;
    throw new FailureError(
      {
        ...storageFailure(error, file).failure,
        hint: unwritableHint,
      },
      { cause: error },
    );
  }
}
