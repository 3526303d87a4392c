// Unsaved changes before a build: a compiler reads files, not editors. Does as VS Code does before a task.
import * as vscode from 'vscode';
import { isInside } from '../text/path-inside.ts';
import { ask, tell } from './notifications.ts';
import { listText } from '../text/list-text.ts';

const SAVE = vscode.l10n.t('Save and Profile');
const LEAVE = vscode.l10n.t('Profile Without Saving');
const MOST_NAMED = 5;

/**
 * Saves what is unsaved in a folder, or asks, as `task.saveBeforeRun` says.
 * @returns whether to go on
 */
export async function saveChanges(folder: string): Promise<boolean> {
  const unsaved = vscode.workspace.textDocuments.filter(
    ({ uri, isDirty }) => isDirty && uri.scheme === 'file' && isInside(folder, uri.fsPath),
  );
  if (unsaved.length === 0) return true;
  const habit = vscode.workspace.getConfiguration('task').get<string>('saveBeforeRun');
  if (habit === 'never') return true;
  if (habit === 'prompt') {
    const answer = await ask(
      vscode.l10n.t('Some files have unsaved changes. Save them before profiling?'),
      listed(unsaved),
      [SAVE, LEAVE],
    );
    if (answer === undefined) return false;
    if (answer === LEAVE) return true;
  }
  const saved = await Promise.all(unsaved.map((document) => document.save()));
  const failed = unsaved.filter((_, index) => saved[index] !== true);
  if (failed.length === 0) return true;
  tell(
    'error',
    vscode.l10n.t(
      'The profile did not start because these files could not be saved: {0}',
      listed(failed),
    ),
  );
  return false;
}

function listed(documents: readonly vscode.TextDocument[]): string {
  const names = documents.map(({ uri }) => vscode.workspace.asRelativePath(uri));
  return listText(names, MOST_NAMED);
}
