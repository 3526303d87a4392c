// Profile Current File: the program that a source or header is part of, a source by itself, or bitcode files that link together.
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { isElsewhere, pathsOf } from '../command-arguments.ts';
import { mayProfile, tellVirtual } from '../gates.ts';
import { commandButton, tell } from '../notifications.ts';
import type { ProfileOutcome, ProfileParams } from '../../protocol/profile-messages.ts';
import type { OwnerAnswer } from '../../protocol/server-requests.ts';
import { pickText } from '../shown-text.ts';
import { folderAround, startProfile } from './start-profile.ts';
import type { ProfileCommandContext } from './profile.ts';

const TITLE = vscode.l10n.t('Profile Current File');

/** What a compiler takes by itself. */
const ALONE = /\.(?:c|cc|cp|cpp|cxx|c\+\+|i|ii|bc|ll)$/iu;

export async function profileFile(
  context: ProfileCommandContext,
  argument?: unknown,
  selected?: unknown,
): Promise<ProfileOutcome | undefined> {
  const { profiler } = context;
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
    tell(
      'warning',
      vscode.l10n.t('Open a C, C++ or Rust source, or LLVM bitcode, to profile it.'),
      [commandButton(vscode.l10n.t('Open File'), 'workbench.action.files.openFile')],
    );
    return undefined;
  }
  // Before anything is asked.
  if (!mayProfile(profiler)) return undefined;
  const request = paths.length === 1 ? await chooseWhat(context, first) : { paths };
  if (request === 'project') return profileProjectOf(context, first);
  return request && startProfile(profiler, request, await folderAround(first));
}

/** The file's project has to be asked first what it builds: its programs are offered. */
async function profileProjectOf(
  context: ProfileCommandContext,
  path: string,
): Promise<ProfileOutcome | undefined> {
  const { profile } = await import('./profile.ts');
  return profile(context, { path });
}

interface WhatItem extends vscode.QuickPickItem {
  readonly request: ProfileParams;
}

/**
 * What is to be profiled of a file: the program that compiles or includes it, with its flags. The file alone only where no
 * project has to do with it, or where it is asked for.
 */
async function chooseWhat(
  context: ProfileCommandContext,
  file: string,
): Promise<ProfileParams | 'project' | undefined> {
  const { owner } = await context.server
    .request('retarget/owner', { path: file })
    .catch((): OwnerAnswer => ({}));
  if (owner === undefined) return { paths: [file], alone: true };
  const { directory, programs } = owner;
  if (programs.length === 0) return 'project';
  const [only, ...others] = programs;
  const canBeAlone = ALONE.test(file);
  if (only !== undefined && others.length === 0 && (!owner.configured || !canBeAlone)) {
    return { paths: [directory], programs };
  }
  const items: WhatItem[] = [
    ...programs.map((name) => ({
      request: { paths: [directory], programs: [name] },
      label: pickText(vscode.l10n.t('Profile {0}', name)),
      description: owner.configured ? vscode.l10n.t('as configured in retarget.json') : '',
      detail: pickText(
        vscode.l10n.t(
          '{0} is part of {1}. Builds all sources and runs the configured benchmarks.',
          basename(file),
          name,
        ),
      ),
    })),
    ...(canBeAlone
      ? [
          {
            request: { paths: [file], alone: true },
            label: pickText(vscode.l10n.t('Profile only {0}', basename(file))),
            description: vscode.l10n.t("without the project's flags"),
            detail: vscode.l10n.t('Compiles only this file and runs it without arguments'),
          },
        ]
      : []),
  ];
  const picked = await vscode.window.showQuickPick(items, {
    title: TITLE,
    placeHolder: vscode.l10n.t('This file is part of a program. Select what to profile'),
    ignoreFocusOut: true,
  });
  return picked?.request;
}

/** Bitcode has no text editor, but it has a tab. */
function activeFile(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  if (input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom) {
    return input.uri;
  }
  return vscode.window.activeTextEditor?.document.uri;
}
