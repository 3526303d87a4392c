// Tasks of type `retarget`: the command line in a terminal, for those who script their builds in tasks.json.
import { isAbsolute, join } from 'node:path';
import * as vscode from 'vscode';
import { TASK_TYPE } from '../manifest/names.ts';
import { SETTINGS_VARIABLE } from '../model/request.ts';
import { diskFolders } from './run-places.ts';

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
    [cli, 'profile', placeOf(folder, path), ...argumentsOf(definition), ...options],
    {
      cwd: folder.uri.fsPath,
      // The editor's own executable is Node to those who ask for it; elsewhere it is Node anyway.
      env: { ELECTRON_RUN_AS_NODE: '1', ...env },
    },
  );
  const task = new vscode.Task(
    definition,
    folder,
    name ?? (path === '.' ? vscode.l10n.t('profile') : vscode.l10n.t('profile {0}', path)),
    'retarget',
    execution,
    '$retarget',
  );
  task.detail = vscode.l10n.t(
    'Build for several CPU targets, measure each build, and report the speedups',
  );
  task.group = vscode.TaskGroup.Test;
  task.presentationOptions = {
    reveal: vscode.TaskRevealKind.Always,
    panel: vscode.TaskPanelKind.Dedicated,
    clear: true,
  };
  return task;
}

/** Absolute: a path that begins with a dash would be an option. */
function placeOf(folder: vscode.WorkspaceFolder, path: string): string {
  return isAbsolute(path) ? path : join(folder.uri.fsPath, path);
}

/** What the task asks for. */
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

/** Settings that say what to profile where neither the task nor its project does. */
const CHOICES = ['targets', 'baseline', 'budget', 'precision', 'pin'] as const;

/** What the command is told of the settings: options for those of this machine, and variables. */
function settingsOf(folder: vscode.WorkspaceFolder): {
  options: string[];
  env: Record<string, string>;
} {
  const settings = vscode.workspace.getConfiguration('retarget', folder);
  const cacheFolder = textOf(settings.get('cache.folder'));
  const cacheSize = settings.inspect('cache.size')?.globalValue;
  const environment: unknown = settings.get('environment');
  const choices = CHOICES.map((key) => [key, settings.get(key)] as const).filter(([, value]) =>
    isSaid(value),
  );
  return {
    options: option('--llvm', textOf(settings.get('toolchain.path'))),
    env: {
      ...textsOf(environment),
      ...(cacheFolder === undefined ? {} : { RETARGET_CACHE: cacheFolder }),
      ...(typeof cacheSize === 'number' ? { RETARGET_CACHE_SIZE: String(cacheSize) } : {}),
      [SETTINGS_VARIABLE]: JSON.stringify(Object.fromEntries(choices)),
    },
  };
}

/** Empty settings say nothing. */
function isSaid(value: unknown): boolean {
  const isEmpty = value === '' || (Array.isArray(value) && value.length === 0);
  return value !== undefined && value !== null && !isEmpty;
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
