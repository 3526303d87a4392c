// What has to be so before anything is built or run; where it is not, the message says what to do.
import * as vscode from 'vscode';
import {
  MANAGE_TRUST,
  OPEN_FOLDER,
  commandButton,
  showResultsButton,
  tell,
} from './notifications.ts';
import type { Profiler } from './profiler.ts';
import { diskFolders } from './run-places.ts';

/** Whether a profile may start now. */
export function mayProfile(profiler: Profiler): boolean {
  return isTrusted() && isIdle(profiler);
}

/** Nothing of a workspace is built or run before its user trusts it. */
export function isTrusted(): boolean {
  if (vscode.workspace.isTrusted) return true;
  tell(
    'warning',
    vscode.l10n.t(
      'A profile builds and runs the code of this workspace. Restricted Mode blocks this. Trust the workspace to continue.',
    ),
    [MANAGE_TRUST],
  );
  return false;
}

/** One profile at a time: two would disturb each other's measurements. */
function isIdle(profiler: Profiler): boolean {
  const { current } = profiler;
  if (current === undefined) return true;
  tell('information', vscode.l10n.t('A profile is running. Wait for it to finish, or cancel it.'), [
    showResultsButton(current.run?.path),
    commandButton(vscode.l10n.t('Cancel Profile'), 'retarget.cancel'),
  ]);
  return false;
}

/** The workspace's folders on disk; where there is none, says so. */
export function foldersOnDisk(): readonly vscode.WorkspaceFolder[] {
  const folders = diskFolders();
  if (folders.length > 0) return folders;
  if ((vscode.workspace.workspaceFolders ?? []).length > 0) tellVirtual();
  else
    tell('warning', vscode.l10n.t('Open the folder of a C, C++ or Rust program first.'), [
      OPEN_FOLDER,
    ]);
  return folders;
}

export function tellVirtual(): void {
  tell(
    'warning',
    vscode.l10n.t(
      'Compilers cannot read this virtual folder. To profile it, clone it or open it on the machine where it is stored.',
    ),
    [OPEN_FOLDER],
  );
}
