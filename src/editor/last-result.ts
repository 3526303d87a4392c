// The last result of this workspace in a few words, remembered so that a new window knows it without a server.
import { stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { ProfileOutcome } from '../protocol/server-requests.ts';
import type { Profiler } from './profiler.ts';
import type { RunPlaces } from './views/run-places.ts';

export interface LastResult {
  readonly path: string;
  readonly brief: string;
  readonly headline: string;
}

const KEY = 'retarget.lastResult';

export class LastResults implements vscode.Disposable {
  readonly #memory: vscode.Memento;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #disposables: vscode.Disposable[];

  readonly onDidChange = this.#changed.event;

  constructor(memory: vscode.Memento, profiler: Profiler, places: RunPlaces) {
    this.#memory = memory;
    this.#disposables = [
      this.#changed,
      profiler.onDidEnd((end) => {
        if ('outcome' in end) this.#keep(end.outcome);
      }),
      places.onDidChangeRun((path) => {
        if (path === this.#kept?.path) void this.#check(path);
      }),
    ];
    const { path } = this.#kept ?? {};
    if (path !== undefined) void this.#check(path);
  }

  /** Undefined where nothing was profiled yet, or the run is gone. */
  get last(): LastResult | undefined {
    return this.#kept;
  }

  get #kept(): LastResult | undefined {
    const kept: unknown = this.#memory.get(KEY);
    return isLastResult(kept) ? kept : undefined;
  }

  #keep({ run, brief, headline }: ProfileOutcome): void {
    const result: LastResult = { path: run.path, brief, headline };
    void this.#memory.update(KEY, result);
    this.#changed.fire();
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
    for (const disposable of this.#disposables) disposable.dispose();
  }
}

function isLastResult(value: unknown): value is LastResult {
  if (typeof value !== 'object' || value === null) return false;
  const { path, brief, headline } = value as Readonly<Record<string, unknown>>;
  return [path, brief, headline].every((part) => typeof part === 'string');
}
