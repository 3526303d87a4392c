// The language server as the rest of the extension sees it: typed requests to a process that starts when first needed.
import type * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import type {
  FailureData,
  ProfileNews,
  ProfileOutcome,
  ProfileParams,
  ServerRequests,
} from '../protocol/server-requests.ts';
import type { Failure } from '../model/failure.ts';

/** What the server could not do, in its own words. */
export class ServerFailure extends Error {
  readonly failure: Failure;

  constructor(failure: Failure, options?: { cause?: unknown }) {
    super(failure.message, options);
    this.name = 'ServerFailure';
    this.failure = failure;
  }
}

export class ServerConnection implements vscode.Disposable {
  readonly #context: vscode.ExtensionContext;
  readonly #log: vscode.LogOutputChannel;
  #client: Promise<LanguageClient> | undefined;

  constructor(context: vscode.ExtensionContext, log: vscode.LogOutputChannel) {
    this.#context = context;
    this.#log = log;
  }

  /** Starts the server where it does not run yet. */
  start(): Promise<LanguageClient> {
    this.#client ??= import('./language-client.ts').then(({ startLanguageClient }) =>
      startLanguageClient(this.#context, this.#log),
    );
    return this.#client;
  }

  /** @throws {ServerFailure} with the server's failure; `interrupted` where the token was cancelled. */
  async request<Method extends keyof ServerRequests>(
    method: Method,
    params: ServerRequests[Method]['params'],
    token?: vscode.CancellationToken,
  ): Promise<ServerRequests[Method]['result']> {
    const client = await this.start();
    try {
      return await client.sendRequest<ServerRequests[Method]['result']>(method, params, token);
    } catch (error) {
      throw failureFrom(error);
    }
  }

  /** A profile; `onNews` hears what happens, in order. @throws {ServerFailure} */
  async profile(
    params: ProfileParams,
    onNews: (news: ProfileNews) => void,
    token: vscode.CancellationToken,
  ): Promise<ProfileOutcome> {
    const client = await this.start();
    const { ProgressType } = await import('vscode-languageclient/node');
    const partialResultToken = `profile-${++profiles}`;
    const listening = client.onProgress(
      new ProgressType<readonly ProfileNews[]>(),
      partialResultToken,
      (batch) => batch.forEach(onNews),
    );
    try {
      return await this.request('retarget/profile', { ...params, partialResultToken }, token);
    } finally {
      listening.dispose();
    }
  }

  dispose(): void {
    void this.#client?.then((client) => client.dispose()).catch(() => undefined);
  }
}

let profiles = 0;

function failureFrom(error: unknown): Error {
  const data = (error as { data?: Partial<FailureData> } | undefined)?.data;
  if (data?.failure !== undefined) return new ServerFailure(data.failure, { cause: error });
  return error instanceof Error ? error : new Error(String(error));
}
