// Create Configuration: a retarget.json that suits what the folder holds, opened where something is to be looked at.
import * as vscode from 'vscode';
import { pathOf } from '../command-arguments.ts';
import { tellFailure } from '../failure-message.ts';
import { foldersOnDisk } from '../gates.ts';
import { tell } from '../messages.ts';
import { pickFolder } from '../pick-folder.ts';
import { failureOfError } from '../server-errors.ts';
import type { ServerConnection } from '../server-connection.ts';

/** The values that a person knows better than the suggestion, most telling first. */
const TO_LOOK_AT = /"(?:sources|compileCommands|bitcode)"\s*:\s*(\[[^\]]*\]|"[^"]*")/u;

export async function createConfiguration(
  server: ServerConnection,
  log: vscode.LogOutputChannel,
  argument?: unknown,
): Promise<void> {
  const folder = pathOf(argument) ?? (await chosenFolder(server));
  if (folder === undefined) return;
  try {
    const { path, exists, text } = await server.request('retarget/suggestion', { folder });
    const file = vscode.Uri.file(path);
    if (!exists && !(await created(file, text))) return;
    const editor = await vscode.window.showTextDocument(file);
    if (!exists) selectWhatMatters(editor);
  } catch (error) {
    tellFailure(failureOfError(error), log);
  }
}

async function chosenFolder(server: ServerConnection): Promise<string | undefined> {
  const folder = await pickFolder(foldersOnDisk(), server, 'Create Configuration');
  return folder?.uri.fsPath;
}

/** Never in place of a file that appeared meanwhile. */
async function created(file: vscode.Uri, text: string): Promise<boolean> {
  const edit = new vscode.WorkspaceEdit();
  edit.createFile(file, {
    overwrite: false,
    ignoreIfExists: true,
    contents: new TextEncoder().encode(text),
  });
  if (await vscode.workspace.applyEdit(edit)) return true;
  tell('error', `${file.fsPath} could not be written.`);
  return false;
}

function selectWhatMatters(editor: vscode.TextEditor): void {
  const { document } = editor;
  const found = TO_LOOK_AT.exec(document.getText());
  if (found === null) return;
  const end = found.index + found[0].length;
  const range = new vscode.Range(
    document.positionAt(end - (found[1] ?? '').length),
    document.positionAt(end),
  );
  editor.selection = new vscode.Selection(range.start, range.end);
  editor.revealRange(range);
}
