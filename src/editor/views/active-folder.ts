// Which of the workspace's folders is meant where only one can be: that of the editor in front.
import * as vscode from 'vscode';
import { diskFolders } from '../run-places.ts';

export class ActiveFolder implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<vscode.WorkspaceFolder | undefined>();
  readonly #disposables: vscode.Disposable[];
  #current: vscode.WorkspaceFolder | undefined;

  readonly onDidChange = this.#changed.event;

  constructor() {
    this.#current = this.#find();
    const look = (): void => this.#look();
    this.#disposables = [
      this.#changed,
      vscode.window.onDidChangeActiveTextEditor(look),
      vscode.workspace.onDidChangeWorkspaceFolders(look),
    ];
  }

  /** Absent where no folder is open, or none on a disk. */
  get current(): vscode.WorkspaceFolder | undefined {
    return this.#current;
  }

  #look(): void {
    const found = this.#find();
    if (found?.uri.toString() === this.#current?.uri.toString()) return;
    this.#current = found;
    this.#changed.fire(found);
  }

  #find(): vscode.WorkspaceFolder | undefined {
    const folders = diskFolders();
    const uri = vscode.window.activeTextEditor?.document.uri;
    const active = uri === undefined ? undefined : vscode.workspace.getWorkspaceFolder(uri);
    const isOpen = (folder: vscode.WorkspaceFolder | undefined): boolean =>
      folders.some((each) => each.uri.toString() === folder?.uri.toString());
    if (isOpen(active)) return active;
    // An editor of no folder, such as the log, changes nothing.
    return isOpen(this.#current) ? this.#current : folders[0];
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
  }
}
