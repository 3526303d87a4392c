// Tasks of type `retarget`: the command line in a terminal, for those who script their builds in tasks.json.
import { isAbsolute, join } from 'node:path';
import * as vscode from 'vscode';
import { TASK_TYPE } from '../manifest/names.ts';
import { diskFolders } from './views/run-places.ts';

/** As the manifest's `taskDefinitions` say; written by the user, so every part may be anything. */
interface RetargetTask extends vscode.TaskDefinition {
  readonly path?: unknown;
  readonly targets?: unknown;
  readonly baseline?: unknown;
  readonly budget?: unknown;
  readonly precision?: unknown;
  readonly failBelow?: unknown;
}

export function registerTasks(extension: vscode.ExtensionContext): vscode.Disposable {
  const cli = extension.asAbsolutePath('dist/cli.js');
  return vscode.tasks.registerTaskProvider(TASK_TYPE, {
    provideTasks: async () => {
      // A task builds and runs what the workspace says.
      if (!vscode.workspace.isTrusted) return [];
      const projects = await vscode.workspace.findFiles(
        '**/retarget.json',
        '**/{node_modules,.git}/**',
        MOST_OFFERED,
      );
      return projects.flatMap((file) => {
        const folder = vscode.workspace.getWorkspaceFolder(file);
        if (folder === undefined || !diskFolders().includes(folder)) return [];
        const path = vscode.workspace.asRelativePath(vscode.Uri.joinPath(file, '..'), false);
        const definition = { type: TASK_TYPE, path: path === folder.uri.fsPath ? '.' : path };
        return [taskFor(definition, folder, cli)];
      });
    },
    resolveTask: ({ definition, scope, name }) => {
      if (!vscode.workspace.isTrusted) return undefined;
      const folder = isFolder(scope) ? scope : diskFolders()[0];
      return folder === undefined ? undefined : taskFor(definition, folder, cli, name);
    },
  });
}

const MOST_OFFERED = 20;

function taskFor(
  definition: RetargetTask,
  folder: vscode.WorkspaceFolder,
  cli: string,
  name?: string,
): vscode.Task {
  const path = textOf(definition.path) ?? '.';
  const { options, env } = settingsOf(folder);
  const execution = new vscode.ProcessExecution(
    process.execPath,
    [cli, 'profile', pathArgument(folder, path), ...argumentsOf(definition), ...options],
    {
      cwd: folder.uri.fsPath,
      // The editor's own executable is Node to those who ask for it; elsewhere it is Node anyway.
      env: { ELECTRON_RUN_AS_NODE: '1', ...env },
    },
  );
  const task = new vscode.Task(
    definition,
    folder,
    name ?? (path === '.' ? 'profile' : `profile ${path}`),
    'retarget',
    execution,
    '$retarget',
  );
  task.detail = 'Build for several CPU targets, measure each, report the speedups';
  task.group = vscode.TaskGroup.Test;
  task.presentationOptions = {
    reveal: vscode.TaskRevealKind.Always,
    panel: vscode.TaskPanelKind.Dedicated,
    clear: true,
  };
  return task;
}

/** A path that begins with a dash would be an option. */
function pathArgument(folder: vscode.WorkspaceFolder, path: string): string {
  return isAbsolute(path) ? path : join(folder.uri.fsPath, path);
}

/** What the task says; the project, or the engine, says the rest. */
function argumentsOf(definition: RetargetTask): string[] {
  const { targets, baseline, budget, precision, failBelow } = definition;
  const names = Array.isArray(targets) ? targets.flatMap((target) => textOf(target) ?? []) : [];
  return [
    ...option('--targets', names.length === 0 ? undefined : names.join(',')),
    ...option('--baseline', textOf(baseline)),
    ...option('--budget', textOf(budget)),
    ...option('--precision', numberOf(precision)),
    ...option('--fail-below', numberOf(failBelow)),
  ];
}

/** The settings that are of this machine rather than of the project. */
function settingsOf(folder: vscode.WorkspaceFolder): {
  options: string[];
  env: Record<string, string>;
} {
  const settings = vscode.workspace.getConfiguration('retarget', folder);
  const cacheFolder = textOf(settings.get('cache.folder'));
  const cacheSize = settings.inspect('cache.size')?.globalValue;
  const environment: unknown = settings.get('environment');
  return {
    options: [
      ...option('--llvm', textOf(settings.get('toolchain.path'))),
      ...option('--pin', numberOf(settings.get('pin'))),
    ],
    env: {
      ...textsOf(environment),
      ...(cacheFolder === undefined ? {} : { RETARGET_CACHE: cacheFolder }),
      ...(typeof cacheSize === 'number' ? { RETARGET_CACHE_SIZE: String(cacheSize) } : {}),
    },
  };
}

function option(name: string, value: string | undefined): string[] {
  return value === undefined ? [] : [`${name}=${value}`];
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function numberOf(value: unknown): string | undefined {
  return typeof value === 'number' ? String(value) : undefined;
}

function textsOf(value: unknown): Record<string, string> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );
}

function isFolder(
  scope: vscode.WorkspaceFolder | vscode.TaskScope | undefined,
): scope is vscode.WorkspaceFolder {
  return typeof scope === 'object';
}
