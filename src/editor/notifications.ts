// Messages to the user: text that is only text, and buttons that do what they say.
import * as vscode from 'vscode';
import { messageText } from './shown-text.ts';

export type Severity = 'information' | 'warning' | 'error';

export interface Button {
  readonly title: string;
  readonly press: () => unknown;
}

/** What was said last, as it was shown. */
export interface Message {
  readonly severity: Severity;
  readonly text: string;
  readonly buttons: readonly string[];
}

let last: Message | undefined;

export function lastMessage(): Message | undefined {
  return last;
}

/** Shows a notification and goes on; a button does its work whenever it is pressed. */
export function tell(severity: Severity, text: string, buttons: readonly Button[] = []): void {
  const shown = messageText(text);
  const titles = buttons.map(({ title }) => title);
  last = { severity, text: shown, buttons: titles };
  void show(severity)(shown, ...titles).then(async (title) => {
    const button = buttons.find((each) => each.title === title);
    if (button !== undefined) await press(button);
  });
}

/** Nobody waits for what a button does: what goes wrong is said. */
export async function press(button: Button): Promise<void> {
  try {
    await button.press();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    tell('error', `${button.title} failed: ${reason}`);
  }
}

/** Asks in a dialog that has to be answered; undefined where it was cancelled. */
export async function ask(
  text: string,
  detail: string,
  answers: readonly string[],
): Promise<string | undefined> {
  last = { severity: 'warning', text: messageText(text), buttons: answers };
  return vscode.window.showWarningMessage(messageText(text), { modal: true, detail }, ...answers);
}

/** A button that runs a command. */
export function commandButton(title: string, command: string, ...args: unknown[]): Button {
  return { title, press: () => vscode.commands.executeCommand(command, ...args) };
}

export const SHOW_LOG = commandButton(vscode.l10n.t('Show Log'), 'retarget.showLog');
export const OPEN_FOLDER = commandButton(
  vscode.l10n.t('Open Folder'),
  'workbench.action.files.openFolder',
);
export const MANAGE_TRUST = commandButton(
  vscode.l10n.t('Manage Workspace Trust'),
  'workbench.trust.manage',
);
export const CREATE_CONFIGURATION = commandButton(
  vscode.l10n.t('Create Configuration'),
  'retarget.createConfiguration',
);
export const SELECT_TOOLCHAIN = commandButton(
  vscode.l10n.t('Select LLVM Toolchain'),
  'retarget.selectToolchain',
);
export const SHOW_PROBLEMS = commandButton(
  vscode.l10n.t('Show Problems'),
  'workbench.actions.view.problems',
);

/** Shows a run, or the latest one. */
export function showResultsButton(path?: string): Button {
  return commandButton(
    vscode.l10n.t('Show Results'),
    'retarget.showResults',
    ...(path === undefined ? [] : [{ path }]),
  );
}

function show(
  severity: Severity,
): (text: string, ...titles: string[]) => Thenable<string | undefined> {
  switch (severity) {
    case 'information':
      return vscode.window.showInformationMessage;
    case 'warning':
      return vscode.window.showWarningMessage;
    case 'error':
      return vscode.window.showErrorMessage;
  }
}
