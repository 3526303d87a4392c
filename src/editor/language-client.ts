// Starts the language server. Loaded only when something needs it: the client library is the extension's largest part.
import * as vscode from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import type { ServerOptions } from '../protocol/server-requests.ts';

export async function startLanguageClient(
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
): Promise<LanguageClient> {
  const initializationOptions: ServerOptions = {
    trusted: vscode.workspace.isTrusted,
    // VS Code's own JSON support says so already.
    reportSyntax: false,
  };
  const client = new LanguageClient(
    'retarget',
    'Retarget',
    {
      module: context.asAbsolutePath('dist/server.js'),
      transport: TransportKind.stdio,
    },
    {
      documentSelector: [
        { scheme: 'file', pattern: '**/retarget.json' },
        { scheme: 'file', language: 'c' },
        { scheme: 'file', language: 'cpp' },
      ],
      outputChannel: log,
      initializationOptions,
    },
  );
  await client.start();
  return client;
}
