// The language server as the rest of the extension sees it: typed requests to a process that starts when first needed.
import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { ServerFailure, ServerStopped, errorFrom } from './server-errors.ts';
import type { ProfileNews, ProfileOutcome, ProfileParams } from '../protocol/profile-messages.ts';
import type { ServerNotifications, ServerRequests } from '../protocol/server-requests.ts';

export { ServerFailure, ServerStopped } from './server-errors.ts';

/** Times that a server which ends by itself is started again, and the milliseconds after which an end is forgotten. */
const MOST_RESTARTS = 3;
const MEMORY = 5 * 60_000;

/** The server ended though nobody asked it to. */
export interface ServerCrash {
  /** Whether it is being started again; if not, it has ended too often lately. */
  readonly restarts: boolean;
}

/** How a request ended. */
export interface ServerAnswer {
  readonly method: keyof ServerRequests;
  /** Counts requests as they are made: answers may overtake each other. */
  readonly order: number;
  readonly error?: unknown;
}

export class ServerConnection implements vscode.Disposable {
  readonly #context: vscode.ExtensionContext;
  readonly #log: vscode.LogOutputChannel;
  readonly #started = new vscode.EventEmitter<void>();
  readonly #crashed = new vscode.EventEmitter<ServerCrash>();
  readonly #answered = new vscode.EventEmitter<ServerAnswer>();
  readonly #runsChanged = new vscode.EventEmitter<readonly string[]>();
  readonly #restarts = new ServerRestarts();
  #client: Promise<LanguageClient> | undefined;
  #stopped = false;

  /** The server runs and answers: the first time, and after each restart. */
  readonly onDidStart = this.#started.event;
  readonly onDidCrash = this.#crashed.event;
  readonly onDidAnswer = this.#answered.event;
  /** Paths of runs' documents that some process made, wrote or deleted, where the server noticed by itself. */
  readonly onDidChangeRuns = this.#runsChanged.event;

  constructor(context: vscode.ExtensionContext, log: vscode.LogOutputChannel) {
    this.#context = context;
    this.#log = log;
  }

  /** Whether the server was started, so that asking it costs no process. */
  get wanted(): boolean {
    return this.#client !== undefined;
  }

  /** Starts the server where it does not run yet. @throws {Error} where it cannot be started, or was stopped for good */
  start(): Promise<LanguageClient> {
    // A window that closes: a late question must not start a process that nobody would end.
    if (this.#stopped) return Promise.reject(new ServerStopped());
    this.#client ??= this.#startClient();
    return this.#client;
  }

  /** @throws {ServerFailure} with the server's failure; `interrupted` where the token was cancelled. */
  async request<Method extends keyof ServerRequests>(
    method: Method,
    params: ServerRequests[Method]['params'],
    token?: vscode.CancellationToken,
  ): Promise<ServerRequests[Method]['result']> {
    const order = ++requests;
    try {
      const client = await this.start();
      // An absent token handed on would be sent as a second parameter.
      const more = token === undefined ? [] : [token];
      const result = await client.sendRequest<ServerRequests[Method]['result']>(
        method,
        params,
        ...more,
      );
      this.#answered.fire({ method, order });
      return result;
    } catch (thrown) {
      const error = errorFrom(thrown);
      this.#answered.fire({ method, order, error });
      throw error;
    }
  }

  /** Finds out, for whoever hears answers, whether there is a toolchain now; starts no server for it. */
  askToolchain(): void {
    if (this.wanted) void this.request('retarget/host', {}).catch(() => undefined);
  }

  /** Tells the server, where there is one; one that starts later learns it then. */
  async notify<Method extends keyof ServerNotifications>(
    method: Method,
    params: ServerNotifications[Method],
  ): Promise<void> {
    if (this.#client === undefined) return;
    await (await this.#client).sendNotification(method, params);
  }

  /** A profile; `onNews` hears what happens, in order. @throws {ServerFailure} */
  async profile(
    params: ProfileParams,
    onNews: (news: ProfileNews) => void,
    token: vscode.CancellationToken,
  ): Promise<ProfileOutcome> {
    const partialResultToken = `profile-${++profiles}`;
    let listening: vscode.Disposable | undefined;
    try {
      const client = await this.start();
      const { onProfileNews } = await import('./language-client.ts');
      listening = onProfileNews(client, partialResultToken, onNews);
      // Cancelled while the server was starting: it would not hear of it any more.
      if (token.isCancellationRequested) throw new ServerFailure(INTERRUPTED);
      return await this.request('retarget/profile', { ...params, partialResultToken }, token);
    } finally {
      listening?.dispose();
    }
  }

  /** Ends the server in order and for good; a profile under way is stored as interrupted. */
  async stop(): Promise<void> {
    this.#stopped = true;
    const client = this.#client;
    this.#client = undefined;
    await (await client?.catch(() => undefined))?.dispose(STOP_LIMIT);
  }

  dispose(): void {
    void this.stop().catch(() => undefined);
    this.#started.dispose();
    this.#crashed.dispose();
    this.#answered.dispose();
    this.#runsChanged.dispose();
  }

  async #startClient(): Promise<LanguageClient> {
    try {
      const { startLanguageClient } = await import('./language-client.ts');
      const client = await startLanguageClient(this.#context, this.#log, {
        onStart: () => this.#started.fire(),
        onCrash: () => this.#crash(),
        onRunsChanged: (paths) => this.#runsChanged.fire(paths),
      });
      this.#forgetWhenDead(client);
      return client;
    } catch (error) {
      // The next one who needs it tries again.
      this.#client = undefined;
      throw error;
    }
  }

  /** A client whose restart failed refuses to start ever again: the next one who needs the server gets a new client. */
  #forgetWhenDead(client: LanguageClient): void {
    const mine = this.#client;
    let starting = false;
    client.onDidChangeState(({ newState }) => {
      const state: number = newState;
      if (starting && state === STOPPED) {
        // A server that ended while it was starting is started again within the same turn; a failed start is final.
        setTimeout(() => {
          const now: number = client.state;
          if (now === STOPPED && this.#client === mine) this.#client = undefined;
        });
      }
      starting = state === STARTING;
    });
  }

  /** @returns whether the client is to start the server again */
  #crash(): boolean {
    const restarts = this.#restarts.again();
    if (!restarts) this.#client = undefined;
    this.#log.error(
      `The server stopped unexpectedly and is ${restarts ? '' : 'not '}being restarted.`,
    );
    this.#crashed.fire({ restarts });
    return restarts;
  }
}

/** Milliseconds for an orderly end; an editor that closes gives an extension five seconds. */
const STOP_LIMIT = 4000;

/** Values of the client library's `State`, which would load the whole library here. */
const STOPPED = 1;
const STARTING = 3;

const INTERRUPTED = { code: 'interrupted', message: vscode.l10n.t('Cancelled.') } as const;

let profiles = 0;
let requests = 0;

/** How often the server ended by itself lately. */
class ServerRestarts {
  #ends: number[] = [];

  /** The server ended; whether it may be started again. */
  again(now: number = Date.now()): boolean {
    this.#ends = [...this.#ends.filter((end) => now - end < MEMORY), now];
    return this.#ends.length <= MOST_RESTARTS;
  }
}
