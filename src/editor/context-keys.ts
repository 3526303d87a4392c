// Keeps true what `when` clauses look at: see CONTEXT in src/manifest/names.ts.
import * as vscode from 'vscode';
import type { FailureCode } from '../model/failure.ts';
import { CONTEXT } from '../manifest/names.ts';
import type { Profiler } from './profiler.ts';
import type { ChartPanel } from './panel/chart-panel.ts';
import type { ServerAnswer, ServerConnection } from './server-connection.ts';
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

/** Requests that a server without a toolchain refuses. */
const NEEDS_TOOLCHAIN = /host|targets|profile/u;

export class ContextKeys implements vscode.Disposable {
  readonly #server: ServerConnection;
  readonly #set = new Map<string, unknown>();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #disposables: vscode.Disposable[];
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Order of the request that told of the toolchain last. */
  #learned = 0;
  #hasConfiguration = false;

  readonly onDidChange = this.#changed.event;

  constructor(server: ServerConnection, profiler: Profiler, places: RunPlaces, panel: ChartPanel) {
    this.#server = server;
    const soon = (): void => this.#refreshSoon();
    const configurations = vscode.workspace.createFileSystemWatcher(
      '**/{retarget.json,compile_commands.json,CMakeLists.txt,Cargo.toml,Makefile}',
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
        // Sources can be a project by themselves.
        if (!this.#hasConfiguration) soon();
      }),
      places.onDidChangeRun(soon),
      profiler.onDidChange((profile) => {
        void this.#put(CONTEXT.profiling, profile !== undefined);
      }),
      panel.onDidDraw(() => {
        void this.#put(CONTEXT.sawChart, true);
      }),
      profiler.onDidEnd(soon),
      vscode.workspace.onDidChangeWorkspaceFolders(soon),
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration('retarget.toolchain.path')) server.askToolchain();
      }),
      server.onDidAnswer((answer) => this.#learn(answer)),
      server.onDidStart(() => {
        server.askToolchain();
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
          // What there is to choose from is as good: the profile asks.
          .then(({ project, offers = 0 }) => project !== undefined || offers > 0)
          .catch(() => undefined),
      ),
    );
    if (answers.includes(true)) return 'yes';
    return answers.includes(undefined) ? undefined : 'no';
  }

  /** Whoever needed the toolchain has found out whether there is one. */
  #learn({ method, order, error }: ServerAnswer): void {
    const state =
      error instanceof ServerFailure
        ? TOOLCHAIN[error.failure.code]
        : error === undefined && NEEDS_TOOLCHAIN.test(method)
          ? 'found'
          : undefined;
    if (state === undefined || order < this.#learned) return;
    this.#learned = order;
    void this.#put(CONTEXT.toolchain, state);
  }

  async #put(key: string, value: unknown): Promise<void> {
    if (this.#set.get(key) === value) return;
    this.#set.set(key, value);
    this.#changed.fire();
    await vscode.commands.executeCommand('setContext', key, value);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#changed.dispose();
    for (const disposable of this.#disposables) disposable.dispose();
  }
}

const SOURCES = '**/*.{c,cc,cpp,cxx,c++,C}';
const RUNS = '**/.retarget/runs/*.json';

async function hasFile(pattern: string): Promise<boolean> {
  if (diskFolders().length === 0) return false;
  return (await vscode.workspace.findFiles(pattern, ELSEWHERE, 1)).length > 0;
}
