// Which of several workspace folders is meant, with what each of them is.
import * as vscode from 'vscode';
import type { ProjectAnswer } from '../protocol/server-requests.ts';
import type { ServerConnection } from './server-connection.ts';
import { pickText } from './shown-text.ts';
import { plural } from '../text/plural.ts';

interface FolderItem extends vscode.QuickPickItem {
  readonly folder: vscode.WorkspaceFolder;
}

/** Undefined where there is none, or the user picked none. */
export async function pickFolder(
  folders: readonly vscode.WorkspaceFolder[],
  server: ServerConnection,
  title: string,
): Promise<vscode.WorkspaceFolder | undefined> {
  const [only, ...others] = folders;
  if (others.length === 0) return only;
  const items = Promise.all(
    folders.map(async (folder): Promise<FolderItem> => ({
      folder,
      label: pickText(folder.name),
      description: pickText(folder.uri.fsPath),
      detail: await whatItIs(folder, server),
    })),
  );
  const picked = await vscode.window.showQuickPick(items, {
    title,
    placeHolder: vscode.l10n.t('Which folder?'),
    // A window that is still being set up gives the focus to an editor.
    ignoreFocusOut: true,
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return picked?.folder;
}

async function whatItIs(folder: vscode.WorkspaceFolder, server: ServerConnection): Promise<string> {
  const answer: ProjectAnswer = await server
    .request('retarget/project', { path: folder.uri.fsPath })
    .catch(() => ({}));
  if (answer.project === undefined) {
    const { offers = 0 } = answer;
    return offers === 0
      ? vscode.l10n.t('No program found yet')
      : plural(
          offers,
          vscode.l10n.t('1 program to choose from'),
          vscode.l10n.t('{0} programs to choose from', offers),
        );
  }
  const { programs } = answer.project;
  const benchmarks = programs.reduce((sum, program) => sum + program.benchmarks.length, 0);
  const names = programs.map(({ name }) => name).join(', ');
  return pickText(
    `${plural(programs.length, vscode.l10n.t('1 program'), vscode.l10n.t('{0} programs', programs.length))} (${names}), ${plural(benchmarks, vscode.l10n.t('1 benchmark'), vscode.l10n.t('{0} benchmarks', benchmarks))}`,
  );
}
