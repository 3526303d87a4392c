// A folder without a configuration that offers several programs: one pick, remembered in retarget.json.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { commands, Uri, window } from 'vscode';
import type { ExtensionApi } from '../../../src/editor/api.ts';
import { accepting, folder, profile, QUICK_SOURCE, retarget, until } from '../under-test.ts';

const BROKEN = '#error this is not to be built\nint main(void) { return 0; }\n';

describe('a folder with several programs', () => {
  let api: ExtensionApi;
  const many = (): string => join(folder(), 'many');
  const file = (): string => join(many(), 'retarget.json');

  before(async () => {
    api = await retarget();
    await mkdir(many());
    await writeFile(join(many(), 'first.c'), QUICK_SOURCE);
    await writeFile(join(many(), 'second.c'), BROKEN);
  });

  after(async () => {
    await rm(many(), { recursive: true, force: true });
  });

  it('asks which one is meant, and does nothing where the answer is none', async () => {
    const profiled = profile(many());
    const state = { ended: false };
    void profiled.finally(() => (state.ended = true));
    await until('the end of the pick', async () => {
      await commands.executeCommand('workbench.action.closeQuickOpen');
      return state.ended;
    });
    assert.equal(await profiled, undefined);
    assert.equal(existsSync(file()), false);
    assert.equal(existsSync(join(many(), '.retarget')), false);
  });

  it('remembers the answer, says where, and builds nothing else', async () => {
    const remembered = until('the word of what is remembered', () => {
      const message = api.lastMessage();
      return message?.text.startsWith('Saved in') === true ? message : undefined;
    });
    const outcome = await accepting(profile(many()));
    const message = await remembered;
    assert.equal(message.text, 'Saved in retarget.json: first.');
    assert.deepEqual(message.buttons, ['Open retarget.json']);
    assert.equal(outcome?.clean, true);
    const text = await readFile(file(), 'utf8');
    assert.match(text, /"sources": \["first\.c"\]/);
    assert.doesNotMatch(text, /second/);
  });

  it('needs no question from then on', async () => {
    const answer = await api.server.request('retarget/offers', { folder: many() });
    assert.deepEqual(answer, { offers: [], toChoose: false });
  });
});

describe('a folder whose build has to be watched', () => {
  const made = (): string => join(folder(), 'made');
  const file = (): string => join(made(), 'retarget.json');
  const create = (): Thenable<unknown> =>
    commands.executeCommand('retarget.createConfiguration', Uri.file(made()));

  before(async () => {
    await retarget();
    await mkdir(made());
    await writeFile(join(made(), 'Makefile'), 'tool: tool.c\n\tcc -O2 -o tool tool.c\n');
    for (const name of ['tool.c', 'test.c']) await writeFile(join(made(), name), QUICK_SOURCE);
  });

  after(async () => {
    await commands.executeCommand('workbench.action.closeAllEditors');
    await rm(made(), { recursive: true, force: true });
  });

  it('gets no configuration where nothing was chosen of what it offers', async () => {
    const state = { ended: false };
    const created = create();
    void created.then(() => (state.ended = true));
    await until('the end of the pick', async () => {
      await commands.executeCommand('workbench.action.closeQuickOpen');
      return state.ended;
    });
    await created;
    assert.equal(existsSync(file()), false);
    assert.equal(existsSync(join(made(), 'tool')), false);
  });

  it('gets one of what that build makes, opened', async () => {
    await accepting(create());
    const text = await readFile(file(), 'utf8');
    assert.match(text, /"record": \{ "executable": "tool", "command": \["make", "-j2"\] \}/);
    assert.doesNotMatch(text, /sources/);
    assert.equal(window.activeTextEditor?.document.uri.fsPath, file());
  });
});
