// What the manifest promises, as VS Code itself has understood it.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import {
  commands,
  ConfigurationTarget,
  extensions,
  languages,
  Range,
  Uri,
  window,
  workspace,
  WorkspaceEdit,
} from 'vscode';
import type { Diagnostic } from 'vscode';
import { COMMANDS } from '../../../src/manifest/commands.ts';
import { VIEWS } from '../../../src/manifest/names.ts';
import { SETTINGS } from '../../../src/protocol/settings.ts';
import type { Setting } from '../../../src/protocol/settings.ts';

/** Resolves with the JSON service's findings in a document, once it has as many as wanted. */
function findings(uri: Uri, count: number): Promise<readonly Diagnostic[]> {
  return new Promise((resolve) => {
    const look = (): void => {
      const found = languages.getDiagnostics(uri);
      if (found.length < count) return;
      listening.dispose();
      resolve(found);
    };
    const listening = languages.onDidChangeDiagnostics(look);
    look();
  });
}

describe('the manifest', () => {
  before(async () => {
    await extensions.getExtension('retarget.retarget')?.activate();
  });

  it('names no command that nobody answers', async () => {
    const registered = new Set(await commands.getCommands(true));
    const missing = Object.keys(COMMANDS).filter((command) => !registered.has(command));
    assert.deepEqual(missing, []);
  });

  it('brings the side bar and its views', async () => {
    const registered = new Set(await commands.getCommands(true));
    assert.ok(registered.has('workbench.view.extension.retarget'));
    for (const view of Object.values(VIEWS)) assert.ok(registered.has(`${view}.focus`), view);
  });

  it('shows its texts, and no key of one', () => {
    const manifest = JSON.stringify(extensions.getExtension('retarget.retarget')?.packageJSON);
    assert.ok(manifest.includes(COMMANDS['retarget.profile'].title));
    assert.ok(manifest.includes('No results yet.'));
    assert.doesNotMatch(manifest, /"%[\w.]+%"/);
  });

  it('gives every setting the default that the server assumes', () => {
    const configuration = workspace.getConfiguration('retarget');
    for (const [key, { schema }] of Object.entries<Setting>(SETTINGS)) {
      assert.deepEqual(configuration.inspect(key)?.defaultValue, schema.parse(undefined), key);
    }
  });

  it('lets no workspace say which LLVM is run, or where the cache is', async () => {
    const configuration = workspace.getConfiguration('retarget');
    for (const key of ['toolchain.path', 'cache.folder']) {
      await assert.rejects(async () => {
        await configuration.update(key, '/tmp', ConfigurationTarget.Workspace);
      }, key);
    }
  });

  it('opens retarget.json as JSON with comments', async () => {
    const [folder] = workspace.workspaceFolders ?? [];
    assert.ok(folder);
    // One of its own: a document opened this way stays open for minutes, to those who change the file too.
    const file = Uri.joinPath(folder.uri, 'as a document', 'retarget.json');
    await workspace.fs.writeFile(file, new TextEncoder().encode('{}\n'));
    assert.equal((await workspace.openTextDocument(file)).languageId, 'jsonc');
    await workspace.fs.delete(Uri.joinPath(file, '..'), { recursive: true });
  });
});

describe('settings.json', () => {
  const folder = workspace.workspaceFolders?.[0]?.uri ?? Uri.file('/');
  const file = Uri.joinPath(folder, '.vscode', 'settings.json');

  before(async () => {
    await workspace.fs.writeFile(file, Buffer.from('{}'));
  });

  after(async () => {
    await commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await workspace.fs.delete(Uri.joinPath(folder, '.vscode'), { recursive: true });
  });

  it('marks values that a setting does not take', async () => {
    const wrong = {
      'retarget.budget': 'soon',
      'retarget.precision': 2,
      'retarget.pin': -1,
      'retarget.targets': 'native',
      'retarget.log.level': 'loud',
      'retarget.environment': { NAME: 1 },
    };
    // Files that nobody looks at are not checked.
    const { document } = await window.showTextDocument(file);
    const edit = new WorkspaceEdit();
    edit.replace(file, new Range(0, 0, 1, 0), JSON.stringify(wrong, undefined, 2));
    // Not saved: other tests keep their settings.
    assert.ok(await workspace.applyEdit(edit));
    const found = await findings(file, Object.keys(wrong).length);
    const lines = found.map(({ range }) => document.lineAt(range.start.line).text);
    for (const [key, value] of Object.entries(wrong)) {
      const place = typeof value === 'object' ? 'NAME' : key;
      assert.ok(
        lines.some((line) => line.includes(`"${place}"`)),
        key,
      );
    }
    assert.ok(found.some(({ message }) => message === 'Enter a duration, such as 60s or 2m.'));
  });
});
