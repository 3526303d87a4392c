// Commands that ask something: pickers and dialogs, used as a person does. And text from a project, which stays text.
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { repository } from '../../../scripts/lib/repository.mjs';
import type { Run } from '../../../src/model/run.ts';
import { EditorHost, hasEditor, freshIfFailed } from './editor-host.ts';
import type { EditorWindow } from './editor-window.ts';
import { PROFILE } from './profiles.ts';

const TOOLCHAIN = 'Retarget: Select LLVM Toolchain...';

async function sums(folder: string): Promise<string> {
  await cp(join(repository, 'test/editor/workspaces/sums'), folder, { recursive: true });
  return folder;
}

async function runsOf(folder: string): Promise<Run[]> {
  const runs = join(folder, '.retarget', 'runs');
  const names = (await readdir(runs)).filter((name) => name.endsWith('.json'));
  return Promise.all(
    names.map(async (name) => JSON.parse(await readFile(join(runs, name), 'utf8')) as Run),
  );
}

describe.skipIf(!hasEditor)('commands that ask', () => {
  let host: EditorHost;
  let folder: string;
  let window: EditorWindow;

  beforeAll(async () => {
    host = await EditorHost.start();
    folder = await sums(join(host.scratch, 'sums'));
    window = await host.open({ path: folder });
  });

  afterEach(({ task }) => freshIfFailed(task, window));

  afterAll(async () => {
    await host.stop();
  });

  test('a toolchain is chosen from those that are there, for this machine', async () => {
    await window.palette(TOOLCHAIN);
    await window.quickRow('/bin/clang').first().waitFor();
    await window.screenshot('toolchain picker');
    await window.pick('/bin/clang');
    await window.notification(/^.*Retarget now builds with LLVM \d+\.\d+\.\d+/);
    await window.palette(TOOLCHAIN);
    await window.pick('Use the newest version');
  });

  test('the folder to profile is picked where there are several, each with what it is', async () => {
    await sums(join(host.scratch, 'several', 'first'));
    await mkdir(join(host.scratch, 'several', 'second'), { recursive: true });
    const file = join(host.scratch, 'several', 'both.code-workspace');
    await writeFile(file, JSON.stringify({ folders: [{ path: 'first' }, { path: 'second' }] }));
    const window = await host.open({ path: file });
    await window.palette(PROFILE);
    await window.quickRow('1 program (sums), 1 benchmark').waitFor();
    await window.screenshot('folder picker');
    await window.pick('No program found yet');
    await window.notification(/found nothing to build/);
    await window.answer(/found nothing to build/, 'Create Configuration');
    await window.pick('No program found yet');
    await window.tab('retarget.json');
    expect(await readFile(join(host.scratch, 'several/second/retarget.json'), 'utf8')).toMatch(
      /"sources"/,
    );
    await window.screenshot('created configuration');
    await window.close();
  });

  test('for a file that belongs to a program, that program is offered before the file alone', async () => {
    await window.openSidebar('Explorer');
    await (await window.treeRow('sums.c')).dblclick();
    await window.tab('sums.c');
    await window.palette('Retarget: Profile Current File');
    await window.quickRow('Profile only sums.c').waitFor();
    await window.screenshot('profile current file');
    await window.pick('as configured in retarget.json');
    await window.notification(/On this/);
    const [run] = await runsOf(folder);
    expect(run?.programs.map(({ benchmarks }) => benchmarks.length)).toEqual([1]);
    expect(run?.programs.map(({ name }) => name)).toEqual(['sums']);
  });

  test('host features are shown by their command', async () => {
    await window.palette('Retarget: Show Host Features');
    await window.treeRow(/Native CPU/);
  });

  test('names in a project are text: no link, no icon, no end of the line', async () => {
    const folder = join(host.scratch, 'hostile');
    await mkdir(folder);
    await cp(join(repository, 'test/editor/workspaces/sums/sums.c'), join(folder, 'sums.c'));
    const name = '[click](command:workbench.action.closeWindow) $(flame) \u202e<b>bold</b>';
    const benchmarks = [{ name, args: ['100'] }];
    const config = {
      baseline: 'x86-64',
      targets: ['x86-64-v3'],
      programs: [{ name: 'sums', sources: ['sums.c'], flags: ['-O2'], benchmarks }],
      budget: '2s',
    };
    await writeFile(join(folder, 'retarget.json'), JSON.stringify(config));
    const window = await host.open({ path: folder });
    await window.palette(PROFILE);
    const step = await window.statusBarItem(/Measuring \[click\]/);
    expect(await step.locator('.codicon-flame').count()).toBe(0);
    const finished = await window.notification(/On this/);
    await window.screenshot('hostile names');
    expect(await finished.locator('a[href], b').count()).toBe(0);
    expect(await finished.textContent()).not.toContain('\u202e');
    await window.close();
  });
});
