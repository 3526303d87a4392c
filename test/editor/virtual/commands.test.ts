// A folder that is on no disk, as an extension provides it: nothing there can be compiled; host and targets are all the same.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import {
  commands,
  Disposable,
  EventEmitter,
  FileSystemError,
  FileType,
  Uri,
  window,
  workspace,
} from 'vscode';
import type { FileChangeEvent, FileStat, FileSystemProvider } from 'vscode';
import type { ExtensionApi } from '../../../src/editor/api.ts';
import { retarget } from '../under-test.ts';

const SOURCE = new TextEncoder().encode('int main(void) { return 0; }\n');

/** One folder with one source, to be read only. */
class OneSource implements FileSystemProvider {
  readonly onDidChangeFile = new EventEmitter<FileChangeEvent[]>().event;
  watch(): Disposable {
    return new Disposable(() => undefined);
  }
  stat({ path }: Uri): FileStat {
    const times = { ctime: 0, mtime: 0 };
    if (path === '/virtual') return { type: FileType.Directory, size: 0, ...times };
    if (path === '/virtual/main.c') return { type: FileType.File, size: SOURCE.length, ...times };
    throw FileSystemError.FileNotFound();
  }
  readDirectory(): [string, FileType][] {
    return [['main.c', FileType.File]];
  }
  readFile(): Uint8Array {
    return SOURCE;
  }
  createDirectory(): void {
    throw FileSystemError.NoPermissions();
  }
  writeFile(): void {
    throw FileSystemError.NoPermissions();
  }
  delete(): void {
    throw FileSystemError.NoPermissions();
  }
  rename(): void {
    throw FileSystemError.NoPermissions();
  }
}

describe('a virtual workspace', () => {
  let api: ExtensionApi;
  let provider: Disposable;

  before(async () => {
    provider = workspace.registerFileSystemProvider('retarget-test', new OneSource());
    api = await retarget();
  });

  after(() => {
    provider.dispose();
  });

  it('is one, with its folder', () => {
    assert.deepEqual(
      workspace.workspaceFolders?.map(({ uri }) => uri.scheme),
      ['retarget-test'],
    );
  });

  for (const command of ['profile', 'createConfiguration', 'showResults']) {
    it(`says to ${command} that a compiler cannot reach it`, async () => {
      await commands.executeCommand(`retarget.${command}`);
      assert.match(api.lastMessage()?.text ?? '', /^Compilers cannot read this virtual folder/);
      assert.deepEqual(api.lastMessage()?.buttons, ['Open Folder']);
    });
  }

  it('says so of a file of it', async () => {
    const file = Uri.parse('retarget-test:/virtual/main.c');
    await window.showTextDocument(file);
    await commands.executeCommand('retarget.cancel');
    await commands.executeCommand('retarget.profileFile');
    assert.match(api.lastMessage()?.text ?? '', /^Compilers cannot read this virtual folder/);
    await commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('has a host and its targets all the same', async () => {
    const { host } = await api.server.request('retarget/host', {});
    assert.notEqual(host.brand, '');
    const { targets } = await api.server.request('retarget/targets', {});
    assert.ok(targets.length > 10);
  });
});
