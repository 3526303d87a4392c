// Profiles from the editor: what is started, what is said, what the status bar shows.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, describe, it } from 'mocha';
import { commands, ConfigurationTarget, Position, Uri, window, workspace } from 'vscode';
import type { ExtensionApi } from '../../../src/editor/api.ts';
import type { ProfileOutcome } from '../../../src/protocol/server-requests.ts';
import {
  folder,
  HANGING_SOURCE,
  nextEnd,
  profile,
  QUICK_SOURCE,
  retarget,
  until,
  writeProject,
} from '../under-test.ts';

describe('a profile from the editor', () => {
  let api: ExtensionApi;

  before(async () => {
    api = await retarget();
  });

  it('says its result in one sentence, with a button to the results, and keeps it in the status bar', async () => {
    const steps: string[] = [];
    const listening = api.profiler.onDidChange((profile) => {
      if (profile !== undefined) steps.push(api.statusText() ?? '');
    });
    const outcome = await profile();
    listening.dispose();
    assert.ok(outcome, JSON.stringify(api.lastMessage()));
    assert.equal(outcome.run.project, folder());
    const { severity, text, buttons } = api.lastMessage() ?? {};
    assert.equal(severity, 'information');
    assert.ok(outcome.headline.startsWith((text ?? '').slice(0, 100)), text);
    assert.deepEqual(buttons, ['Show Results']);
    assert.ok(
      steps.some((step) => step.startsWith('$(loading~spin) ')),
      steps.join(' | '),
    );
    assert.ok(
      steps.some((step) => / \d+ %$/u.test(step)),
      steps.join(' | '),
    );
    assert.equal(api.statusText(), `$(graph) ${outcome.brief}`);
  });

  it('knows afterwards that there are a project, results and a toolchain', async () => {
    await until('the keys of menus', () => {
      const keys = api.contextKeys;
      return (
        keys.get('retarget.hasProject') === 'yes' &&
        keys.get('retarget.hasRuns') === true &&
        keys.get('retarget.toolchain') === 'found' &&
        keys.get('retarget.profiling') === false
      );
    });
  });

  it('saves what is unsaved first', async () => {
    const path = await writeProject('unsaved', { source: QUICK_SOURCE });
    const document = await workspace.openTextDocument(join(path, 'main.c'));
    const editor = await window.showTextDocument(document);
    await editor.edit((edit) => edit.insert(new Position(0, 0), '// changed\n'));
    assert.equal(document.isDirty, true);
    const outcome = await profile(path);
    assert.ok(outcome);
    assert.equal(document.isDirty, false);
    assert.match(await readFile(join(path, 'main.c'), 'utf8'), /^\/\/ changed/);
    await commands.executeCommand('workbench.action.closeActiveEditor');
  });

  it('takes the file in front for Profile Current File', async () => {
    const path = await writeProject('one file', { source: QUICK_SOURCE });
    await workspace.getConfiguration('retarget').update('budget', '1s', ConfigurationTarget.Global);
    await window.showTextDocument(Uri.file(join(path, 'main.c')));
    const outcome = await commands.executeCommand<ProfileOutcome>('retarget.profileFile');
    assert.deepEqual(outcome.run.programs, ['main']);
    await commands.executeCommand('workbench.action.closeActiveEditor');
  });

  it('asks for a file where none is in front', async () => {
    await commands.executeCommand('workbench.action.closeAllEditors');
    await commands.executeCommand('retarget.profileFile');
    assert.match(api.lastMessage()?.text ?? '', /^Open a C or C\+\+ source, or LLVM bitcode/);
    assert.deepEqual(api.lastMessage()?.buttons, ['Open File']);
  });

  it('is the only one, and says so to whoever wants another', async () => {
    const path = await writeProject('hangs', { source: HANGING_SOURCE });
    const end = nextEnd(api);
    const first = profile(path);
    await until('a run', () => api.profiler.current?.run);
    assert.equal(api.contextKeys.get('retarget.profiling'), true);
    assert.equal(await profile(), undefined);
    assert.match(api.lastMessage()?.text ?? '', /^A profile is under way/);
    assert.deepEqual(api.lastMessage()?.buttons, ['Show Results', 'Cancel Profile']);
    await commands.executeCommand('retarget.cancel');
    await Promise.all([first, end]);
  });

  it('offers to make a configuration where nothing says what to build', async () => {
    const path = join(folder(), 'nothing here');
    await workspace.fs.createDirectory(Uri.file(path));
    assert.equal(await profile(path), undefined);
    const { severity, text, buttons } = api.lastMessage() ?? {};
    assert.equal(severity, 'error');
    assert.match(text ?? '', /holds no retarget\.json/);
    assert.deepEqual(buttons, ['Create Configuration', 'Show Log']);
  });

  it('lets a retarget.json with a mistake be opened at its place', async () => {
    const path = await writeProject('mistaken', { source: QUICK_SOURCE });
    await workspace.fs.writeFile(
      Uri.file(join(path, 'retarget.json')),
      new TextEncoder().encode('{\n  "programs": "main"\n}\n'),
    );
    assert.equal(await profile(path), undefined);
    assert.deepEqual(api.lastMessage()?.buttons, ['Open File', 'Show Log']);
  });
});
