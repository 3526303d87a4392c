// The language server as editors get it: bundled once for all test files, a process of its own, talked to over its pipes.
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll } from 'vitest';
import {
  createMessageConnection,
  ProgressType,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import type {
  CancellationToken,
  ClientCapabilities,
  InitializeParams,
  InitializeResult,
  MessageConnection,
  PublishDiagnosticsParams,
  ResponseError,
} from 'vscode-languageserver/node';
import type { Failure } from '../../src/model/failure.ts';
import { startProcess } from '../../src/process/start-process.ts';
import type { StartedProcess } from '../../src/process/start-process.ts';
import type { ProfileNews } from '../../src/protocol/profile-messages.ts';
import type { ServerOptions, ServerRequests } from '../../src/protocol/server-requests.ts';
import { freshCache, sharedBundle } from '../shared-bundle.ts';

export interface StartOptions {
  /** Folders of the workspace; the tests' own folder unless given. */
  readonly folders?: readonly string[];
  readonly options?: ServerOptions;
  readonly capabilities?: ClientCapabilities;
  /** Answers `workspace/configuration` for the section `retarget`, where given. */
  readonly settings?: (scope: string | undefined) => unknown;
  readonly processId?: number;
  /** Where the server is started; the tests' own folder unless given. */
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Shown {
  readonly type: number;
  readonly message: string;
}

/** A client of the server: what a test sends, and everything it was told. */
export interface ServerClient {
  readonly connection: MessageConnection;
  readonly process: StartedProcess;
  readonly initialized: InitializeResult;
  /** Newest last. */
  readonly messages: readonly Shown[];
  readonly logged: readonly Shown[];
  /** The newest diagnostics of each file, by its path. */
  readonly diagnostics: ReadonlyMap<string, PublishDiagnosticsParams['diagnostics']>;
  /** All diagnostics as they came, newest last. */
  readonly published: readonly PublishDiagnosticsParams[];
  /** Everything on standard error. */
  stderr(): string;
  request<Method extends keyof ServerRequests>(
    method: Method,
    params: ServerRequests[Method]['params'],
    token?: CancellationToken,
  ): Promise<ServerRequests[Method]['result']>;
  /** The failure that a request is rejected with. */
  failure<Method extends keyof ServerRequests>(
    method: Method,
    params: ServerRequests[Method]['params'],
    token?: CancellationToken,
  ): Promise<Failure>;
  /** Hears the batches sent to a partial result token. */
  onNews(token: string, listener: (batch: readonly ProfileNews[]) => void): void;
  /** Resolves when the condition holds; the test's own time limit is its limit. */
  until(condition: () => boolean): Promise<void>;
  shutdown(): Promise<void>;
}

export interface LanguageServer {
  /** A folder that is the tests' own, empty at first. */
  readonly folder: string;
  /** Shared with other test files: nothing is written there. */
  readonly bundle: string;
  environment(): Record<string, string>;
  start(options?: StartOptions): Promise<ServerClient>;
  write(files: Readonly<Record<string, string>>, folder?: string): Promise<void>;
}

/** Has the bundle before the tests of a file; what tests start is ended after each. */
export function bundledServer(): LanguageServer {
  let folder = '';
  let bundle = '';
  let own = '';
  const started: StartedProcess[] = [];
  beforeAll(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'retarget-server-')));
    own = await mkdtemp(join(tmpdir(), 'retarget-own-'));
    bundle = await sharedBundle();
    await freshCache(join(own, 'cache'));
  }, 60_000);
  afterEach(async () => {
    for (const one of started.splice(0)) {
      one.kill();
      await one.ended;
    }
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
    await rm(own, { recursive: true, force: true });
  });
  const environment = (): Record<string, string> => ({
    ...(process.env as Record<string, string>),
    RETARGET_CACHE: join(own, 'cache'),
    // A profile that someone else runs on this machine is not waited for.
    RETARGET_LOCK_FOLDER: own,
    LC_ALL: 'C.UTF-8',
  });
  return {
    get folder() {
      return folder;
    },
    get bundle() {
      return bundle;
    },
    environment,
    start: async (options = {}) => {
      const process = startProcess({
        command: globalThis.process.execPath,
        args: [join(bundle, 'server.js'), '--stdio'],
        cwd: options.cwd ?? folder,
        env: { ...environment(), ...options.env },
        stdin: 'pipe',
        stdout: 'pipe',
        stderr: 'pipe',
      });
      started.push(process);
      return connect(process, { folders: [folder], ...options });
    },
    write: async (files, into = folder) => {
      for (const [name, text] of Object.entries(files)) {
        await mkdir(dirname(join(into, name)), { recursive: true });
        await writeFile(join(into, name), text);
      }
    },
  };
}

async function connect(process: StartedProcess, options: StartOptions): Promise<ServerClient> {
  const { stdin, stdout, stderr } = process;
  if (stdin === null || stdout === null || stderr === null) throw new Error('no pipes');
  const connection = createMessageConnection(
    new StreamMessageReader(stdout),
    new StreamMessageWriter(stdin),
  );
  const messages: Shown[] = [];
  const logged: Shown[] = [];
  const diagnostics = new Map<string, PublishDiagnosticsParams['diagnostics']>();
  const published: PublishDiagnosticsParams[] = [];
  let errors = '';
  stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  connection.onNotification('window/showMessage', (message: Shown) => {
    messages.push(message);
  });
  connection.onNotification('window/logMessage', (message: Shown) => {
    logged.push(message);
  });
  connection.onNotification('textDocument/publishDiagnostics', (told: PublishDiagnosticsParams) => {
    published.push(told);
    diagnostics.set(fileURLToPath(told.uri), told.diagnostics);
  });
  connection.onRequest('client/registerCapability', () => null);
  connection.onRequest('workspace/configuration', ({ items }: { items: { scopeUri?: string }[] }) =>
    items.map(({ scopeUri }) => options.settings?.(scopeUri) ?? null),
  );
  connection.onError(() => undefined);
  connection.listen();
  const params: InitializeParams = {
    processId: options.processId ?? null,
    rootUri: null,
    capabilities: {
      ...options.capabilities,
      workspace: {
        ...options.capabilities?.workspace,
        workspaceFolders: true,
        configuration: options.settings !== undefined,
      },
    },
    workspaceFolders: (options.folders ?? []).map((path) => ({
      uri: pathToFileURL(path).href,
      name: path,
    })),
    ...(options.options === undefined ? {} : { initializationOptions: options.options }),
  };
  const send = <T>(method: string, given: object, token?: CancellationToken): Promise<T> =>
    token === undefined
      ? connection.sendRequest<T>(method, given)
      : connection.sendRequest<T>(method, given, token);
  const initialized = await connection.sendRequest<InitializeResult>('initialize', params);
  await connection.sendNotification('initialized', {});
  return {
    ...{ connection, process, initialized, messages, logged, diagnostics, published },
    stderr: () => errors,
    request: (method, given, token) => send(method, given, token),
    failure: async (method, given, token) => {
      try {
        await send(method, given, token);
      } catch (error) {
        const failure = (error as ResponseError<{ failure: Failure }>).data?.failure;
        if (failure !== undefined) return failure;
        throw error;
      }
      throw new Error(`${method} was expected to fail`);
    },
    onNews: (token, listener) => {
      connection.onProgress(new ProgressType<readonly ProfileNews[]>(), token, listener);
    },
    until: async (condition) => {
      while (!condition()) await sleep(20);
    },
    shutdown: async () => {
      await connection.sendRequest('shutdown');
      await connection.sendNotification('exit');
      await process.ended;
    },
  };
}
