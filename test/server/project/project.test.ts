import { existsSync } from 'node:fs';
import { chmod, lstat, readFile, stat, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ApplyWorkspaceEditParams } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { processExists } from '../../../src/process/process-exists.ts';
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
    expect((await client.failure('retarget/choose', refused)).message).toContain('did not apply');
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

  it.each([true, false])(
    'changes no file outside of the workspace that a link leads to (trusted: %s)',
    async (trusted) => {
      const name = `outside ${String(trusted)}`;
      const text = '{ "targets": ["a"], "programs": [] }';
      await server.write({ 'home/settings.json': text, [`${name}/one.c`]: '' });
      await symlink(folder('home/settings.json'), config(name));
      const client = await server.start({ folders: [folder(name)], options: { trusted } });
      const choice = { folder: folder(name), targets: ['b'] };
      for (const failure of [
        await client.failure('retarget/choose', choice),
        await client.failure('retarget/remember', { folder: folder(name), programs: ['one'] }),
      ]) {
        expect(failure).toMatchObject({
          code: 'folder-read-only',
          message: `${config(name)} is a symbolic link to ${folder('home/settings.json')}, outside the project, so it is not written.`,
          hint: expect.stringContaining(
            'Replace the link with a file named retarget.json',
          ) as string,
        });
      }
      expect(await readFile(folder('home/settings.json'), 'utf8')).toBe(text);
      expect((await lstat(config(name))).isSymbolicLink()).toBe(true);
    },
  );
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

  it('owns the sources of its libraries, too', async () => {
    await server.write({
      'libs/tool.c': 'int helper(void);\nint main(void) { return helper(); }\n',
      'libs/helper.c': 'int helper(void) { return 0; }\n',
      'libs/compile_commands.json': JSON.stringify(
        ['tool.c', 'helper.c'].map((file) => ({
          ...{ directory: folder('libs'), file },
          arguments: ['cc', '-O2', '-c', file],
        })),
      ),
      'libs/retarget.json':
        '{ "programs": [{ "name": "tool", "compileCommands": ".", "main": "tool.c" }] }',
    });
    const client = await server.start();
    for (const file of ['tool.c', 'helper.c']) {
      const answer = await client.request('retarget/owner', { path: join(folder('libs'), file) });
      expect(answer).toMatchObject({ owner: { directory: folder('libs'), programs: ['tool'] } });
    }
  });

  it('owns its sources however a client writes the folder of the workspace', async () => {
    await server.write({
      'slash/deep/main.c': 'int main(void) { return 0; }\n',
      'slash/retarget.json': '{ "programs": [{ "sources": ["deep/*.c"] }] }',
    });
    const client = await server.start({ folders: [`${folder('slash')}/`] });
    const path = join(folder('slash'), 'deep', 'main.c');
    expect(await client.request('retarget/owner', { path })).toMatchObject({
      owner: { directory: folder('slash') },
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
    expect(suggestion).toMatchObject({ path: config('suggested'), exists: false, toChoose: false });
    await server.write({ 'suggested/retarget.json': suggestion.text });
    const { programs } = await loadProject(folder('suggested'));
    expect(programs.map(({ name, benchmarks }) => [name, benchmarks[0]?.name])).toEqual([
      ['one', 'default'],
      ['two', 'default'],
    ]);
    const again = await client.request('retarget/suggestion', { folder: folder('suggested') });
    expect(again).toMatchObject({ exists: true, more: [] });
  });
});

