// Starts the server after activation where something open is its business; whatever else needs it starts it by asking.
import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { ServerConnection } from './server-connection.ts';

const LANGUAGES: ReadonlySet<string> = new Set(['c', 'cpp']);

export function registerServerStart(
  server: ServerConnection,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  const look = (document: vscode.TextDocument): void => {
    if (server.wanted || !isServed(document)) return;
    server.start().catch((error: unknown) => {
      log.error(`The server did not start: ${String(error)}`);
    });
  };
  // Not within activation.
  const soon = setTimeout(() => vscode.workspace.textDocuments.forEach(look), 0);
  return vscode.Disposable.from(
    new vscode.Disposable(() => {
      clearTimeout(soon);
    }),
    vscode.workspace.onDidOpenTextDocument(look),
    vscode.workspace.onDidGrantWorkspaceTrust(() => {
      server.notify('retarget/trusted', {}).catch(() => undefined);
    }),
  );
}

function isServed({ uri, languageId }: vscode.TextDocument): boolean {
  if (uri.scheme !== 'file') return false;
  return LANGUAGES.has(languageId) || basename(uri.fsPath) === 'retarget.json';
}
