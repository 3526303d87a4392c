// Keeping which targets are profiled, and against which baseline: in the project's retarget.json, or else in the settings.
import * as vscode from 'vscode';
import type { ServerConnection } from './server-connection.ts';

export interface TargetChoice {
  /** At least one; without the baseline. */
  readonly targets?: readonly string[];
  readonly baseline?: string;
}

/**
 * @param folder whose project it is for; without one, the choice is the user's own
 * @throws {ServerFailure} where there is a retarget.json and it cannot be changed; it is then as it was
 */
export async function keepChoice(
  server: ServerConnection,
  folder: vscode.WorkspaceFolder | undefined,
  choice: TargetChoice,
): Promise<void> {
  if (folder !== undefined) {
    const clean = vscode.workspace.textDocuments.filter(({ isDirty }) => !isDirty);
    const answer = await server.request('retarget/choose', {
      folder: folder.uri.fsPath,
      ...choice,
    });
    if (answer.writtenTo !== undefined) {
      // An open document took the change. It is saved unless it holds what its user has not saved yet.
      const open = clean.find(({ uri }) => uri.fsPath === answer.writtenTo);
      if (open?.isDirty === true) await open.save();
      return;
    }
  }
  const settings = vscode.workspace.getConfiguration('retarget', folder?.uri);
  const where =
    folder === undefined
      ? vscode.ConfigurationTarget.Global
      : vscode.ConfigurationTarget.WorkspaceFolder;
  if (choice.targets !== undefined) await settings.update('targets', [...choice.targets], where);
  if (choice.baseline !== undefined) await settings.update('baseline', choice.baseline, where);
}
