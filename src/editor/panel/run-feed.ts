// Brings a run's document to the page, piece by piece and unread: a run may be many megabytes.
import * as vscode from 'vscode';
import type { ToPage } from '../../protocol/page-messages.ts';
import type { ServerConnection } from '../server-connection.ts';

/** Times that a document may change while it is read before the feed waits for the next save. */
const MOST_STARTS = 8;

export interface FeedEvents {
  send(message: ToPage): void;
  failed(error: unknown): void;
}

/** At most one read is under way; what is asked for meanwhile is read once, after it. */
export class RunFeed {
  readonly #server: ServerConnection;
  readonly #path: string;
  readonly #events: FeedEvents;
  readonly #stopped = new vscode.CancellationTokenSource();
  #reading = false;
  #wanted: { brief: boolean } | undefined;

  constructor(server: ServerConnection, path: string, events: FeedEvents) {
    this.#server = server;
    this.#path = path;
    this.#events = events;
  }

  /** Sends the document as it stands now; a whole one that was asked for is not replaced by a brief one. */
  refresh(brief: boolean): void {
    this.#wanted = { brief: brief && (this.#wanted?.brief ?? true) };
    if (!this.#reading) void this.#readWanted();
  }

  async #readWanted(): Promise<void> {
    this.#reading = true;
    while (this.#wanted !== undefined && !this.#isStopped) {
      const { brief } = this.#wanted;
      this.#wanted = undefined;
      await this.#read(brief).catch((error: unknown) => {
        // What was asked for meanwhile may go well: only the last failure is news.
        if (this.#wanted === undefined && !this.#isStopped) this.#events.failed(error);
      });
    }
    this.#reading = false;
  }

  async #read(brief: boolean): Promise<void> {
    let version: string | undefined;
    let from = 0;
    let index = 0;
    for (let starts = 1; starts <= MOST_STARTS;) {
      const piece = await this.#server.request(
        'retarget/runPiece',
        { path: this.#path, from, brief, ...(version === undefined ? {} : { version }) },
        this.#stopped.token,
      );
      if (this.#isStopped) return;
      if (version !== undefined && piece.version !== version) {
        starts += 1;
        version = undefined;
        from = 0;
        index = 0;
        continue;
      }
      version = piece.version;
      const last = piece.next === undefined;
      this.#events.send({ type: 'run-piece', text: piece.text, index, last, brief });
      if (piece.next === undefined) return;
      from = piece.next;
      index += 1;
    }
  }

  get #isStopped(): boolean {
    return this.#stopped.token.isCancellationRequested;
  }

  stop(): void {
    this.#stopped.cancel();
    this.#stopped.dispose();
  }
}
