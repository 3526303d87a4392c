// Select LLVM Toolchain...: what is installed, each with its version or why it cannot be used; the choice goes into the setting.
import * as vscode from 'vscode';
import { failureOfError } from '../server-errors.ts';
import { tellFailure } from '../failure-message.ts';
import { SELECT_TOOLCHAIN, tell } from '../notifications.ts';
import type { ServerConnection } from '../server-connection.ts';
import type { ToolchainChoice } from '../../protocol/server-requests.ts';
import { pickText } from '../shown-text.ts';

/** Milliseconds. */
const PASSED_ON = 100;
const NO_NEWS = 2000;

interface ToolchainItem extends vscode.QuickPickItem {
  readonly pick?: () => unknown;
}

export async function selectToolchain(
  server: ServerConnection,
  log: vscode.LogOutputChannel,
): Promise<void> {
  try {
    const items = server
      .request('retarget/toolchains', {})
      .then((choices) => itemsFor(choices, server));
    const picked = await vscode.window.showQuickPick<ToolchainItem>(items, {
      title: vscode.l10n.t('Select LLVM Toolchain'),
      placeHolder: vscode.l10n.t('Select the LLVM to build with (16 or newer)'),
      ignoreFocusOut: true,
      matchOnDescription: true,
      matchOnDetail: true,
    });
    await picked?.pick?.();
  } catch (error) {
    tellFailure(failureOfError(error), log);
  }
}

function itemsFor(choices: readonly ToolchainChoice[], server: ServerConnection): ToolchainItem[] {
  const separator = { label: '', kind: vscode.QuickPickItemKind.Separator };
  const install: ToolchainItem = {
    label: `$(info) ${vscode.l10n.t('How to install LLVM')}`,
    detail: vscode.l10n.t('Found no usable LLVM on this machine'),
    pick: () => adviseInstall(server),
  };
  return [
    ...choices.map((choice): ToolchainItem => ({
      label: `${choice.usable ? (choice.current ? '$(check)' : '$(tools)') : '$(circle-slash)'} LLVM ${pickText(choice.version)}`,
      description: pickText(choice.path),
      ...(choice.reason === undefined ? {} : { detail: pickText(choice.reason) }),
      pick: () => (choice.usable ? use(choice.path, server) : tellUnusable(choice)),
    })),
    ...(choices.some(({ usable }) => usable) ? [] : [install]),
    separator,
    {
      label: `$(folder-opened) ${vscode.l10n.t('Choose a folder...')}`,
      pick: () => chooseFolder(server),
    },
    ...(choices.length === 0
      ? []
      : [
          {
            label: `$(sync) ${vscode.l10n.t('Use the newest version')}`,
            pick: () => use('', server),
          },
        ]),
  ];
}

/** For this machine, whatever the workspace: a workspace may not say what is executed. */
async function use(path: string, server: ServerConnection): Promise<void> {
  const configuration = vscode.workspace.getConfiguration('retarget');
  if (configuration.get('toolchain.path') !== path) {
    const known = settingChanged();
    await configuration.update('toolchain.path', path, vscode.ConfigurationTarget.Global);
    await known;
  }
  // A folder that is no LLVM should be said now, not at the next profile.
  try {
    const { toolchain } = await server.request('retarget/host', {});
    tell('information', vscode.l10n.t('Retarget now builds with LLVM {0}.', toolchain.version));
    // Where the setting is as it was, nothing else says so to the views.
    await vscode.commands.executeCommand('retarget.refresh');
  } catch (error) {
    const { message } = failureOfError(error);
    tell('warning', message, [SELECT_TOOLCHAIN]);
  }
}

/** Resolves when the server has been told of the new setting, or after a while without news. */
function settingChanged(): Promise<void> {
  return new Promise((resolve) => {
    const done = (delay: number): void => {
      listening.dispose();
      clearTimeout(limit);
      setTimeout(resolve, delay);
    };
    const listening = vscode.workspace.onDidChangeConfiguration((change) => {
      // The language client hears of it in the same moment, and passes it on in the next.
      if (change.affectsConfiguration('retarget.toolchain.path')) done(PASSED_ON);
    });
    const limit = setTimeout(() => done(0), NO_NEWS);
  });
}

async function chooseFolder(server: ServerConnection): Promise<void> {
  const [folder] =
    (await vscode.window.showOpenDialog({
      canSelectFiles: false,
      canSelectFolders: true,
      openLabel: vscode.l10n.t('Use This LLVM'),
      title: vscode.l10n.t('LLVM folder, such as /usr/lib/llvm-22'),
    })) ?? [];
  if (folder !== undefined) await use(folder.fsPath, server);
}

function tellUnusable({ version, reason }: ToolchainChoice): void {
  tell('warning', vscode.l10n.t('LLVM {0} cannot be used. {1}', version, reason ?? '').trimEnd(), [
    SELECT_TOOLCHAIN,
  ]);
}

/** The server knows this system's own words. */
async function adviseInstall(server: ServerConnection): Promise<void> {
  const failure = await server
    .request('retarget/host', {})
    .then(() => undefined)
    .catch((error: unknown) => failureOfError(error));
  if (failure === undefined) return;
  const { hint, remedies = [] } = failure;
  const [command] = remedies.flatMap((each) => (each.kind === 'run' ? [each.line] : []));
  const copy = vscode.l10n.t('Copy Command');
  const detail = [
    ...(hint === undefined ? [] : [hint]),
    ...(command === undefined ? [] : [command]),
    vscode.l10n.t('Then select the toolchain again or choose its folder.'),
  ].join('\n');
  const answer = await vscode.window.showInformationMessage(
    vscode.l10n.t('How to install LLVM'),
    { modal: true, detail },
    ...(command === undefined ? [] : [copy]),
  );
  if (answer === copy && command !== undefined) await vscode.env.clipboard.writeText(command);
}
