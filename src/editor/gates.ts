// What has to be so before anything is built or run; where it is not, the message says what to do.
import * as vscode from 'vscode';
import { MANAGE_TRUST, OPEN_FOLDER, commandButton, showResults, tell } from './messages.ts';
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
    'A profile builds and runs the code of this workspace, which Restricted Mode keeps from happening. Trust the workspace to go on.',
    [MANAGE_TRUST],
  );
  return false;
}

/** One profile at a time: two would disturb each other's measurements. */
function isIdle(profiler: Profiler): boolean {
  const { current } = profiler;
  if (current === undefined) return true;
  tell('information', 'A profile is under way. Wait for its end, or cancel it.', [
    showResults(current.run?.path),
    commandButton('Cancel Profile', 'retarget.cancel'),
  ]);
  return false;
}

/** The workspace's folders on disk; where there is none, says so. */
export function foldersOnDisk(): readonly vscode.WorkspaceFolder[] {
  const folders = diskFolders();
  if (folders.length > 0) return folders;
  if ((vscode.workspace.workspaceFolders ?? []).length > 0) tellVirtual();
  else tell('warning', 'Open the folder of a C, C++ or Rust program first.', [OPEN_FOLDER]);
  return folders;
}

export function tellVirtual(): void {
  tell(
    'warning',
    'This is not on a disk that a compiler can reach. Clone it, or open it where it is stored, to profile it.',
    [OPEN_FOLDER],
  );
}
