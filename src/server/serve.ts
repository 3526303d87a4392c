// The server's table of contents: every request and who answers it.
import type { Connection } from 'vscode-languageserver/node';
import { TextDocumentSyncKind } from 'vscode-languageserver/node';
import { VERSION } from '../model/version.ts';

export function serve(connection: Connection): void {
  connection.onInitialize(() => ({
    capabilities: { textDocumentSync: TextDocumentSyncKind.Incremental },
    serverInfo: { name: 'retarget', version: VERSION },
  }));
  connection.listen();
}
