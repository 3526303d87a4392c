// The editor's own commands, all in one table. What a command does is loaded when it is first called.
import * as vscode from 'vscode';
import type { CommandId } from '../../manifest/commands.ts';
import { VIEWS } from '../../manifest/names.ts';
import { tell } from '../notifications.ts';
import type { ProgramChoice } from '../program-choice.ts';
import type { ResultsContext } from './show-results.ts';

type Body = (argument?: unknown, selected?: unknown) => unknown;

export interface CommandsContext extends ResultsContext {
  readonly choice: ProgramChoice;
  /** A run was deleted, which is to be seen at once. */
  readonly runDeleted: () => void;
}

export function registerCommands(context: CommandsContext): vscode.Disposable {
  const { server, profiler, log, panel, choice, runDeleted } = context;
  const bodies: Partial<Record<CommandId, Body>> = {
    'retarget.profile': async (argument) =>
      (await import('./profile.ts')).profile(context, argument),
    'retarget.profileFile': async (argument, selected) =>
      (await import('./profile-file.ts')).profileFile(context, argument, selected),
    'retarget.profileItem': async (argument) =>
      (await import('./profile-item.ts')).profileItem(context, argument),
    'retarget.setArguments': async (argument) =>
      (await import('./set-arguments.ts')).setArguments(context, argument),
    'retarget.selectProgram': async () =>
      (await import('./select-program.ts')).selectProgram(server, choice, log),
    'retarget.cancel': () => {
      if (profiler.current === undefined)
        tell('information', vscode.l10n.t('No profile is running.'));
      else profiler.cancel();
    },
    'retarget.createConfiguration': async (argument) =>
      (await import('./create-configuration.ts')).createConfiguration(server, log, argument),
    'retarget.selectToolchain': async () =>
      (await import('./select-toolchain.ts')).selectToolchain(server, log),
    'retarget.showResults': async (argument) =>
      (await import('./show-results.ts')).showResults(context, argument),
    'retarget.selectTargets': async () =>
      (await import('./select-targets.ts')).selectTargets(context),
    'retarget.selectBaseline': async () =>
      (await import('./select-baseline.ts')).selectBaseline(context),
    'retarget.compare': async (argument) =>
      (await import('./compare-runs.ts')).compareRuns(context, panel, argument),
    'retarget.export': async (argument) =>
      (await import('./export-report.ts')).exportReport(context, argument),
    'retarget.deleteRun': async (argument) =>
      (await import('./delete-run.ts')).deleteRun(context, argument, runDeleted),
    'retarget.showHost': () => vscode.commands.executeCommand(`${VIEWS.host}.focus`),
    'retarget.showLog': () => {
      log.show();
    },
  };
  return vscode.Disposable.from(
    ...Object.entries(bodies).map(([id, body]) => vscode.commands.registerCommand(id, body)),
  );
}
