// Keeps true what `when` clauses look at: see CONTEXT in src/manifest/names.ts.
import * as vscode from 'vscode';
import type { FailureCode } from '../model/failure.ts';
import { CONTEXT } from '../manifest/names.ts';
import type { Profiler } from './profiler.ts';
import type { ServerConnection } from './server-connection.ts';
import { ServerFailure } from './server-errors.ts';
import { diskFolders } from './run-places.ts';
import type { RunPlaces } from './run-places.ts';

/** Milliseconds to wait for more changes of files. */
const QUIET = 300;
/** Where nobody looks for a project or its runs. */
const ELSEWHERE = '**/{node_modules,.git}/**';
const TOOLCHAIN: Partial<Record<FailureCode, string>> = {
  'toolchain-missing': 'missing',
  'toolchain-too-old': 'unusable',
  'toolchain-broken': 'unusable',
};

export class ContextKeys implements vscode.Disposable {
  readonly #server: ServerConnection;
  readonly #set = new Map<string, unknown>();
  readonly #disposables: vscode.Disposable[];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #answers = 0;
  #hasConfiguration = false;

  constructor(server: ServerConnection, profiler: Profiler, places: RunPlaces) {
    this.#server = server;
    const soon = (): void => this.#refreshSoon();
    const configurations = vscode.workspace.createFileSystemWatcher(
      '**/{retarget,compile_commands}.json',
      false,
      true,
    );
    const sources = vscode.workspace.createFileSystemWatcher(SOURCES, false, true, true);
    this.#disposables = [
      configurations,
      configurations.onDidCreate(soon),
      configurations.onDidDelete(soon),
      sources,
      sources.onDidCreate(() => {
        // The only source of a folder is a project, and a second one makes it none.
        if (!this.#hasConfiguration) soon();
      }),
      places.onDidChangeRun(soon),
      profiler.onDidChange((profile) => {
        void this.#put(CONTEXT.profiling, profile !== undefined);
      }),
      profiler.onDidEnd((end) => {
        if ('error' in end) this.#learn(end.error);
        soon();
      }),
      vscode.workspace.onDidChangeWorkspaceFolders(soon),
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration('retarget.toolchain.path')) void this.#askToolchain();
      }),
      server.onDidStart(() => {
        void this.#askToolchain();
        soon();
      }),
    ];
    // After activation: nothing waits for it.
    soon();
  }

  /** What the keys are now, by their names. */
  get values(): ReadonlyMap<string, unknown> {
    return this.#set;
  }

  /** Looks at the folders again. */
  async refresh(): Promise<void> {
    const [hasProject, hasRuns] = await Promise.all([this.#hasProject(), hasFile(RUNS)]);
    await Promise.all([
      this.#put(CONTEXT.hasProject, hasProject),
      this.#put(CONTEXT.hasRuns, hasRuns),
    ]);
  }

  #refreshSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.refresh().then(undefined, () => undefined);
    }, QUIET);
  }

  /**
   * A retarget.json says so at once; for anything else the server is asked, where it runs anyway.
   * @returns undefined where nobody knows
   */
  async #hasProject(): Promise<'yes' | 'no' | undefined> {
    this.#hasConfiguration = await hasFile('**/retarget.json');
    if (this.#hasConfiguration) return 'yes';
    if (!this.#server.wanted) return undefined;
    const answers = await Promise.all(
      diskFolders().map(({ uri }) =>
        this.#server
          .request('retarget/project', { path: uri.fsPath })
          .then(({ project }) => project !== undefined)
          .catch(() => undefined),
      ),
    );
    if (answers.includes(true)) return 'yes';
    return answers.includes(undefined) ? undefined : 'no';
  }

  async #askToolchain(): Promise<void> {
    if (!this.#server.wanted) return;
    const asked = ++this.#answers;
    try {
      await this.#server.request('retarget/host', {});
      if (asked === this.#answers) await this.#put(CONTEXT.toolchain, 'found');
    } catch (error) {
      if (asked === this.#answers) this.#learn(error);
    }
  }

  #learn(error: unknown): void {
    const state = error instanceof ServerFailure ? TOOLCHAIN[error.failure.code] : undefined;
    if (state !== undefined) void this.#put(CONTEXT.toolchain, state);
  }

  async #put(key: string, value: unknown): Promise<void> {
    if (this.#set.get(key) === value) return;
    this.#set.set(key, value);
    await vscode.commands.executeCommand('setContext', key, value);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const disposable of this.#disposables) disposable.dispose();
  }
}

const SOURCES = '**/*.{c,cc,cpp,cxx,c++,C}';
const RUNS = '**/.retarget/runs/*.json';

async function hasFile(pattern: string): Promise<boolean> {
  if (diskFolders().length === 0) return false;
  return (await vscode.workspace.findFiles(pattern, ELSEWHERE, 1)).length > 0;
}
