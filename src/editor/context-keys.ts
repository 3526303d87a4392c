// Keeps true what `when` clauses look at: see CONTEXT in src/manifest/commands.ts.
import * as vscode from 'vscode';
import type { FailureCode } from '../model/failure.ts';
import { CONTEXT } from '../manifest/names.ts';
import type { Profiler } from './profiler.ts';
import type { ServerConnection } from './server-connection.ts';
import { ServerFailure } from './server-errors.ts';
import { diskFolders } from './views/run-places.ts';
import type { RunPlaces } from './views/run-places.ts';

/** Milliseconds to wait for more changes of files. */
const QUIET = 300;
/** Where nobody looks for a project or its runs. */
const ELSEWHERE = '**/{node_modules,.git}/**';
const NO_TOOLCHAIN: ReadonlySet<FailureCode> = new Set([
  'toolchain-missing',
  'toolchain-too-old',
  'toolchain-broken',
]);

export class ContextKeys implements vscode.Disposable {
  readonly #server: ServerConnection;
  readonly #set = new Map<string, unknown>();
  readonly #disposables: vscode.Disposable[];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #answers = 0;

  constructor(server: ServerConnection, profiler: Profiler, places: RunPlaces) {
    this.#server = server;
    const soon = (): void => this.#refreshSoon();
    const configurations = vscode.workspace.createFileSystemWatcher(
      '**/{retarget,compile_commands}.json',
      false,
      true,
    );
    this.#disposables = [
      configurations,
      configurations.onDidCreate(soon),
      configurations.onDidDelete(soon),
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

  /** A retarget.json says so at once; for anything else the server is asked, where it runs anyway. */
  async #hasProject(): Promise<boolean> {
    if (await hasFile('**/retarget.json')) return true;
    if (!this.#server.wanted) return false;
    const answers = await Promise.all(
      diskFolders().map(({ uri }) =>
        this.#server
          .request('retarget/project', { path: uri.fsPath })
          .then(({ project }) => project !== undefined)
          .catch(() => false),
      ),
    );
    return answers.includes(true);
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
    if (error instanceof ServerFailure && NO_TOOLCHAIN.has(error.failure.code)) {
      void this.#put(CONTEXT.toolchain, 'missing');
    }
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

const RUNS = '**/.retarget/runs/*.json';

async function hasFile(pattern: string): Promise<boolean> {
  if (diskFolders().length === 0) return false;
  return (await vscode.workspace.findFiles(pattern, ELSEWHERE, 1)).length > 0;
}
