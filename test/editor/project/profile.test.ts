// Profiles from the editor: what is started, what is said, what the status bar shows.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, describe, it } from 'mocha';
import { commands, ConfigurationTarget, Position, Uri, window, workspace } from 'vscode';
import type { ExtensionApi } from '../../../src/editor/api.ts';
import type { ProfileOutcome } from '../../../src/protocol/profile-messages.ts';
import {
  accepting,
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
    // How long its one benchmark takes is the machine's to say.
    const more = outcome.mostlyStartUp ? ['Set Arguments...', 'Open retarget.json'] : [];
    assert.deepEqual(buttons, ['Show Results', ...more]);
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
    await rm(join(path, 'retarget.json'));
    await workspace.getConfiguration('retarget').update('budget', '1s', ConfigurationTarget.Global);
    await window.showTextDocument(Uri.file(join(path, 'main.c')));
    const outcome = await commands.executeCommand<ProfileOutcome>('retarget.profileFile');
    assert.deepEqual(outcome.run.programs, ['main']);
    await commands.executeCommand('workbench.action.closeActiveEditor');
  });

  it('offers the program of retarget.json that a file belongs to, before the file alone', async () => {
    const path = await writeProject('belongs', { source: QUICK_SOURCE });
    const file = Uri.file(join(path, 'main.c'));
    const outcome = await accepting(
      commands.executeCommand<ProfileOutcome | undefined>('retarget.profileFile', file),
    );
    assert.equal(outcome?.run.project, path);
    assert.deepEqual(outcome.run.programs, ['belongs']);
  });

  it('saves what is unsaved in a project outside the workspace, too', async () => {
    const path = await mkdtemp(join(tmpdir(), 'retarget-outside-'));
    const file = join(path, 'main.c');
    await writeFile(file, QUICK_SOURCE);
    const editor = await window.showTextDocument(await workspace.openTextDocument(file));
    await editor.edit((edit) => edit.insert(new Position(0, 0), '// changed\n'));
    const outcome = await profile(path);
    assert.equal(outcome?.run.project, path, JSON.stringify(api.lastMessage()));
    assert.equal(editor.document.isDirty, false);
    assert.match(await readFile(file, 'utf8'), /^\/\/ changed/);
    await commands.executeCommand('workbench.action.closeActiveEditor');
    await rm(path, { recursive: true });
  });

  it('warns at its end where the run could not be stored, and offers to export it', async () => {
    const path = await writeProject('not stored', { source: QUICK_SOURCE });
    await writeFile(join(path, '.retarget'), 'a file in the way');
    assert.ok(await profile(path), JSON.stringify(api.lastMessage()));
    const { severity, buttons } = api.lastMessage() ?? {};
    assert.equal(severity, 'warning');
    assert.deepEqual(buttons, ['Show Results', 'Export Report', 'Show Log']);
  });

  it('asks for a file where none is in front', async () => {
    await commands.executeCommand('workbench.action.closeAllEditors');
    await commands.executeCommand('retarget.profileFile');
    assert.match(api.lastMessage()?.text ?? '', /^Open a C, C\+\+ or Rust source, or LLVM bitcode/);
    assert.deepEqual(api.lastMessage()?.buttons, ['Open File']);
  });

  it('waits while somebody else profiles or watches a build on this machine, and says so', async () => {
    const locks = process.env['RETARGET_LOCK_FOLDER'];
    assert.ok(locks);
    // As whoever has the turn holds it; ten seconds old it would count as left behind.
    const lock = join(locks, 'retarget-profile.lock');
    await mkdir(lock, { recursive: true });
    try {
      const waiting = profile();
      await until('a word about waiting', () =>
        api.statusText()?.endsWith('Waiting for another profile or build'),
      );
      await rm(lock, { recursive: true });
      assert.ok(await waiting, JSON.stringify(api.lastMessage()));
    } finally {
      await rm(lock, { recursive: true, force: true });
    }
  });

  it('is the only one, and says so to whoever wants another', async () => {
    const path = await writeProject('hangs', { source: HANGING_SOURCE });
    const end = nextEnd(api);
    const first = profile(path);
    await until('a run', () => api.profiler.current?.run);
    assert.equal(api.contextKeys.get('retarget.profiling'), true);
    assert.equal(await profile(), undefined);
    assert.match(api.lastMessage()?.text ?? '', /^A profile is running/);
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
    assert.match(text ?? '', /found nothing to build/);
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
