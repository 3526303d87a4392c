// How a profile ended, in one message: its result in one sentence, or why there is none, and the way on.
import * as vscode from 'vscode';
import { logFailure, tellFailure } from './failure-message.ts';
import {
  SHOW_LOG,
  SHOW_PROBLEMS,
  commandButton,
  showResultsButton,
  tell,
} from './notifications.ts';
import type { Button } from './notifications.ts';
import type { ChartPanel } from './panel/chart-panel.ts';
import type { ProfileEnd, Profiler, ProfileWarning } from './profiler.ts';
import { isInside } from '../text/path-inside.ts';
import { failureOfError, ServerFailure, ServerStopped } from './server-errors.ts';

export function registerProfileEnd(
  profiler: Profiler,
  log: vscode.LogOutputChannel,
  panel: Pick<ChartPanel, 'isInSight'>,
): vscode.Disposable {
  return profiler.onDidEnd((end) => {
    if ('outcome' in end) tellOutcome(end, log, panel);
    else tellError(end, log);
  });
}

function tellOutcome(
  { outcome, warnings }: Extract<ProfileEnd, { outcome: unknown }>,
  log: vscode.LogOutputChannel,
  panel: Pick<ChartPanel, 'isInSight'>,
): void {
  const { run, headline, clean, mostlyStartUp } = outcome;
  log.info(headline);
  if (isLost(warnings)) {
    // What is exported now is kept; the headline says so.
    tell('warning', headline, [showResultsButton(run.path), exportReport(run.path), SHOW_LOG]);
    return;
  }
  if (clean) {
    // Whoever looks at the result needs no message that repeats it.
    if (!mostlyStartUp && panel.isInSight(run.path)) return;
    const configure = commandButton(
      vscode.l10n.t('Open retarget.json'),
      'retarget.createConfiguration',
      {
        path: run.project,
      },
    );
    const argue = commandButton(vscode.l10n.t('Set Arguments...'), 'retarget.setArguments', {
      path: run.project,
      programs: run.programs.slice(0, 1),
    });
    tell('information', headline, [
      showResultsButton(run.path),
      ...(mostlyStartUp ? [argue, configure] : []),
    ]);
    return;
  }
  // What does not compile comes first: there is little else to see.
  const problems = hasProblems(run.project) ? [SHOW_PROBLEMS] : [];
  tell('warning', headline, [...problems, showResultsButton(run.path), SHOW_LOG]);
}

function tellError(
  end: Extract<ProfileEnd, { error: unknown }>,
  log: vscode.LogOutputChannel,
): void {
  const { error, run, warnings } = end;
  const results: Button[] = run === undefined ? [] : [showResultsButton(run.path)];
  const failure = failureOfError(error);
  if (error instanceof ServerFailure && failure.code === 'interrupted') {
    if (run !== undefined && isLost(warnings)) {
      tell('warning', failure.message, [
        showResultsButton(run.path),
        exportReport(run.path),
        SHOW_LOG,
      ]);
    } else {
      tellCancelled(run?.path);
    }
  } else if (error instanceof ServerStopped) {
    logFailure(failure, log);
    const left = isLost(warnings)
      ? vscode.l10n.t('The run could not be saved and is lost.')
      : vscode.l10n.t('Finished results are saved.');
    tell(
      'error',
      vscode.l10n.t(
        'The profile failed: the Retarget server stopped unexpectedly. {0}',
        run === undefined ? vscode.l10n.t('Nothing had been measured yet.') : left,
      ),
      [...results, SHOW_LOG],
    );
  } else {
    tellFailure(failure, log, results);
  }
}

function tellCancelled(path: string | undefined): void {
  if (path === undefined)
    tell('information', vscode.l10n.t('The profile was cancelled before it started.'));
  else {
    tell('information', vscode.l10n.t('The profile was cancelled. Finished results are saved.'), [
      showResultsButton(path),
    ]);
  }
}

/** Whether the run could not be stored: only the server has it, until it ends. */
function isLost(warnings: readonly ProfileWarning[]): boolean {
  return warnings.some(({ code }) => code === 'run-not-saved');
}

function exportReport(path: string): Button {
  return commandButton(vscode.l10n.t('Export Report'), 'retarget.export', { path });
}

/** Whether some file of a project has an error in the Problems panel. */
function hasProblems(project: string): boolean {
  return vscode.languages
    .getDiagnostics()
    .some(
      ([{ scheme, fsPath }, problems]) =>
        scheme === 'file' &&
        isInside(project, fsPath) &&
        problems.some(({ severity }) => severity === vscode.DiagnosticSeverity.Error),
    );
}
