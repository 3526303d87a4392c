// Export Report...: a run as a file, in a format that others can read.
import { basename, join } from 'node:path';
import * as vscode from 'vscode';
import type { ExportFormat } from '../../protocol/server-requests.ts';
import { tell } from '../notifications.ts';
import type { Button } from '../notifications.ts';
import { runToActOn, telling } from '../run-actions.ts';
import type { RunActions } from '../run-actions.ts';
import { projectOfRun, runFileName } from '../views/run-file.ts';

interface FormatItem extends vscode.QuickPickItem {
  readonly format: ExportFormat;
  readonly extension: string;
}

const FORMATS: readonly FormatItem[] = [
  {
    format: 'html',
    extension: 'html',
    label: '$(graph) HTML',
    description: vscode.l10n.t('chart for any browser, in one file that works offline'),
  },
  {
    format: 'markdown',
    extension: 'md',
    label: '$(markdown) Markdown',
    description: vscode.l10n.t('tables for issues and pull requests'),
  },
  {
    format: 'csv',
    extension: 'csv',
    label: '$(table) CSV',
    description: vscode.l10n.t('all samples, for spreadsheets and scripts'),
  },
  {
    format: 'json',
    extension: 'json',
    label: '$(json) JSON',
    description: vscode.l10n.t('the complete run: command lines, hashes, samples'),
  },
  {
    format: 'junit',
    extension: 'xml',
    label: '$(beaker) JUnit XML',
    description: vscode.l10n.t('for CI systems that show test results'),
  },
];

/** What other extensions and tests may give besides `path`, so that nothing is asked. */
interface Given {
  readonly format?: unknown;
  readonly out?: unknown;
}

/** @returns the file that was written */
export async function exportReport(
  actions: RunActions,
  argument: unknown,
): Promise<string | undefined> {
  return telling(actions.log, async () => {
    const path = await runToActOn(actions, argument, {
      title: vscode.l10n.t('Export Report'),
      placeHolder: vscode.l10n.t('Select a run'),
    });
    if (path === undefined) return undefined;
    const given = (argument ?? {}) as Given;
    const format = FORMATS.find((each) => each.format === given.format) ?? (await pickFormat());
    if (format === undefined) return undefined;
    const out = typeof given.out === 'string' ? given.out : await pickFile(path, format);
    if (out === undefined) return undefined;
    await actions.server.request('retarget/exportRun', { path, format: format.format, out });
    tell('information', vscode.l10n.t('Exported {0}.', basename(out)), [openButton(out, format)]);
    return out;
  });
}

async function pickFormat(): Promise<FormatItem | undefined> {
  return vscode.window.showQuickPick(FORMATS, {
    title: vscode.l10n.t('Export Report'),
    placeHolder: vscode.l10n.t('Select a format'),
    ignoreFocusOut: true,
    matchOnDescription: true,
  });
}

async function pickFile(path: string, format: FormatItem): Promise<string | undefined> {
  const name = `retarget-${runFileName(path)}.${format.extension}`;
  const file = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Export Report'),
    saveLabel: vscode.l10n.t('Export'),
    defaultUri: vscode.Uri.file(join(projectOfRun(path), name)),
    filters: { [format.label.replace(/^\$\(\w+\) /u, '')]: [format.extension] },
  });
  if (file === undefined) return undefined;
  if (file.scheme !== 'file') {
    throw new Error(
      vscode.l10n.t('Reports can only be saved on disk, but {0} is not on disk.', file.toString()),
    );
  }
  return file.fsPath;
}

function openButton(out: string, { format }: FormatItem): Button {
  const file = vscode.Uri.file(out);
  const isReachable =
    vscode.env.uiKind === vscode.UIKind.Desktop && vscode.env.remoteName === undefined;
  return {
    title: vscode.l10n.t('Open'),
    press: () =>
      // A browser on another machine cannot read this one's files: then the text has to do.
      format === 'html' && isReachable
        ? vscode.env.openExternal(file)
        : vscode.commands.executeCommand('vscode.open', file),
  };
}
