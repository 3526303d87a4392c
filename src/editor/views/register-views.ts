// The sidebar: its three trees, the commands of their rows, and when they are drawn anew.
import * as vscode from 'vscode';
import { VIEWS } from '../../manifest/names.ts';
import { tellFailure } from '../failure-message.ts';
import { tell } from '../messages.ts';
import type { ChartPanel } from '../panel/chart-panel.ts';
import type { Profiler } from '../profiler.ts';
import { ServerFailure, failureOfError } from '../server-errors.ts';
import type { ServerConnection } from '../server-connection.ts';
import { keepChoice } from '../target-choice.ts';
import { ActiveFolder } from './active-folder.ts';
import { HostTree } from './host-tree.ts';
import { ResultsTree } from './results-tree.ts';
import type { RunPlaces } from '../run-places.ts';
import { TargetsTree } from './targets-tree.ts';
import type { NodeTree, TreeNode } from './tree-node.ts';

export interface ViewsContext {
  readonly server: ServerConnection;
  readonly profiler: Profiler;
  readonly log: vscode.LogOutputChannel;
  readonly panel: ChartPanel;
  readonly places: RunPlaces;
}

/** One view, for whoever wants to know what it shows. */
export interface ShownView {
  readonly tree: vscode.TreeDataProvider<TreeNode>;
  readonly view: vscode.TreeView<TreeNode>;
}

export interface Views extends vscode.Disposable {
  readonly results: ShownView;
  readonly targets: ShownView & Pick<TargetsTree, 'tick'>;
  readonly host: ShownView;
}

export function registerViews(context: ViewsContext): Views {
  const { server, profiler, places, log } = context;
  const folder = new ActiveFolder();
  const results = new ResultsTree(server, profiler, places);
  const targets = new TargetsTree(server, folder, (error) => report(error, log));
  const host = new HostTree(server);
  const resultsView = show(VIEWS.results, results);
  const targetsView = show(VIEWS.targets, targets, { manageCheckboxStateManually: true });
  const hostView = show(VIEWS.host, host);
  const refreshAll = (): void => {
    results.reload();
    targets.refresh();
    host.refresh();
  };
  const disposables = [
    folder,
    results,
    targets,
    host,
    resultsView,
    targetsView,
    hostView,
    targetsView.onDidChangeCheckboxState(({ items }) => {
      void targets.tick(
        items.map(([node, state]) => [node, state === vscode.TreeItemCheckboxState.Checked]),
      );
    }),
    resultsView.onDidChangeVisibility(({ visible }) => {
      // A watcher can miss what happens far down, or long ago.
      if (visible) results.lookAgain();
    }),
    ...afterCrash(server, refreshAll),
    vscode.commands.registerCommand('retarget.refresh', refreshAll),
    vscode.commands.registerCommand('retarget.makeBaseline', async (node: unknown) => {
      const { line } = (node ?? {}) as { readonly line?: { readonly name: string } };
      if (line === undefined) return;
      try {
        await keepChoice(server, folder.current, { baseline: line.name });
      } catch (error) {
        report(error, log);
      }
      targets.refresh();
    }),
    ...runCommands(context, () => results.refresh()),
  ];
  return {
    results: { tree: results, view: resultsView },
    targets: { tree: targets, view: targetsView, tick: (changes) => targets.tick(changes) },
    host: { tree: host, view: hostView },
    dispose: () => disposables.forEach((disposable) => void disposable.dispose()),
  };
}

/** Commands whose work is loaded when they are first called. */
function runCommands(
  { server, log, panel, places }: ViewsContext,
  deleted: () => void,
): vscode.Disposable[] {
  const actions = { server, places, log };
  const register = (command: string, run: (argument: unknown) => Promise<unknown>) =>
    vscode.commands.registerCommand(command, run);
  return [
    register('retarget.selectTargets', async () =>
      (await import('../commands/select-targets.ts')).selectTargets(actions),
    ),
    register('retarget.selectBaseline', async () =>
      (await import('../commands/select-baseline.ts')).selectBaseline(actions),
    ),
    register('retarget.compare', async (argument) =>
      (await import('../commands/compare-runs.ts')).compareRuns(actions, panel, argument),
    ),
    register('retarget.export', async (argument) =>
      (await import('../commands/export-report.ts')).exportReport(actions, argument),
    ),
    register('retarget.deleteRun', async (argument) =>
      (await import('../commands/delete-run.ts')).deleteRun(actions, argument, deleted),
    ),
  ];
}

function show(
  id: string,
  tree: NodeTree,
  options: Partial<vscode.TreeViewOptions<TreeNode>> = {},
): vscode.TreeView<TreeNode> {
  const view = vscode.window.createTreeView(id, { ...options, treeDataProvider: tree });
  tree.attach(view);
  return view;
}

/** A server that was started again may answer what the one before could not. */
function afterCrash(server: ServerConnection, refresh: () => void): vscode.Disposable[] {
  let crashed = false;
  return [
    server.onDidCrash(() => {
      crashed = true;
    }),
    server.onDidStart(() => {
      if (crashed) refresh();
      crashed = false;
    }),
  ];
}

function report(error: unknown, log: vscode.LogOutputChannel): void {
  if (error instanceof ServerFailure) tellFailure(failureOfError(error), log);
  else tell('warning', error instanceof Error ? error.message : String(error));
}
