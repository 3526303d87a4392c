// One stored run, watched: other windows and the command line write runs too, and anybody may delete one.
import { stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import type { ServerConnection } from '../server-connection.ts';

export interface RunNews {
  readonly changed: () => void;
  readonly deleted: () => void;
}

/** @param path absolute, of the run's document */
export function watchRun(
  path: string,
  server: Pick<ServerConnection, 'onDidChangeRuns'>,
  { changed, deleted }: RunNews,
): vscode.Disposable {
  const folder = vscode.Uri.file(dirname(path));
  const pattern = new vscode.RelativePattern(folder, basename(path));
  const watcher = vscode.workspace.createFileSystemWatcher(pattern);
  return vscode.Disposable.from(
    watcher,
    watcher.onDidChange(changed),
    watcher.onDidCreate(changed),
    watcher.onDidDelete(deleted),
    // Events of files can get lost.
    server.onDidChangeRuns((paths) => {
      if (paths.includes(path)) void stat(path).then(changed, deleted);
    }),
  );
}
