// The profile under way as a notification that can cancel it: what happens now, time left, how far it is.
import * as vscode from 'vscode';
import type { LiveProfile, Profiler } from './profiler.ts';
import { messageText } from './shown-text.ts';

export function registerProfileNotification(profiler: Profiler): vscode.Disposable {
  let shown = false;
  return profiler.onDidChange((profile) => {
    if (profile === undefined) {
      shown = false;
    } else if (!shown) {
      shown = true;
      void show(profiler, profile);
    }
  });
}

function show(profiler: Profiler, first: LiveProfile): Thenable<void> {
  return vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Profile'),
      cancellable: true,
    },
    (progress, token) =>
      new Promise<void>((resolve) => {
        let reported = 0;
        const report = ({ progress: state }: LiveProfile): void => {
          const percent = 100 * (state.fraction ?? 0);
          progress.report({
            message: progressText(state),
            ...(percent > reported ? { increment: percent - reported } : {}),
          });
          reported = Math.max(reported, percent);
        };
        report(first);
        const listening = profiler.onDidChange((profile) => {
          if (profile !== undefined) {
            if (!token.isCancellationRequested) report(profile);
            return;
          }
          listening.dispose();
          cancelling.dispose();
          resolve();
        });
        const cancelling = token.onCancellationRequested(() => profiler.cancel());
      }),
  );
}

function progressText({ message, timeLeft }: LiveProfile['progress']): string {
  return messageText(timeLeft === undefined ? message : `${message} (${timeLeft})`);
}
