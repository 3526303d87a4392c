// The protocol's work-done progress of what takes long, whoever began it, and its cancel. The library hears cancels only of what
// a server began; editors show their button by `cancellable` alone.
import { randomUUID } from 'node:crypto';
import {
  Emitter,
  WorkDoneProgress,
  WorkDoneProgressCancelNotification,
  WorkDoneProgressCreateRequest,
} from 'vscode-languageserver/node';
import type { ProgressToken } from 'vscode-languageserver/node';
import type { LiveProgress } from '../../protocol/profile-messages.ts';
import type { ServerContext } from '../server-context.ts';
import { StepReporter } from './step-reporter.ts';

export class WorkDone {
  readonly #context: Pick<ServerContext, 'connection' | 'client'>;
  readonly #cancelled = new Emitter<ProgressToken>();

  constructor(context: Pick<ServerContext, 'connection' | 'client' | 'onReady'>) {
    this.#context = context;
    const { connection, onReady } = context;
    // Not before: the library takes the notification for itself as it initialises.
    onReady(() => {
      connection.onNotification(WorkDoneProgressCancelNotification.type, ({ token }) => {
        this.#cancelled.fire(token);
      });
    });
  }

  /** A token of the server's own; nothing where the client shows no progress that a server begins. */
  async create(): Promise<ProgressToken | undefined> {
    const { connection, client } = this.#context;
    if (client().window?.workDoneProgress !== true) return undefined;
    const token = randomUUID();
    return connection.sendRequest(WorkDoneProgressCreateRequest.type, { token }).then(
      () => token,
      () => undefined,
    );
  }

  /**
   * Does what takes long, and shows its steps where there is a token.
   * @param work gets a signal that a cancel of the token, too, aborts.
   */
  async show<T>(
    title: string,
    token: ProgressToken | undefined,
    signal: AbortSignal,
    work: (onProgress: (progress: LiveProgress) => void, signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const cancelled = new AbortController();
    const listening = this.#cancelled.event((which) => {
      if (which === token) cancelled.abort(new DOMException('Cancelled.', 'AbortError'));
    });
    const steps = new StepReporter(title, (step) => {
      if (token === undefined) return;
      const { connection } = this.#context;
      connection.sendProgress(WorkDoneProgress.type, token, step).catch(() => undefined);
    });
    try {
      return await work(
        (progress) => steps.report(progress),
        AbortSignal.any([signal, cancelled.signal]),
      );
    } finally {
      listening.dispose();
      steps.end();
    }
  }
}
