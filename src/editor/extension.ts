// Entry of the extension: composes the features, decides nothing.
import * as vscode from 'vscode';
import { ServerConnection } from './server-connection.ts';
import { Profiler } from './profiler.ts';

export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('Retarget', { log: true });
  const server = new ServerConnection(context, log);
  const profiler = new Profiler(server);
  context.subscriptions.push(
    log,
    server,
    profiler,
    vscode.commands.registerCommand('retarget.showLog', () => log.show()),
  );
}
