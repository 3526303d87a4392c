// A failure as a message: what happened and what to do, with the buttons that help; the rest is in the log.
import * as vscode from 'vscode';
import { visibleLines, visibleText } from '../text/visible-text.ts';
import {
  CREATE_CONFIGURATION,
  MANAGE_TRUST,
  SELECT_TOOLCHAIN,
  SHOW_LOG,
  tell,
} from './notifications.ts';
import type { Button } from './notifications.ts';
import { remedyButtons } from './remedy-buttons.ts';
import type { Failure, FailureCode, Place } from '../model/failure.ts';

export function tellFailure(
  failure: Failure,
  log: vscode.LogOutputChannel,
  more: readonly Button[] = [],
  usual = buttonsFor(failure),
): void {
  logFailure(failure, log);
  tell('error', messageOf(failure), [...more, ...usual, SHOW_LOG]);
}

export function logFailure(failure: Failure, log: vscode.LogOutputChannel): void {
  const { message, hint, details, place } = failure;
  const where = place === undefined ? [] : [vscode.l10n.t('at {0}', placeText(place))];
  const lines = [...where, ...(details ?? '').split('\n'), ...(hint ?? '').split('\n')];
  log.error(
    [
      visibleText(message),
      ...lines.filter((line) => line.trim() !== '').map((line) => `  ${visibleLines(line)}`),
    ].join('\n'),
  );
}

/** The message and the hint's first sentence; not what is meant to be copied. */
function messageOf({ message, hint }: Failure): string {
  const [first = ''] = (hint ?? '').split('\n');
  const isOfUse = first !== '' && !first.endsWith(':');
  return isOfUse ? `${message} ${first}` : message;
}

const BUTTONS: Readonly<Partial<Record<FailureCode, readonly Button[]>>> = {
  'toolchain-missing': [SELECT_TOOLCHAIN],
  'toolchain-too-old': [SELECT_TOOLCHAIN],
  'toolchain-broken': [SELECT_TOOLCHAIN],
  'project-empty': [CREATE_CONFIGURATION],
  'program-unclear': [CREATE_CONFIGURATION],
  untrusted: [MANAGE_TRUST],
};

function buttonsFor({ code, place, remedies = [] }: Failure): readonly Button[] {
  if (code === 'config-invalid' && place !== undefined) return [openPlace(place)];
  const usual = BUTTONS[code] ?? [];
  const titles = new Set(usual.map(({ title }) => title));
  return [...usual, ...remedyButtons(remedies).filter(({ title }) => !titles.has(title))];
}

function openPlace(place: Place): Button {
  const { command, arguments: given = [] } = openCommand(place);
  return {
    title: vscode.l10n.t('Open File'),
    press: () => vscode.commands.executeCommand<unknown>(command, ...(given as unknown[])),
  };
}

/** Opens the file that a failure is about, where it is about it. */
export function openCommand({ file, line, column }: Place): vscode.Command {
  const at = new vscode.Position(Math.max(0, (line ?? 1) - 1), Math.max(0, (column ?? 1) - 1));
  return {
    command: 'vscode.open',
    title: vscode.l10n.t('Open File'),
    arguments: [vscode.Uri.file(file), { selection: new vscode.Range(at, at) }],
  };
}

function placeText({ file, line, column }: Place): string {
  return visibleText([file, line, column].filter((part) => part !== undefined).join(':'));
}
