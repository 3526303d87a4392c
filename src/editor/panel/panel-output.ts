// What leaves the panel: text to the clipboard, files to where the user wants them.
import { basename, dirname, join } from 'node:path';
import * as vscode from 'vscode';
import type { PageSubject, SaveFormat } from '../../protocol/page-messages.ts';
import type { ServerConnection } from '../server-connection.ts';

const KINDS: Readonly<Record<SaveFormat, { name: string; extension: string }>> = {
  png: { name: vscode.l10n.t('Picture'), extension: 'png' },
  csv: { name: 'CSV', extension: 'csv' },
  html: { name: vscode.l10n.t('HTML report'), extension: 'html' },
  markdown: { name: vscode.l10n.t('Markdown'), extension: 'md' },
  json: { name: 'JSON', extension: 'json' },
};

/** What the first bytes of every PNG are as base64. */
const PNG_START = 'iVBORw0KGgo';

/** @returns what to tell the user. @throws {Error} what the server throws */
export async function copyMarkdown(
  server: ServerConnection,
  subject: PageSubject | undefined,
  own: string | undefined,
): Promise<string | undefined> {
  if (subject === undefined) return undefined;
  const text =
    subject.kind === 'run'
      ? (await server.request('retarget/runMarkdown', { path: subject.path })).text
      : own;
  if (text === undefined) return undefined;
  await vscode.env.clipboard.writeText(text);
  return vscode.l10n.t('Copied as Markdown.');
}

/** Asks where to, and writes. @returns what to tell the user; nothing where they changed their mind. @throws {Error} where it cannot be written */
export async function savePage(
  server: ServerConnection,
  subject: PageSubject | undefined,
  { format, png }: { readonly format: SaveFormat; readonly png?: string },
): Promise<string | undefined> {
  if (subject === undefined) return undefined;
  if (format === 'png' && png?.startsWith(PNG_START) !== true) {
    throw new Error(vscode.l10n.t('There is nothing to save in this format.'));
  }
  const { name, extension } = KINDS[format];
  const target = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Save {0}', name),
    defaultUri: vscode.Uri.file(`${defaultName(subject)}.${extension}`),
    filters: { [name]: [extension] },
  });
  if (target === undefined) return undefined;
  if (format === 'png') {
    await vscode.workspace.fs.writeFile(target, Buffer.from(png ?? '', 'base64'));
  } else if (target.scheme !== 'file') {
    throw new Error(
      vscode.l10n.t(
        'Reports can only be saved on disk, but {0} is not on disk.',
        target.toString(),
      ),
    );
  } else if (subject.kind === 'run') {
    const { path } = subject;
    await server.request('retarget/exportRun', { path, format, out: target.fsPath });
  } else {
    const { before, after, acrossHosts = false } = subject;
    const out = target.fsPath;
    await server.request('retarget/exportComparison', { before, after, acrossHosts, format, out });
  }
  return vscode.l10n.t('Saved as {0}.', basename(target.path));
}

/** In the project's folder, named after the run. */
function defaultName(subject: PageSubject): string {
  const path = subject.kind === 'run' ? subject.path : subject.after;
  const project = dirname(dirname(dirname(path)));
  const id = basename(path, '.json');
  return join(project, subject.kind === 'run' ? `retarget-${id}` : `retarget-comparison-${id}`);
}
