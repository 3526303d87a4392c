// Starts the language server. Loaded only when something needs it: the client library is the extension's largest part.
import * as vscode from 'vscode';
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  ProgressType,
  RevealOutputChannelOn,
  State,
  TransportKind,
} from 'vscode-languageclient/node';
import { SERVER_COMMANDS } from '../protocol/server-requests.ts';
import type { ProfileNews } from '../protocol/profile-messages.ts';
import type { ClientNotifications, ServerOptions } from '../protocol/server-requests.ts';

export interface ClientEvents {
  /** The server answers, for the first time or again. */
  readonly onStart: () => void;
  /** The server ended though nobody asked it to. @returns whether to start it again */
  readonly onCrash: () => boolean;
  /** Documents of runs were made, written or deleted. */
  readonly onRunsChanged: (paths: readonly string[]) => void;
}

/** @throws {Error} where the server does not start */
export async function startLanguageClient(
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
  events: ClientEvents,
): Promise<LanguageClient> {
  const client = new LanguageClient(
    'retarget',
    'Retarget',
    {
      module: context.asAbsolutePath('dist/server.js'),
      transport: TransportKind.stdio,
      // Else it is the workspace, where programs could be found that nobody trusts.
      options: { cwd: context.extensionPath },
    },
    {
      documentSelector: [
        { scheme: 'file', pattern: '**/retarget.json' },
        { scheme: 'file', language: 'c' },
        { scheme: 'file', language: 'cpp' },
        { scheme: 'file', language: 'rust' },
      ],
      outputChannel: log,
      // A log that opens by itself is in the way; messages have a button for it.
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      initializationOptions: serverOptions,
      initializationFailedHandler: () => false,
      errorHandler: {
        error: (error) => {
          log.error(`Server connection error: ${error.message}`);
          return { action: ErrorAction.Continue, handled: true };
        },
        closed: () => ({
          action: events.onCrash() ? CloseAction.Restart : CloseAction.DoNotRestart,
          handled: true,
        }),
      },
      middleware: { executeCommand },
    },
  );
  context.subscriptions.push(
    client.onDidChangeState(({ newState }) => {
      if (newState === State.Running) events.onStart();
    }),
    client.onNotification(
      'retarget/runsChanged',
      ({ paths }: ClientNotifications['retarget/runsChanged']) => events.onRunsChanged(paths),
    ),
  );
  await client.start();
  return client;
}

/** Hears what happens in the profile whose request bore this token. */
export function onProfileNews(
  client: LanguageClient,
  token: string,
  onNews: (news: ProfileNews) => void,
): vscode.Disposable {
  return client.onProgress(new ProgressType<readonly ProfileNews[]>(), token, (batch) => {
    batch.forEach(onNews);
  });
}

/** Asked for at each start: trust may have been given in between. */
function serverOptions(): ServerOptions {
  return {
    trusted: vscode.workspace.isTrusted,
    // VS Code's own JSON support says so already.
    reportSyntax: false,
    // The manifest names the restricted ones.
    filtersSettings: true,
  };
}

/** The server's commands for any editor, which lenses name, are better served by this editor's own. */
async function executeCommand(
  command: string,
  args: unknown[],
  next: (command: string, args: unknown[]) => unknown,
): Promise<unknown> {
  switch (command) {
    case SERVER_COMMANDS.profile:
      return vscode.commands.executeCommand('retarget.profile', args[0]);
    case SERVER_COMMANDS.report:
      return vscode.commands.executeCommand('retarget.showResults', args[0]);
    case SERVER_COMMANDS.cancel:
      return vscode.commands.executeCommand('retarget.cancel');
    default:
      return next(command, args);
  }
}
