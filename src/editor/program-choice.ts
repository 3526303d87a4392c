// The program that a folder's profiles are of, where its user chose one: remembered in this workspace, for each folder.
import * as vscode from 'vscode';

const KEY = 'retarget.programs';

export class ProgramChoice implements vscode.Disposable {
  readonly #memory: vscode.Memento;
  readonly #changed = new vscode.EventEmitter<void>();

  readonly onDidChange = this.#changed.event;

  constructor(memory: vscode.Memento) {
    this.#memory = memory;
  }

  /** The program's name; undefined where all that the project names are meant. @param folder absolute path */
  of(folder: string): string | undefined {
    const name = this.#kept[folder];
    return typeof name === 'string' ? name : undefined;
  }

  /** @param name undefined for all */
  async choose(folder: string, name: string | undefined): Promise<void> {
    const { [folder]: before, ...others } = this.#kept;
    if (before === name) return;
    await this.#memory.update(KEY, name === undefined ? others : { ...others, [folder]: name });
    this.#changed.fire();
  }

  get #kept(): Readonly<Record<string, unknown>> {
    const kept: unknown = this.#memory.get(KEY);
    return typeof kept === 'object' && kept !== null ? (kept as Record<string, unknown>) : {};
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
