// What is said when the server ended by itself: once, and not on top of a profile's own message.
import * as vscode from 'vscode';
import { SHOW_LOG, tell } from './notifications.ts';
import type { Profiler } from './profiler.ts';
import type { ServerConnection } from './server-connection.ts';

export function registerServerCrash(
  server: ServerConnection,
  profiler: Profiler,
): vscode.Disposable {
  let said = false;
  return server.onDidCrash(({ restarts }) => {
    if (!restarts) {
      tell(
        'error',
        vscode.l10n.t('The Retarget server keeps stopping unexpectedly and was not restarted.'),
        [{ title: vscode.l10n.t('Restart'), press: () => server.start() }, SHOW_LOG],
      );
      return;
    }
    // The profile's end says it.
    if (profiler.current !== undefined || said) return;
    said = true;
    tell('warning', vscode.l10n.t('The Retarget server stopped unexpectedly and was restarted.'), [
      SHOW_LOG,
    ]);
  });
}
