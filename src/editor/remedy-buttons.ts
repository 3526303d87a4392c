// What to do about a failure, as buttons: the editor's words for what a terminal says as options.
import * as vscode from 'vscode';
import type { Remedy, Settable } from '../model/remedy.ts';
import { commandButton, CREATE_CONFIGURATION, SELECT_TOOLCHAIN } from './notifications.ts';
import type { Button } from './notifications.ts';

/** Those that something here can be done about, each once. */
export function remedyButtons(remedies: readonly Remedy[]): Button[] {
  const buttons = remedies.flatMap((remedy) => buttonOf(remedy) ?? []);
  return [...new Map(buttons.map((button) => [button.title, button])).values()];
}

function buttonOf(remedy: Remedy): Button | undefined {
  switch (remedy.kind) {
    case 'set':
      return SETTING_BUTTONS[remedy.what];
    case 'run':
      return {
        title: vscode.l10n.t('Copy Command'),
        press: () => vscode.env.clipboard.writeText(remedy.line),
      };
    case 'list-targets':
    case 'explain-target':
      return commandButton(vscode.l10n.t('Show Targets'), 'retarget.targets.focus');
    case 'record':
    case 'save-configuration':
      return CREATE_CONFIGURATION;
    case 'list-runs':
    case 'trust-record':
    case 'clear-cache':
    case 'set-benchmark':
    case 'keep-executables':
    case 'compare-across-hosts':
    case 'export-run':
      return undefined;
  }
}

const SET_ARGUMENTS = commandButton(vscode.l10n.t('Set Arguments...'), 'retarget.setArguments');

const SETTING_BUTTONS: Readonly<Partial<Record<Settable, Button>>> = {
  llvm: SELECT_TOOLCHAIN,
  baseline: commandButton(vscode.l10n.t('Select Baseline'), 'retarget.selectBaseline'),
  args: SET_ARGUMENTS,
  stdin: SET_ARGUMENTS,
  targets: commandButton(vscode.l10n.t('Select Targets'), 'retarget.selectTargets'),
  budget: settingButton('retarget.budget'),
  precision: settingButton('retarget.precision'),
  pin: settingButton('retarget.pin'),
  cache: settingButton('retarget.cache.folder'),
};

function settingButton(setting: string): Button {
  return commandButton(vscode.l10n.t('Open Settings'), 'workbench.action.openSettings', setting);
}
