// A folder that says nothing yet of what to profile, as a person meets it: one pick, and the choice is remembered.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EditorHost, hasEditor } from './editor-host.ts';
import type { EditorWindow } from './editor-window.ts';

const PROFILE = 'Retarget: Profile Build for CPU Targets';
const SOURCE = `#include <stdio.h>
int main(void) {
  unsigned sum = 0;
  for (unsigned i = 0; i < 1000000; i++) sum += i * i;
  printf("%u\\n", sum);
  return 0;
}
`;

async function project(folder: string, files: Readonly<Record<string, string>>): Promise<string> {
  await mkdir(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return folder;
}

/** Goes with the first offer, the project's own build, and its command as it is proposed. */
async function watchBuild(window: EditorWindow): Promise<void> {
  await window.palette(PROFILE);
  await window.quickRow('Watch the build: make -j2').waitFor();
  await window.page.keyboard.press('Enter');
  await commandAsked(window);
  await window.page.keyboard.press('Enter');
}

/** Waits for the box in which the build's command can be changed. */
async function commandAsked(window: EditorWindow): Promise<void> {
  const question = window.page
    .locator('.quick-input-widget')
    .getByText('Command that builds this project');
  await question.waitFor();
}

/** What only starts is asked how it is run. */
async function goOnWithoutArguments(window: EditorWindow): Promise<void> {
  await window.quickRow('Profile without arguments').waitFor({ timeout: 60_000 });
  await window.page.keyboard.press('Enter');
}

describe.skipIf(!hasEditor)('a folder without a configuration', () => {
  let host: EditorHost;

  beforeAll(async () => {
    host = await EditorHost.start();
  });

  afterAll(async () => {
    await host.stop();
  });

  test('offers what it holds, profiles what is marked, and says where that is remembered', async () => {
    const broken = '#error not to be built\nint main(void) { return 0; }\n';
    const folder = await project(join(host.scratch, 'several programs'), {
      'alpha.c': SOURCE,
      'beta.c': broken,
      'gamma.c': SOURCE,
      '$(id) [x](command:y).c': SOURCE,
    });
    const window = await host.open({ path: folder });
    await window.palette(PROFILE);
    await window.quickRow('main function in gamma.c').waitFor();
    // No icon, no link.
    await window.quickRow('$(id) [x](command:y)').waitFor();
    await window.screenshot('offers');
    await window.pick('main function in alpha.c');
    await window.pick('main function in gamma.c');
    await window.screenshot('offers marked');
    await window.accept();
    await window.notification('Saved in retarget.json: alpha, gamma.');
    await window.screenshot('offers remembered');
    await window.notification(/x86-64/);
    await window.answer('Saved in retarget.json', 'Open retarget.json');
    await window.tab('retarget.json');
    await window.screenshot('offers opened');
    const text = await readFile(join(folder, 'retarget.json'), 'utf8');
    expect(text).toContain('"name": "alpha"');
    expect(text).toContain('"name": "gamma"');
    expect(text).not.toContain('beta');
    // What was not chosen can be added.
    await window.palette('Retarget: Create Configuration');
    await window.answer('The folder has 2 more programs.', 'Add a Program...');
    await window.pick('main function in beta.c');
    await window.accept();
    await window.notification('Saved in retarget.json: beta.');
    await window.close();
  });

  test('whose build has to be watched first shows the command, and goes on with what it makes', async () => {
    const folder = await project(join(host.scratch, 'made'), {
      Makefile: 'all: tool other\n%: %.c\n\tcc -O2 -o $@ $<\n',
      'other.c': SOURCE,
      'tool.c': SOURCE,
    });
    const window = await host.open({ path: folder });
    await window.palette(PROFILE);
    await window.quickRow('Watch the build: make -j2').waitFor();
    await window.screenshot('offer of a build');
    // The project's own build is the first.
    await window.page.keyboard.press('Enter');
    await window.page
      .locator('.quick-input-widget')
      .getByText('Command that builds this project')
      .waitFor();
    await window.screenshot('build to watch');
    expect(existsSync(join(folder, 'tool'))).toBe(false);
    await window.page.keyboard.press('Enter');
    await window.quickRow('executable tool of the recorded build').waitFor({ timeout: 60_000 });
    await window.screenshot('what the build makes');
    await window.pick('executable tool of the recorded build');
    await window.accept();
    await window.notification('Saved in retarget.json: tool.');
    await goOnWithoutArguments(window);
    await window.notification(/x86-64/);
    expect(await readFile(join(folder, 'retarget.json'), 'utf8')).toContain('"executable": "tool"');
    await window.close();
  });

  test('whose build is watched shows in the log what it writes, and in a message what it failed of', async () => {
    const folder = await project(join(host.scratch, 'fails'), {
      Makefile:
        'all:\n\t@echo it goes on\n\t@while [ ! -e go ]; do sleep 0.1; done\n\tcc -o tool tool.c\n',
      'tool.c': 'nonsense main(void) { return 0; }\n',
    });
    const window = await host.open({ path: folder });
    await watchBuild(window);
    const watching = await window.notification('Watching make -j2');
    await watching.getByRole('link', { name: 'Show Log' }).click();
    const log = window.page.locator('.part.panel .view-lines');
    await expect.poll(() => log.innerText()).toContain('it\u00a0goes\u00a0on');
    await window.screenshot('build watched');
    await writeFile(join(folder, 'go'), '');
    const failed = await window.notification("The project's own build failed: make -j2");
    await window.screenshot('build failed');
    expect(await failed.innerText()).toMatch(/From its output: tool\.c:1:\d+: error/u);
    expect(await failed.getByRole('button', { name: 'Show Problems' }).count()).toBe(0);
    await window.close();
  });

  test('whose build is up to date can be cleaned and watched again, and is profiled then', async () => {
    const folder = await project(join(host.scratch, 'up to date'), {
      Makefile: 'tool: tool.c\n\tcc -O2 -o $@ $<\nclean:\n\trm -f tool\n',
      'tool.c': SOURCE,
    });
    await promisify(execFile)('make', { cwd: folder });
    const window = await host.open({ path: folder });
    await watchBuild(window);
    const failed = await window.notification('No executable was linked while make -j2 ran.');
    await window.screenshot('build up to date');
    expect(await failed.getByRole('button', { name: 'Create Configuration' }).count()).toBe(0);
    await window.answer('No executable was linked', 'Watch Again...');
    await commandAsked(window);
    const input = window.page.locator('.quick-input-widget input[type="text"]');
    await expect.poll(() => input.inputValue()).toBe('make clean && make -j2');
    await window.page.keyboard.press('Enter');
    await goOnWithoutArguments(window);
    // Of messages that come at once VS Code does not show all.
    await window.notification(/x86-64/);
    expect(await readFile(join(folder, 'retarget.json'), 'utf8')).toContain(
      '["sh", "-c", "make clean && make -j2"]',
    );
    await window.close();
  });
});
