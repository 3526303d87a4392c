// The profile under way, if any: one at a time per window, started and cancelled here, watched by whoever draws it.
import * as vscode from 'vscode';
import type {
  LiveProgress,
  ProfileNews,
  ProfileOutcome,
  ProfileParams,
} from '../protocol/profile-messages.ts';
import type { RunSummary } from '../model/run-summary.ts';
import { visibleText } from '../text/visible-text.ts';
import type { ServerConnection } from './server-connection.ts';

/** Warnings that are handed on at the end; the log has all. */
const MOST_WARNINGS = 20;

/** A profile under way. */
export interface LiveProfile {
  readonly request: ProfileParams;
  /** Known once the run has begun. */
  readonly run?: RunSummary;
  readonly progress: LiveProgress;
}

export type ProfileWarning = Extract<ProfileNews, { kind: 'warning' }>;

interface Ended {
  readonly request: ProfileParams;
  /** What the profile warned of, in order; the last ones of many. */
  readonly warnings: readonly ProfileWarning[];
}

export type ProfileEnd =
  | (Ended & { readonly outcome: ProfileOutcome })
  /** `run` where one had begun: what was finished is stored. */
  | (Ended & { readonly error: unknown; readonly run?: RunSummary });

export class Profiler implements vscode.Disposable {
  readonly #server: ServerConnection;
  readonly #log: vscode.LogOutputChannel;
  readonly #changed = new vscode.EventEmitter<LiveProfile | undefined>();
  readonly #saved = new vscode.EventEmitter<string>();
  readonly #ended = new vscode.EventEmitter<ProfileEnd>();
  #current: { profile: LiveProfile; cancel: vscode.CancellationTokenSource } | undefined;
  #warnings: ProfileWarning[] = [];

  /** Every step of the profile under way; nothing when it has ended. */
  readonly onDidChange = this.#changed.event;
  /** The path of a run's document that was written anew. */
  readonly onDidSave = this.#saved.event;
  readonly onDidEnd = this.#ended.event;

  constructor(server: ServerConnection, log: vscode.LogOutputChannel) {
    this.#server = server;
    this.#log = log;
  }

  get current(): LiveProfile | undefined {
    return this.#current?.profile;
  }

  /** @throws {Error} where a profile is under way, and whatever the server throws. */
  async start(request: ProfileParams): Promise<ProfileOutcome> {
    if (this.#current !== undefined) throw new Error(vscode.l10n.t('A profile is running.'));
    const cancel = new vscode.CancellationTokenSource();
    this.#current = {
      profile: {
        request,
        progress: { phase: 'preparing', message: vscode.l10n.t('Examining the project') },
      },
      cancel,
    };
    this.#warnings = [];
    this.#changed.fire(this.current);
    try {
      const outcome = await this.#server.profile(request, (news) => this.#hear(news), cancel.token);
      this.#end({ request, outcome, warnings: this.#warnings });
      return outcome;
    } catch (error) {
      const run = this.current?.run;
      this.#end({
        request,
        error,
        warnings: this.#warnings,
        ...(run === undefined ? {} : { run }),
      });
      throw error;
    } finally {
      cancel.dispose();
    }
  }

  /** What was finished is kept; `start` rejects soon after. */
  cancel(): void {
    this.#current?.cancel.cancel();
  }

  #hear(news: ProfileNews): void {
    if (this.#current === undefined) return;
    if (news.kind === 'saved') {
      // What could not be stored before is stored now.
      this.#warnings = this.#warnings.filter(({ code }) => code !== 'run-not-saved');
      this.#saved.fire(news.path);
    }
    if (news.kind === 'started') this.#change({ run: news.run });
    if (news.kind === 'warning') {
      const lines = [news.message, ...news.advice];
      this.#log.warn(lines.map(visibleText).join('\n  '));
      this.#warnings = [...this.#warnings.slice(1 - MOST_WARNINGS), news];
    }
    if (news.kind === 'progress') this.#change({ progress: news.progress });
  }

  #change(change: Partial<LiveProfile>): void {
    if (this.#current === undefined) return;
    this.#current.profile = { ...this.#current.profile, ...change };
    this.#changed.fire(this.current);
  }

  #end(end: ProfileEnd): void {
    this.#current = undefined;
    this.#changed.fire(undefined);
    this.#ended.fire(end);
  }

  dispose(): void {
    this.cancel();
    this.#changed.dispose();
    this.#saved.dispose();
    this.#ended.dispose();
  }
}
