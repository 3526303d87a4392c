// Profile Current File: one C or C++ source, or bitcode files that link together.
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { isElsewhere, pathsOf } from '../command-arguments.ts';
import { mayProfile, tellVirtual } from '../gates.ts';
import { commandButton, tell } from '../notifications.ts';
import type { ProfileOutcome } from '../../protocol/profile-messages.ts';
import type { OwnerAnswer } from '../../protocol/server-requests.ts';
import type { Profiler } from '../profiler.ts';
import type { ServerConnection } from '../server-connection.ts';
import { pickText } from '../shown-text.ts';
import { folderAround, startProfile } from './start-profile.ts';
import { plural } from '../../text/plural.ts';

export async function profileFile(
  server: ServerConnection,
  profiler: Profiler,
  argument?: unknown,
  selected?: unknown,
): Promise<ProfileOutcome | undefined> {
  const file = argument ?? activeFile();
  if (file instanceof vscode.Uri && file.scheme === 'untitled') {
    tell('warning', vscode.l10n.t('Save this file first. The compiler reads it from disk.'), [
      commandButton(vscode.l10n.t('Save'), 'workbench.action.files.save'),
    ]);
    return undefined;
  }
  if (isElsewhere(file)) {
    tellVirtual();
    return undefined;
  }
  const paths = pathsOf(file, selected);
  const [first] = paths;
  if (first === undefined) {
    tell('warning', vscode.l10n.t('Open a C or C++ source, or LLVM bitcode, to profile it.'), [
      commandButton(vscode.l10n.t('Open File'), 'workbench.action.files.openFile'),
    ]);
    return undefined;
  }
  // Before anything is asked.
  if (!mayProfile(profiler)) return undefined;
  const chosen = paths.length === 1 ? await chooseWhat(server, first) : paths;
  if (chosen === undefined) return undefined;
  return startProfile(profiler, { paths: chosen }, await folderAround(first));
}

interface WhatItem extends vscode.QuickPickItem {
  readonly paths: readonly string[];
}

/** A source of a program that retarget.json knows says little alone: its other sources and its benchmarks are there. */
async function chooseWhat(
  server: ServerConnection,
  file: string,
): Promise<readonly string[] | undefined> {
  const { owner } = await server
    .request('retarget/owner', { path: file })
    .catch((): OwnerAnswer => ({}));
  if (owner === undefined) return [file];
  const { directory, programs, programCount } = owner;
  const [first = ''] = programs;
  const items: WhatItem[] = [
    {
      paths: [directory],
      label: pickText(
        plural(
          programCount,
          vscode.l10n.t('Profile {0}', first),
          vscode.l10n.t('Profile all {0} programs', programCount),
        ),
      ),
      description: vscode.l10n.t('as retarget.json says'),
      detail: pickText(
        vscode.l10n.t(
          '{0} is part of {1}: includes its other sources and its benchmarks',
          basename(file),
          programs.join(', '),
        ),
      ),
    },
    {
      paths: [file],
      label: pickText(vscode.l10n.t('Profile {0} alone', basename(file))),
      description: vscode.l10n.t('without retarget.json'),
      detail: vscode.l10n.t('Compiles only this file and runs it without arguments'),
    },
  ];
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Profile Current File'),
    placeHolder: vscode.l10n.t('This file belongs to a program of retarget.json'),
    ignoreFocusOut: true,
  });
  return picked?.paths;
}

/** Bitcode has no text editor, but it has a tab. */
function activeFile(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  if (input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom) {
    return input.uri;
  }
  return vscode.window.activeTextEditor?.document.uri;
}
