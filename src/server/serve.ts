// The server's table of contents: every part, and what it tells the client that it can do.
import type { Connection, ServerCapabilities } from 'vscode-languageserver/node';
import { TextDocumentSyncKind } from 'vscode-languageserver/node';
import { VERSION } from '../model/version.ts';
import type { Lifetime } from './lifetime.ts';
import { openContext } from './open-context.ts';

export function serve(connection: Connection, lifetime: Lifetime): void {
  const opened = openContext(connection, lifetime.closing);
  const { context } = opened;
  const capabilities: readonly Partial<ServerCapabilities>[] = [
    {
      textDocumentSync: TextDocumentSyncKind.Incremental,
      workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
    },
  ];
  connection.onInitialize((params) => {
    opened.initialize(params);
    return {
      capabilities: Object.assign({}, ...capabilities) as ServerCapabilities,
      serverInfo: { name: 'retarget', version: VERSION },
    };
  });
  connection.onShutdown(() => lifetime.settled());
  context.log.debug('The server starts.');
  connection.listen();
}
