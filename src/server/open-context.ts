// Makes what every part of the server is handed, out of what the client says of itself and its workspace.
import {
  DidChangeConfigurationNotification,
  Emitter,
  MessageType,
  TextDocuments,
} from 'vscode-languageserver/node';
import type { Connection, InitializeParams } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import * as z from 'zod';
import type { ServerOptions } from '../protocol/server-requests.ts';
import { DiagnosticsBoard } from './diagnostics-board.ts';
import { pathOfUri } from './file-uris.ts';
import { openLog } from './server-log.ts';
import type { RunsChange, ServerContext } from './server-context.ts';
import { ClientSettings } from './settings/client-settings.ts';
import { EngineEnvironment } from './settings/engine-environment.ts';

export interface OpenContext {
  readonly context: ServerContext;
  readonly environment: EngineEnvironment;
  /** To be called with the client's first words, before anything else is asked of the context. */
  initialize(params: InitializeParams): void;
}

const optionsSchema = z.object({
  trusted: z.exactOptional(z.boolean()),
  reportSyntax: z.exactOptional(z.boolean()),
  filtersSettings: z.exactOptional(z.boolean()),
  settings: z.exactOptional(z.record(z.string(), z.unknown())),
});

export function openContext(connection: Connection, closing: AbortSignal): OpenContext {
  const documents = new TextDocuments(TextDocument);
  const log = openLog(connection.console);
  const settings = new ClientSettings(connection, (message) => {
    log.warning(message);
    show(connection, MessageType.Warning, message);
  });
  const environment = new EngineEnvironment();
  const ready = new Emitter<undefined>();
  const trustGiven = new Emitter<undefined>();
  const settingsChanged = new Emitter<undefined>();
  const runsChanged = new Emitter<RunsChange>();
  const folders = new Set<string>();
  let client: ReturnType<ServerContext['client']> = {};
  let options: ServerOptions = {};
  let trusted = true;

  const readLevel = async (): Promise<void> => {
    log.setLevel((await settings.read())['log.level']);
  };

  connection.onInitialized(() => {
    if (client.workspace?.didChangeConfiguration?.dynamicRegistration === true) {
      connection.client
        .register(DidChangeConfigurationNotification.type)
        .catch((error: unknown) => log.debug(`Cannot watch settings: ${String(error)}`));
    }
    if (client.workspace?.workspaceFolders === true) {
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        for (const { uri } of removed) folders.delete(pathOfUri(uri) ?? '');
        for (const { uri } of added) addFolder(uri);
        keepOut();
      });
    }
    void readLevel();
    ready.fire(undefined);
  });
  connection.onDidChangeConfiguration(({ settings: pushed }) => {
    settings.push(pushed);
    settingsChanged.fire(undefined);
    void readLevel();
  });
  connection.onNotification('retarget/trusted', () => {
    if (trusted) return;
    trusted = true;
    keepOut();
    trustGiven.fire(undefined);
  });
  documents.listen(connection);

  function addFolder(uri: string): void {
    const path = pathOfUri(uri);
    if (path !== undefined) folders.add(path);
  }

  /** Whoever is asked for first, and however: no process starts before. */
  function keepOut(): void {
    environment.distrust(trusted ? [] : [...folders]);
  }

  const context: ServerContext = {
    connection,
    documents,
    diagnostics: new DiagnosticsBoard(connection, documents),
    log,
    closing,
    client: () => client,
    options: () => options,
    settings: (folder) => settings.read(folder),
    engineSettings: async (folder) => {
      const read = await settings.read(folder);
      environment.apply(read);
      return read;
    },
    folders: () => [...folders],
    trusted: () => trusted,
    asksForTrust: () => options.trusted !== undefined,
    onReady: ready.event,
    onTrusted: trustGiven.event,
    onSettingsChanged: settingsChanged.event,
    onRunsChanged: runsChanged.event,
    runsChanged: (change) => {
      runsChanged.fire(change);
    },
  };
  return {
    context,
    environment,
    initialize: (params) => {
      client = params.capabilities;
      const given = optionsSchema.safeParse(params.initializationOptions ?? {});
      // Options that cannot be read are none; what they say about trust must not be lost with the rest.
      options = given.data ?? {};
      trusted = given.success ? options.trusted !== false : false;
      settings.open({
        canAsk: client.workspace?.configuration === true,
        restricted: () => !trusted && options.filtersSettings !== true,
        initial: options.settings,
      });
      const { workspaceFolders } = params;
      for (const { uri } of workspaceFolders ?? []) addFolder(uri);
      // Older clients have one folder, and say it so.
      const { rootUri } = params as { readonly rootUri?: string | null };
      if (folders.size === 0 && typeof rootUri === 'string') addFolder(rootUri);
      keepOut();
    },
  };
}

/** Tells the user, where the client does; never fails. */
export function show(
  connection: Pick<Connection, 'sendNotification'>,
  type: MessageType,
  message: string,
): void {
  connection.sendNotification('window/showMessage', { type, message }).catch(() => undefined);
}
