// Where this workspace keeps stored runs: its folders, and whatever folders inside them were profiled on their own.
import { dirname, relative, sep } from 'node:path';
import * as vscode from 'vscode';
import type { ServerConnection } from './server-connection.ts';
import { projectOfRun } from './views/run-file.ts';

/** A profiled folder. */
export interface RunPlace {
  /** Absolute path of the folder that holds `.retarget`. */
  readonly path: string;
  /** Such as `engine`, or `engine/tools` for a folder inside. */
  readonly name: string;
}

/** More than anybody profiles; a workspace may hold copies of whole trees. */
const MOST_PLACES = 100;

export class RunPlaces implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<string>();
  readonly #disposables: vscode.Disposable[] = [this.#changed];
  #found: Promise<Set<string>> | undefined;

  /** The path of a run's document, or of a folder that is to hold some, that was made, written or deleted by whomever: this window, another, or the command line. */
  readonly onDidChangeRun = this.#changed.event;

  constructor(server: Pick<ServerConnection, 'onDidChangeRuns'>) {
    const watcher = vscode.workspace.createFileSystemWatcher('**/.retarget/runs/*.json');
    const changed = ({ scheme, fsPath }: vscode.Uri): void => {
      if (scheme !== 'file') return;
      this.add(fsPath);
      this.#changed.fire(fsPath);
    };
    const projects = vscode.workspace.createFileSystemWatcher('**/retarget.json', false, true);
    // Files that are written in the moment their folder is made can escape a watcher: the folder itself does not.
    const folders = vscode.workspace.createFileSystemWatcher('**/.retarget', false, true, true);
    this.#disposables.push(
      // Events of files can come late, or not at all: the server looks for itself at the places that it was asked about.
      server.onDidChangeRuns((paths) => {
        for (const path of paths) changed(vscode.Uri.file(path));
      }),
      projects,
      projects.onDidCreate(({ scheme, fsPath }) => {
        if (scheme === 'file') void this.#found?.then((found) => found.add(dirname(fsPath)));
      }),
      folders,
      folders.onDidCreate(({ scheme, fsPath }) => {
        if (scheme !== 'file') return;
        void this.#found?.then((found) => found.add(dirname(fsPath)));
        this.#changed.fire(fsPath);
      }),
      watcher,
      watcher.onDidCreate(changed),
      watcher.onDidChange(changed),
      watcher.onDidDelete(changed),
    );
  }

  /** Takes up the place of a run's document. */
  add(document: string): void {
    void this.#found?.then((found) => found.add(projectOfRun(document)));
  }

  /** Looks for places anew. */
  forget(): void {
    this.#found = undefined;
  }

  /** The workspace's folders first. Not all of them need to have runs. */
  async list(): Promise<RunPlace[]> {
    this.#found ??= findPlaces();
    const folders = diskFolders().map(({ uri, name }) => ({ path: uri.fsPath, name }));
    const known = new Set(folders.map(({ path }) => path));
    const inside = [...(await this.#found)]
      .filter((path) => !known.has(path))
      .flatMap((path) => {
        const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(path));
        if (folder === undefined) return [];
        const way = relative(folder.uri.fsPath, path).split(sep).join('/');
        return [{ path, name: diskFolders().length > 1 ? `${folder.name}/${way}` : way }];
      });
    return [...folders, ...inside.sort((a, b) => a.name.localeCompare(b.name))];
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
  }
}

/** The workspace's folders that a compiler can reach. */
export function diskFolders(): readonly vscode.WorkspaceFolder[] {
  return (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
}

async function findPlaces(): Promise<Set<string>> {
  if (diskFolders().length === 0) return new Set();
  const [stores, projects] = await Promise.all([
    // One small file of each, not the runs themselves: there may be hundreds.
    pathsOf('**/.retarget/{.gitignore,index.json}', 2 * MOST_PLACES),
    // Nothing may be stored there yet; then it is known where to look.
    pathsOf('**/retarget.json', MOST_PLACES),
  ]);
  const found = [...stores.map((path) => dirname(dirname(path))), ...projects.map(dirname)];
  return new Set([...new Set(found)].slice(0, MOST_PLACES));
}

async function pathsOf(pattern: string, most: number): Promise<string[]> {
  const files = await vscode.workspace.findFiles(pattern, '**/{node_modules,.git}/**', most);
  return files.filter(({ scheme }) => scheme === 'file').map(({ fsPath }) => fsPath);
}
