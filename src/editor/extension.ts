// Entry of the extension: composes the features, decides nothing.
import type * as vscode from 'vscode';
import type { ExtensionApi } from './api.ts';
import { registerCommands } from './commands/register-commands.ts';
import { ContextKeys } from './context-keys.ts';
import { LastRunMemory } from './last-run.ts';
import { createLog } from './log.ts';
import { lastMessage } from './notifications.ts';
import { registerPanel } from './panel/chart-panel.ts';
import { registerProfileEnd } from './profile-end.ts';
import { registerProfileNotification } from './profile-notification.ts';
import { Profiler } from './profiler.ts';
import { ProgramChoice } from './program-choice.ts';
import { ProgramStatus } from './program-status.ts';
import { ServerConnection } from './server-connection.ts';
import { registerServerCrash } from './server-crash.ts';
import { registerServerStart } from './server-start.ts';
import { StatusBar } from './status-bar.ts';
import { registerTasks } from './tasks.ts';
import { registerViews } from './views/register-views.ts';
import { RunPlaces } from './run-places.ts';

let connection: ServerConnection | undefined;

export function activate(extension: vscode.ExtensionContext): ExtensionApi {
  const begun = performance.now();
  const log = createLog();
  const server = new ServerConnection(extension, log);
  connection = server;
  const profiler = new Profiler(server, log);
  const places = new RunPlaces(server);
  const results = new LastRunMemory(extension.workspaceState, profiler, places, server);
  const status = new StatusBar(profiler, results);
  const panel = registerPanel({ extension, server, profiler, log });
  const contextKeys = new ContextKeys(server, profiler, places, panel);
  const choice = new ProgramChoice(extension.workspaceState);
  const views = registerViews({ places, profiler, server, log });
  extension.subscriptions.push(
    views,
    log,
    places,
    contextKeys,
    results,
    status,
    choice,
    new ProgramStatus(choice, contextKeys),
    registerProfileNotification(profiler),
    registerProfileEnd(profiler, log, panel),
    registerServerCrash(server, profiler),
    registerServerStart(server, log),
    registerCommands({
      panel,
      places,
      profiler,
      server,
      log,
      choice,
      runDeleted: views.runDeleted,
    }),
    registerTasks(extension),
    profiler,
    server,
  );
  return {
    profiler,
    server,
    contextKeys: contextKeys.values,
    places,
    panel,
    views,
    statusText: () => status.text,
    lastMessage,
    activation: performance.now() - begun,
  };
}

/** The window closes or reloads: a profile under way is stored as interrupted, and nothing keeps running. */
export async function deactivate(): Promise<void> {
  await connection?.stop();
}
