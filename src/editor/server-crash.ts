// What is said when the server ended by itself: once, and not on top of a profile's own message.
import type * as vscode from 'vscode';
import { SHOW_LOG, tell } from './messages.ts';
import type { Profiler } from './profiler.ts';
import type { ServerConnection } from './server-connection.ts';

export function registerServerCrash(
  server: ServerConnection,
  profiler: Profiler,
): vscode.Disposable {
  let said = false;
  return server.onDidCrash(({ restarts }) => {
    if (!restarts) {
      tell('error', "Retarget's server keeps ending unexpectedly and was not started again.", [
        { title: 'Start Again', press: () => server.start() },
        SHOW_LOG,
      ]);
      return;
    }
    // The profile's end says it.
    if (profiler.current !== undefined || said) return;
    said = true;
    tell('warning', "Retarget's server ended unexpectedly and was started again.", [SHOW_LOG]);
  });
}
