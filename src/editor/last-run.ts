// The last result of this workspace in a few words, remembered so that a new window knows it without a server.
import { stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { ProfileOutcome } from '../protocol/profile-messages.ts';
import type { Profiler } from './profiler.ts';
import type { ServerConnection } from './server-connection.ts';
import { projectOfRun } from './views/run-file.ts';
import type { RunPlaces } from './run-places.ts';

export interface LastRun {
  readonly path: string;
  readonly brief: string;
  readonly headline: string;
}

const KEY = 'retarget.lastResult';
/** Milliseconds to wait for more changes: a profile elsewhere writes its run many times. */
const QUIET = 1000;

export class LastRunMemory implements vscode.Disposable {
  readonly #memory: vscode.Memento;
  readonly #profiler: Profiler;
  readonly #server: ServerConnection;
  readonly #changed = new vscode.EventEmitter<void>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #disposables: vscode.Disposable[];

  readonly onDidChange = this.#changed.event;

  constructor(
    memory: vscode.Memento,
    profiler: Profiler,
    places: RunPlaces,
    server: ServerConnection,
  ) {
    this.#memory = memory;
    this.#profiler = profiler;
    this.#server = server;
    this.#disposables = [
      this.#changed,
      profiler.onDidEnd((end) => {
        if ('outcome' in end) this.#keepOutcome(end.outcome);
      }),
      places.onDidChangeRun((path) => {
        if (path === this.#kept?.path) void this.#check(path);
        else this.#lookSoon(path);
      }),
    ];
    const { path } = this.#kept ?? {};
    if (path !== undefined) void this.#check(path);
  }

  /** Undefined where nothing was profiled yet, or the run is gone. */
  get last(): LastRun | undefined {
    return this.#kept;
  }

  get #kept(): LastRun | undefined {
    const kept: unknown = this.#memory.get(KEY);
    return isLastRun(kept) ? kept : undefined;
  }

  #keepOutcome({ run, brief, headline }: ProfileOutcome): void {
    this.#keep({ path: run.path, brief, headline });
  }

  #keep(result: LastRun): void {
    void this.#memory.update(KEY, result);
    this.#changed.fire();
  }

  /** A run that another window or the command line wrote. */
  #lookSoon(path: string): void {
    // That of the profile under way here says its result itself.
    if (this.#profiler.current !== undefined || !this.#server.wanted) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#look(path).catch(() => undefined);
    }, QUIET);
  }

  async #look(path: string): Promise<void> {
    const folder = projectOfRun(path);
    const runs = await this.#server.request('retarget/runs', { folder });
    const [latest] = runs;
    if (latest?.kind !== 'run' || latest.path !== path || latest.state !== 'finished') return;
    const { brief, headline } = latest;
    if (brief !== undefined && headline !== undefined) this.#keep({ path, brief, headline });
  }

  /** Forgets a run that was deleted. */
  async #check(path: string): Promise<void> {
    const there = await stat(path).then(
      () => true,
      () => false,
    );
    if (there || this.#kept?.path !== path) return;
    await this.#memory.update(KEY, undefined);
    this.#changed.fire();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const disposable of this.#disposables) disposable.dispose();
  }
}

function isLastRun(value: unknown): value is LastRun {
  if (typeof value !== 'object' || value === null) return false;
  const { path, brief, headline } = value as Readonly<Record<string, unknown>>;
  return [path, brief, headline].every((part) => typeof part === 'string');
}
