// A folder with nothing to build, and what becomes of it: a retarget.json to start from.
import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { commands, window } from 'vscode';
import type { ExtensionApi } from '../../../src/editor/api.ts';
import { folder, profile, QUICK_SOURCE, retarget, until } from '../under-test.ts';

const SOURCES = ['alpha.c', 'beta.c'];

describe('a folder with nothing to build', () => {
  let api: ExtensionApi;
  const file = (): string => join(folder(), 'retarget.json');

  before(async () => {
    api = await retarget();
  });

  after(async () => {
    for (const name of SOURCES) await rm(join(folder(), name), { force: true });
  });

  it('cannot be profiled, and the message leads on', async () => {
    assert.equal(await profile(), undefined);
    assert.match(api.lastMessage()?.text ?? '', /found nothing to build/);
    assert.ok(api.lastMessage()?.buttons.includes('Create Configuration'));
    await until('no project', () => api.contextKeys.get('retarget.hasProject') === 'no');
    assert.equal(api.statusText(), undefined);
  });

  it('has no results, and says how to get some', async () => {
    await commands.executeCommand('retarget.showResults');
    assert.match(api.lastMessage()?.text ?? '', /^There are no results yet/);
    assert.deepEqual(api.lastMessage()?.buttons, ['Profile Build for CPU Targets']);
  });

  it('is a project as soon as there is one source', async () => {
    const [only = ''] = SOURCES;
    await writeFile(join(folder(), only), QUICK_SOURCE);
    await until('a project', () => api.contextKeys.get('retarget.hasProject') === 'yes');
  });

  it('gets a configuration that suits its sources, opened with its sources selected', async () => {
    for (const name of SOURCES) {
      await writeFile(join(folder(), name), QUICK_SOURCE);
    }
    await commands.executeCommand('retarget.createConfiguration');
    const editor = window.activeTextEditor;
    assert.equal(editor?.document.uri.fsPath, file());
    assert.equal(editor.document.languageId, 'jsonc');
    assert.equal(editor.document.isDirty, false);
    assert.match(editor.document.getText(editor.selection), /^\["alpha\.c"\]$/);
    assert.match(await readFile(file(), 'utf8'), /"beta\.c"/);
    await until('the project', () => api.contextKeys.get('retarget.hasProject') === 'yes');
  });

  it('keeps the configuration it has', async () => {
    await writeFile(file(), '{ "programs": [] }');
    await commands.executeCommand('retarget.createConfiguration');
    assert.equal(window.activeTextEditor?.document.uri.fsPath, file());
    assert.equal(await readFile(file(), 'utf8'), '{ "programs": [] }');
    await commands.executeCommand('workbench.action.closeAllEditors');
    await rm(file());
    // Its sources are offered all the same.
    for (const name of SOURCES) await rm(join(folder(), name));
    await until('no project', () => api.contextKeys.get('retarget.hasProject') === 'no');
  });
});