describe('what a folder without retarget.json offers', () => {
  const MAIN = 'int main(void) { return 0; }\n';

  it('is listed, remembered by name, and then what a profile takes', async () => {
    await server.write({ 'many/one.c': MAIN, 'many/two.c': MAIN, 'many/three.c': MAIN });
    const client = await server.start();
    const asked = { folder: folder('many') };
    expect(await client.request('retarget/offers', asked)).toEqual({
      toChoose: true,
      offers: ['one', 'three', 'two'].map((name) => ({
        name,
        why: `main function in ${name}.c`,
      })),
    });
    const answer = await client.request('retarget/project', { path: folder('many') });
    expect(answer).toMatchObject({ failure: { code: 'program-unclear' }, offers: 3 });
    const remember = { ...asked, programs: ['two', 'one'] };
    expect(await client.request('retarget/remember', remember)).toEqual({
      writtenTo: config('many'),
    });
    const { project } = await client.request('retarget/project', { path: folder('many') });
    expect(project?.programs.map(({ name }) => name)).toEqual(['two', 'one']);
    // It says itself what to profile now.
    expect(await client.request('retarget/offers', asked)).toEqual({ offers: [], toChoose: false });
    const more = { ...asked, programs: ['three'] };
    const suggestion = await client.request('retarget/suggestion', asked);
    expect(suggestion.more).toEqual([{ name: 'three', why: 'main function in three.c' }]);
    await client.request('retarget/remember', more);
    const text = await readFile(config('many'), 'utf8');
    expect(text).toContain('"name": "three"');
    expect(await client.failure('retarget/remember', more)).toMatchObject({ code: 'usage' });
    expect(await readFile(config('many'), 'utf8')).toBe(text);
  });

  it('needs no choice where it is one source, and is nothing where the path is a file', async () => {
    await server.write({ 'single/only.c': MAIN });
    const client = await server.start();
    const { offers, toChoose } = await client.request('retarget/offers', {
      folder: folder('single'),
    });
    expect([offers.length, toChoose]).toEqual([1, false]);
    expect(await client.request('retarget/offers', { folder: folder('single/only.c') })).toEqual({
      offers: [],
      toChoose: false,
    });
  });

  it('is written through the editor where retarget.json is open there', async () => {
    await server.write({ 'shown/one.c': MAIN, 'shown/two.c': MAIN });
    const client = await server.start({
      capabilities: { workspace: { applyEdit: true, workspaceEdit: { documentChanges: true } } },
    });
    const text = '// unsaved\n{ "programs": [] }';
    await OpenDocument.open(server, client, 'shown/retarget.json', text);
    const edits: ApplyWorkspaceEditParams[] = [];
    client.connection.onRequest('workspace/applyEdit', (params: ApplyWorkspaceEditParams) => {
      edits.push(params);
      return { applied: true };
    });
    await client.request('retarget/remember', { folder: folder('shown'), programs: ['two'] });
    expect(JSON.stringify(edits[0]?.edit.documentChanges)).toContain('two.c');
  });

  it('never replaces a link that leads nowhere', async () => {
    await server.write({ 'dangling/one.c': MAIN, 'dangling/two.c': MAIN });
    await symlink(folder('elsewhere.json'), config('dangling'));
    const client = await server.start();
    const choice = { folder: folder('dangling'), programs: ['one'] };
    expect((await client.failure('retarget/remember', choice)).code).toBe('input-missing');
    expect((await lstat(config('dangling'))).isSymbolicLink()).toBe(true);
    await expect(stat(folder('elsewhere.json'))).rejects.toThrow('ENOENT');
  });

  it('becomes known of a build by watching it once, though not in a workspace that nobody trusts', async () => {
    const makefile = `tool: tool.c\n\t${process.env['CC'] ?? 'cc'} -O1 -o tool tool.c\n`;
    await server.write({ 'made/Makefile': makefile, 'made/tool.c': MAIN, 'made/other.c': MAIN });
    const untrusting = await server.start({ options: { trusted: false } });
    const command = { folder: folder('made'), command: ['sh', '-c', 'rm -f tool && make tool'] };
    expect(await untrusting.failure('retarget/record', command)).toMatchObject({
      code: 'untrusted',
    });
    await expect(stat(folder('made/tool'))).rejects.toThrow('ENOENT');
    const client = await server.start();
    const asked = { folder: folder('made') };
    expect(await client.request('retarget/suggestion', asked)).toMatchObject({
      ...{ exists: false, toChoose: true },
    });
    const before = await client.request('retarget/offers', asked);
    expect(before.offers.find(({ build }) => build !== undefined)?.build).toEqual({
      words: ['make', '-j2'],
      text: 'make -j2',
    });
    const failing = { ...asked, command: ['sh', '-c', 'echo broken >&2; exit 3'] };
    expect(await client.request('retarget/record', failing)).toMatchObject({
      failure: { code: 'compile-failed', details: 'broken' },
      again: { words: failing.command, text: 'echo broken >&2; exit 3' },
    });
    expect(await client.request('retarget/record', command)).toEqual({});
    const { offers } = await client.request('retarget/offers', asked);
    expect(offers.map(({ name, obstacle }) => [name, obstacle])).toEqual([['tool', undefined]]);
  });

  it('is neither built nor profiled while a build is watched, which ends with the server', async () => {
    await server.write({ 'slow/x': '', 'beside/one.c': MAIN });
    const client = await server.start();
    const command = ['sh', '-c', 'echo $$ > pid.part && mv pid.part pid && exec sleep 60'];
    const first = client.failure('retarget/record', { folder: folder('slow'), command });
    await client.until(() => existsSync(folder('slow/pid')));
    const profile = await client.failure('retarget/profile', { paths: [folder('beside')] });
    expect(profile).toMatchObject({
      code: 'busy',
      message: expect.stringContaining('build of slow') as string,
    });
    const other = { folder: folder('beside'), command: ['touch', 'built'] };
    expect(await client.failure('retarget/record', other)).toMatchObject({ code: 'busy' });
    expect(existsSync(folder('beside/built'))).toBe(false);
    void first.catch(() => undefined);
    const building = Number(await readFile(folder('slow/pid'), 'utf8'));
    client.process.stdin?.end();
    await client.process.ended;
    expect(processExists(building)).toBe(false);
  });
});
