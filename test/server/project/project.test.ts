import { chmod, lstat, readFile, stat, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ApplyWorkspaceEditParams } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { loadProject } from '../../../src/project/load-project.ts';
import { OpenDocument } from '../documents/open-document.ts';
import { bundledServer } from '../language-server.ts';

const server = bundledServer();
const folder = (name: string): string => join(server.folder, name);
const config = (name: string): string => join(server.folder, name, 'retarget.json');

describe('choosing targets', () => {
  it('changes retarget.json where there is one, and nothing else in it', async () => {
    const text = '// mine\n{\n  "targets": ["a", "b"], // two\n  "programs": []\n}\n';
    await server.write({ 'plain/retarget.json': text });
    const client = await server.start();
    const choice = { folder: folder('plain'), targets: ['b', 'c'], baseline: 'x' };
    expect(await client.request('retarget/choose', choice)).toEqual({ writtenTo: config('plain') });
    expect(await readFile(config('plain'), 'utf8')).toBe(
      '// mine\n{\n  "baseline": "x",\n  "targets": ["b", "c"], // two\n  "programs": []\n}\n',
    );
    expect(await client.request('retarget/choose', choice)).toEqual({ writtenTo: config('plain') });
  });

  it('leaves the choice to the editor where there is none', async () => {
    const client = await server.start();
    const answer = await client.request('retarget/choose', {
      folder: folder('nowhere'),
      targets: ['a'],
    });
    expect(answer).toEqual({});
  });

  it('changes the text in the editor where it is open there, unsaved changes and all', async () => {
    await server.write({ 'open/retarget.json': '{ "targets": ["old"] }' });
    const client = await server.start({
      capabilities: { workspace: { applyEdit: true, workspaceEdit: { documentChanges: true } } },
    });
    const text = '{ "targets": ["a"] /* typed */ }';
    const document = await OpenDocument.open(server, client, 'open/retarget.json', text);
    const edits: ApplyWorkspaceEditParams[] = [];
    let applied = true;
    client.connection.onRequest('workspace/applyEdit', (params: ApplyWorkspaceEditParams) => {
      edits.push(params);
      return { applied };
    });
    await client.request('retarget/choose', { folder: folder('open'), targets: ['a', 'b'] });
    const [change] = edits[0]?.edit.documentChanges ?? [];
    if (change === undefined || !('edits' in change)) throw new Error('no edit');
    expect(change.textDocument).toEqual({ uri: document.uri, version: 1 });
    const result = TextDocument.applyEdits(
      TextDocument.create(document.uri, 'jsonc', 1, text),
      change.edits.flatMap((edit) => ('newText' in edit ? edit : [])),
    );
    expect(result).toBe('{ "targets": ["a", "b"] /* typed */ }');
    expect(await readFile(config('open'), 'utf8')).toBe('{ "targets": ["old"] }');
    applied = false;
    const refused = { folder: folder('open'), targets: ['c'] };
    expect((await client.failure('retarget/choose', refused)).message).toContain('did not take');
  });

  it.each(['{ "targets": [', '[]', ''])('never overwrites the damaged %j', async (text) => {
    await server.write({ 'damaged/retarget.json': text });
    const client = await server.start();
    const choice = { folder: folder('damaged'), targets: ['a'] };
    expect((await client.failure('retarget/choose', choice)).code).toBe('config-invalid');
    expect(await readFile(config('damaged'), 'utf8')).toBe(text);
  });

  it('refuses to leave nothing to profile', async () => {
    const client = await server.start();
    const choice = { folder: folder('plain'), targets: [] };
    expect(await client.failure('retarget/choose', choice)).toMatchObject({ code: 'usage' });
  });

  it('keeps a link, a byte order mark and the rights of the file', async () => {
    await server.write({ 'real/config.json': '\uFEFF{ "targets": ["a"] }', 'linked/x': '' });
    await chmod(folder('real/config.json'), 0o640);
    await symlink(folder('real/config.json'), config('linked'));
    const client = await server.start();
    await client.request('retarget/choose', { folder: folder('linked'), targets: ['b'] });
    expect(await readFile(folder('real/config.json'), 'utf8')).toBe('\uFEFF{ "targets": ["b"] }');
    expect((await stat(config('linked'))).mode & 0o777).toBe(0o640);
    expect((await lstat(config('linked'))).isSymbolicLink()).toBe(true);
  });
});

describe('what a folder offers', () => {
  it('is its programs with their benchmarks', async () => {
    await server.write({
      'offer/a.c': 'int main(void) { return 0; }\n',
      'offer/retarget.json':
        '{ "budget": "2s", "programs": [{ "name": "p", "sources": ["a.c"], "benchmarks": [{ "name": "x" }, { "name": "y" }] }] }',
    });
    const client = await server.start();
    expect(await client.request('retarget/project', { path: folder('offer') })).toEqual({
      project: {
        directory: folder('offer'),
        configFile: config('offer'),
        says: ['budget'],
        programs: [{ name: 'p', benchmarks: ['x', 'y'] }],
      },
    });
  });

  it('is a failure, as part of the answer, where there is nothing to build', async () => {
    await server.write({ 'empty/notes.txt': '' });
    const client = await server.start();
    const { project, failure } = await client.request('retarget/project', {
      path: folder('empty'),
    });
    expect(project).toBeUndefined();
    expect(failure).toMatchObject({ code: 'project-empty' });
  });

  it('is suggested as a configuration that loads', async () => {
    await server.write({
      'suggested/src/one.c': '/* first */ int main(void) { return 0; }\n',
      'suggested/src/two.c': 'int main(void) { return 0; }\n',
      'suggested/src/shared.c': 'int f(void) { return 0; }\n',
    });
    const client = await server.start({ options: { trusted: false } });
    const suggestion = await client.request('retarget/suggestion', { folder: folder('suggested') });
    expect(suggestion).toMatchObject({ path: config('suggested'), exists: false });
    await server.write({ 'suggested/retarget.json': suggestion.text });
    const { programs } = await loadProject(folder('suggested'));
    expect(programs.map(({ name, benchmarks }) => [name, benchmarks[0]?.name])).toEqual([
      ['one', 'default'],
      ['two', 'default'],
    ]);
    const again = await client.request('retarget/suggestion', { folder: folder('suggested') });
    expect(again.exists).toBe(true);
  });
});
