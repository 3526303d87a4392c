// Profile Current File: one C or C++ source, or bitcode files that link together.
import * as vscode from 'vscode';
import { isElsewhere, pathsOf } from '../command-arguments.ts';
import { tellVirtual } from '../gates.ts';
import { commandButton, tell } from '../messages.ts';
import type { ProfileOutcome } from '../../protocol/server-requests.ts';
import type { Profiler } from '../profiler.ts';
import { folderAround, startProfile } from './start-profile.ts';

export async function profileFile(
  profiler: Profiler,
  argument?: unknown,
  selected?: unknown,
): Promise<ProfileOutcome | undefined> {
  const file = argument ?? activeFile();
  if (file instanceof vscode.Uri && file.scheme === 'untitled') {
    tell('warning', 'Save this file first: a compiler reads what is on disk.', [
      commandButton('Save', 'workbench.action.files.save'),
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
    tell('warning', 'Open a C or C++ source, or LLVM bitcode, to profile it.', [
      commandButton('Open File', 'workbench.action.files.openFile'),
    ]);
    return undefined;
  }
  return startProfile(profiler, { paths }, await folderAround(first));
}

/** Bitcode has no text editor, but it has a tab. */
function activeFile(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  if (input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom) {
    return input.uri;
  }
  return vscode.window.activeTextEditor?.document.uri;
}
