// The sidebar: its three trees, the commands of their rows, and when they are drawn anew.
import * as vscode from 'vscode';
import { VIEWS } from '../../manifest/names.ts';
import { tellFailure } from '../failure-message.ts';
import { tell } from '../notifications.ts';
import type { Profiler } from '../profiler.ts';
import { ServerFailure, failureOfError } from '../server-errors.ts';
import type { ServerConnection } from '../server-connection.ts';
import { ActiveFolder } from './active-folder.ts';
import { HostTree } from './host-tree.ts';
import { ResultsTree } from './results-tree.ts';
import type { RunPlaces } from '../run-places.ts';
import { TargetsTree } from './targets-tree.ts';
import type { NodeTree } from './node-tree.ts';
import type { TreeNode } from './tree-node.ts';

export interface ViewsContext {
  readonly server: ServerConnection;
  readonly profiler: Profiler;
  readonly log: vscode.LogOutputChannel;
  readonly places: RunPlaces;
}

/** One view, for whoever wants to know what it shows. */
export interface ShownView {
  readonly tree: vscode.TreeDataProvider<TreeNode>;
  readonly view: vscode.TreeView<TreeNode>;
}

export interface Views extends vscode.Disposable {
  /** Lists runs anew: one was deleted. */
  readonly runDeleted: () => void;
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
    server.askToolchain();
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
    onReturn(() => {
      // Whoever comes back may have profiled elsewhere.
      if (resultsView.visible && profiler.current === undefined) results.lookAgain();
    }),
    ...afterCrash(server, refreshAll),
    vscode.commands.registerCommand('retarget.refresh', refreshAll),
    vscode.commands.registerCommand('retarget.makeBaseline', (node: unknown) =>
      targets.makeBaseline(node),
    ),
  ];
  return {
    runDeleted: () => results.refresh(),
    results: { tree: results, view: resultsView },
    targets: { tree: targets, view: targetsView, tick: (changes) => targets.tick(changes) },
    host: { tree: host, view: hostView },
    dispose: () => disposables.forEach((disposable) => void disposable.dispose()),
  };
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

/** The window gets the focus back. */
function onReturn(returned: () => void): vscode.Disposable {
  let { focused } = vscode.window.state;
  return vscode.window.onDidChangeWindowState((state) => {
    const isBack = state.focused && !focused;
    focused = state.focused;
    if (isBack) returned();
  });
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
