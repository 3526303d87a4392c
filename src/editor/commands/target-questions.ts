// What Select Targets and Select Baseline ask first: for which folder, and what there is to choose from.
import * as vscode from 'vscode';
import type { TargetsAnswer } from '../../protocol/server-requests.ts';
import { pickFolder } from '../pick-folder.ts';
import type { ServerConnection } from '../server-connection.ts';
import { diskFolders } from '../run-places.ts';

export interface TargetCommandContext {
  readonly server: ServerConnection;
  readonly log: vscode.LogOutputChannel;
}

/** @returns undefined where the user picked no folder. @throws {ServerFailure} */
export async function fetchTargets(
  { server }: TargetCommandContext,
  title: string,
): Promise<
  | { readonly folder: vscode.WorkspaceFolder | undefined; readonly answer: TargetsAnswer }
  | undefined
> {
  const folders = diskFolders();
  const folder = await pickFolder(folders, server, title);
  if (folder === undefined && folders.length > 0) return undefined;
  const answer = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Window,
      title: vscode.l10n.t('Asking LLVM for its targets'),
    },
    () =>
      server.request('retarget/targets', folder === undefined ? {} : { folder: folder.uri.fsPath }),
  );
  return { folder, answer };
}
