// From a file, a folder, a row and a bar to a profile of just that, as a person gets there.
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EditorHost, hasEditor } from './editor-host.ts';
import type { EditorWindow } from './editor-window.ts';

const WORK = `#include <stdio.h>
#include "part.h"
#ifndef NEEDED
#error the flags of the project are missing
#endif
int main(void) {
  printf("%u\\n", part(20000000));
  return 0;
}
`;

const FILES = {
  'src/part.h': 'unsigned part(unsigned n);\n',
  'src/part.c':
    '#include "part.h"\nunsigned part(unsigned n) {\n  volatile unsigned sum = NEEDED;\n  for (unsigned i = 0; i < n; i++) sum += i ^ (i >> 3);\n  return sum;\n}\n',
  'src/tool.c': WORK,
  'src/other.c': WORK,
};

async function project(folder: string, files: Readonly<Record<string, string>>): Promise<string> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  return folder;
}

interface StoredRun {
  readonly state: string;
  readonly targets: readonly { readonly name: string }[];
  readonly programs: readonly { readonly name: string }[];
}

/** Finished runs of a project, the oldest first. */
async function finished(folder: string): Promise<StoredRun[]> {
  const runs = join(folder, '.retarget', 'runs');
  const names = (await readdir(runs).catch(() => [])).filter((name) => name.endsWith('.json'));
  const all = await Promise.all(
    names
      .sort()
      .map(async (name) => JSON.parse(await readFile(join(runs, name), 'utf8')) as StoredRun),
  );
  return all.filter(({ state }) => state === 'finished');
}

async function nthRun(folder: string, count: number): Promise<StoredRun | undefined> {
  await expect
    .poll(async () => (await finished(folder)).length, { timeout: 90_000, interval: 300 })
    .toBe(count);
  return (await finished(folder)).at(-1);
}

const SETTINGS = {
  'retarget.budget': '1s',
  'retarget.targets': ['x86-64-v2', 'x86-64-v3'],
};

