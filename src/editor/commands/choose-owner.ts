// Which program is meant by a file or folder that several programs of a project have to do with.
import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { OwnerAnswer } from '../../protocol/server-requests.ts';
import { pickText } from '../shown-text.ts';

export type Owner = NonNullable<OwnerAnswer['owner']>;

interface OwnerItem extends vscode.QuickPickItem {
  readonly programs: readonly string[];
}

/** @returns names of programs; undefined where the user left */
export async function chooseOwner(
  { programs }: Owner,
  path: string,
  title: string,
): Promise<readonly string[] | undefined> {
  if (programs.length === 1) return programs;
  const items: OwnerItem[] = [
    ...programs.map((name) => ({ programs: [name], label: pickText(name) })),
    { programs, label: vscode.l10n.t('All {0} programs', programs.length) },
  ];
  const picked = await vscode.window.showQuickPick(items, {
    ...{ title, ignoreFocusOut: true },
    placeHolder: pickText(
      vscode.l10n.t('{0} is part of several programs. Which one?', basename(path)),
    ),
  });
  return picked?.programs;
}