describe.skipIf(!hasEditor)('the ways to a profile', () => {
  let host: EditorHost;

  beforeAll(async () => {
    host = await EditorHost.start({ settings: SETTINGS });
  });

  afterAll(async () => {
    await host.stop();
  });

  test('know the project: a file, a header, a folder, a lens, a row and a bar stand for its programs', async () => {
    const folder = join(host.scratch, 'whole project');
    const entries = ['src/tool.c', 'src/other.c', 'src/part.c'].map((file) => ({
      ...{ directory: folder, file },
      arguments: ['cc', '-O2', '-DNEEDED=1', '-c', file],
    }));
    await project(folder, { ...FILES, 'compile_commands.json': JSON.stringify(entries) });
    const window = await host.open({ path: folder });
    const { page } = window;
    await openFile(window, 'tool.c');
    const lens = page.locator('.codelens-decoration a').first();
    await lens.waitFor({ timeout: 60_000 });
    await page.locator('.editor-actions .codicon-play').first().waitFor();
    await window.screenshot('entry lens and title button');

    // From the title's button: the program of the file, with its flags, and nothing beside it.
    await page.locator('.editor-actions .codicon-play').first().click();
    const first = await nthRun(folder, 1);
    expect(first?.programs.map(({ name }) => name)).toEqual(['tool']);
    expect(existsSync(join(folder, 'src/.retarget'))).toBe(false);
    expect(existsSync(join(folder, 'retarget.json'))).toBe(false);
    await window.screenshot('entry file profiled');
    expect(await page.locator('.statusbar-item[id="status.problems"]').innerText()).toMatch(
      /^\s*0\s+0\s*$/u,
    );

    // A header that both programs include, and the folder: asks which.
    await openFile(window, 'part.h');
    await window.palette('Retarget: Profile Current File');
    await window.quickRow('Profile tool').waitFor();
    await window.screenshot('entry header');
    await page.keyboard.press('Escape');
    const item = page.getByRole('menuitem', { name: 'Profile Build for CPU Targets' });
    // A menu takes neither click nor key in its first moments, which are long on a busy machine.
    await expect
      .poll(
        async () => {
          if (!(await item.isVisible()))
            await (await window.treeRow('src')).click({ button: 'right' });
          await item.hover();
          await page.keyboard.press('Enter');
          return window
            .quickRow('All 2 programs')
            .waitFor({ timeout: 4000 })
            .then(
              () => true,
              () => false,
            );
        },
        { timeout: 60_000, interval: 500 },
      )
      .toBe(true);
    await window.screenshot('entry folder');
    await window.pick('other');
    const second = await nthRun(folder, 2);
    expect(second?.programs.map(({ name }) => name)).toEqual(['other']);

    // A target's row of the newest run, alone.
    await window.openSidebar('Retarget');
    const results = await window.view('Results');
    const run = await window.treeRow(/now|ago|:/u, results);
    if ((await run.getAttribute('aria-expanded')) === 'false')
      await run.locator('.monaco-tl-twistie').click();
    const row = await window.treeRow('x86-64-v3', results);
    await row.hover();
    await window.screenshot('entry row');
    await row.locator('.actions .action-label[aria-label^="Profile This"]').click();
    const third = await nthRun(folder, 3);
    expect(third?.programs.map(({ name }) => name)).toEqual(['other']);
    expect(third?.targets.map(({ name }) => name)).toEqual(['x86-64', 'x86-64-v3']);

    // The same from the details of a bar.
    await window.palette('Retarget: Show Results');
    const frame = await window.webviewFrame();
    await frame.locator('.row-button').last().click();
    await frame.locator('dialog button.again').waitFor();
    await window.screenshot('entry bar');
    await frame.locator('dialog button.again').click();
    await nthRun(folder, 4);
    await window.close();
  });

  test('ask a program that only starts for its arguments, and remember the program that is chosen', async () => {
    const usage = `#include <stdio.h>
#include <stdlib.h>
int main(int argc, char **argv) {
  if (argc < 2) { fprintf(stderr, "usage: needy COUNT\\n  COUNT  how often to add\\n"); return 2; }
  volatile unsigned sum = 0;
  for (int i = 0; i < atoi(argv[1]); i++) sum += i;
  printf("%u\\n", sum);
  return 0;
}
`;
    // Another folder at each try: what is kept in one would be found again.
    const folder = await project(await mkdtemp(join(host.scratch, 'needy-')), {
      'needy.c': usage,
      'second.c': WORK.replace('#include "part.h"\n', '').replace('part(20000000)', '1u'),
    });
    const window = await host.open({ path: folder });
    const { page } = window;
    await window.palette('Retarget: Profile Build for CPU Targets');
    await window.pick('main function in needy.c');
    await window.accept();
    await window.quickRow('usage: needy COUNT').waitFor({ timeout: 60_000 });
    await window.typeIntoQuickInput('30000000');
    await window.quickRow('Profile with 30000000').waitFor();
    await window.screenshot('entry arguments');
    await page.keyboard.press('Enter');
    const run = await nthRun(folder, 1);
    expect(run?.programs.map(({ name }) => name)).toEqual(['needy']);
    expect(await readFile(join(folder, 'retarget.json'), 'utf8')).toContain(
      '"benchmarks": [{ "args": ["30000000"] }]',
    );
    const status = await window.statusBarItem('All programs');
    await status.click();
    await window.quickRow('needy').first().waitFor();
    await window.screenshot('entry select program');
    await window.pick('needy');
    await window.statusBarItem('needy');
    await window.screenshot('entry program in the status bar');
    // VS Code writes what extensions keep every five seconds; a page that is loaded again would lose it until then.
    await sleep(6000);
    await window.reload();
    await window.statusBarItem('needy');
    await window.close();
  });
});

async function openFile(window: EditorWindow, name: string): Promise<void> {
  await window.openSidebar('Explorer');
  const src = await window.treeRow('src');
  if ((await src.getAttribute('aria-expanded')) === 'false') await src.click();
  const row = await window.treeRow(name);
  await row.dblclick();
  await window.tab(name);
}
