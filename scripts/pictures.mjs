// Takes the pictures of the walkthrough and of the README in a real VS Code, by profiling examples/kernels in it:
//
//   node scripts/pictures.mjs [--budget 30s]
//
// They hold real measurements: nothing else should run on the machine meanwhile.
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';

import { importSource } from './lib/import-source.mjs';
import { repository } from './lib/repository.mjs';
import { stop } from './lib/stop.mjs';
import { ensureEditorServer } from './setup-editor.mjs';

const THEMES = /** @type {const} */ (['dark', 'light']);

/** Large enough to read at the width that the walkthrough gives a picture. */
const VIEWPORT = { width: 1120, height: 720 };

const README_VIEWPORT = { width: 1120, height: 900 };

const TARGETS = '["x86-64-v2", "x86-64-v3", "native"]';

/** Calm windows: nothing that is not the picture's subject. */
const SETTINGS = {
  'breadcrumbs.enabled': false,
  'editor.fontSize': 15,
  'files.autoSave': 'off',
  'editor.lightbulb.enabled': 'off',
  'editor.minimap.enabled': false,
  'window.commandCenter': false,
  'workbench.layoutControl.enabled': false,
};

/** Of WebP, 0 to 1: letters stay sharp, and all pictures together small beside the rest of the package. */
const QUALITY = 0.8;

/** @typedef {import('../test/ui/editor/editor-window.ts').EditorWindow} EditorWindow */
/** @typedef {import('../test/ui/editor/editor-window.ts').ThemeName} ThemeName */

/** Turns a PNG into a WebP: the browser that draws the windows can. */
const TO_WEBP = `async ({ png, quality }) => {
  const bitmap = await createImageBitmap(await (await fetch('data:image/png;base64,' + png)).blob());
  const canvas = document.createElement('canvas');
  canvas.width = bitmap.width;
  canvas.height = bitmap.height;
  canvas.getContext('2d').drawImage(bitmap, 0, 0);
  return canvas.toDataURL('image/webp', quality).split(',')[1];
}`;

/**
 * Keeps a part of a window as a picture.
 * @param {EditorWindow} window
 * @param {string} path in the repository
 * @param {{ x: number, y: number, width: number, height: number }} [clip] without it, all of the window
 */
async function keep(window, path, clip) {
  const png = await window.page.screenshot({ ...(clip === undefined ? {} : { clip }) });
  const blank = await window.page.context().newPage();
  const webp = String(
    await blank.evaluate(
      `(${TO_WEBP})(${JSON.stringify({ png: png.toString('base64'), quality: QUALITY })})`,
    ),
  );
  await blank.close();
  const file = join(repository, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, Buffer.from(webp, 'base64'));
  process.stdout.write(`${path}: ${(Buffer.byteLength(webp, 'base64') / 1000).toFixed(0)} kB\n`);
}

/**
 * Where an element is.
 * @param {import('playwright-core').Locator} locator
 */
async function boxOf(locator) {
  return (await locator.boundingBox()) ?? stop(`${locator.toString()} is not to be seen.`);
}

/**
 * The part of a window around some of its elements.
 * @param {import('playwright-core').Locator} locator
 */
async function around(locator, margin = 12) {
  const { x, y, width, height } = await boxOf(locator);
  const left = Math.max(0, x - margin);
  const top = Math.max(0, y - margin);
  return {
    ...{ x: left, y: top },
    width: Math.min(VIEWPORT.width, x + width + margin) - left,
    height: y + height + margin - top,
  };
}

/**
 * @param {string} name
 * @param {ThemeName} theme
 */
const walkthrough = (name, theme) => `media/walkthrough/${name}-${theme}.webp`;

/**
 * The list of toolchains, open.
 * @param {EditorWindow} window
 * @param {ThemeName} theme
 */
async function toolchainPicture(window, theme) {
  await window.palette('Retarget: Select LLVM Toolchain...');
  await window.quickRow('clang').first().waitFor();
  // Away from what would explain itself under the pointer.
  await window.page.mouse.move(20, VIEWPORT.height - 60);
  await window.page.waitForTimeout(500);
  await keep(
    window,
    walkthrough('toolchain', theme),
    await around(window.page.locator('.quick-input-widget:visible'), 16),
  );
  await window.page.keyboard.press('Escape');
}

/**
 * The configuration in the editor, while a target is chosen.
 * @param {EditorWindow} window
 * @param {ThemeName} theme
 */
async function configurationPicture(window, theme) {
  const { page } = window;
  await (await window.treeRow('retarget.json')).dblclick();
  await window.tab('retarget.json');
  await page.locator('.view-line').filter({ hasText: '"targets"' }).first().click();
  await page.keyboard.press('End');
  // Inside the list's last bracket, which a comma follows.
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.type(', "znver');
  await page.keyboard.press('ControlOrMeta+Space');
  await page.locator('.suggest-widget.visible .monaco-list-row').nth(2).waitFor();
  await page.waitForTimeout(500);
  const { x, y } = await boxOf(page.locator('.part.editor'));
  await keep(window, walkthrough('configuration', theme), { x, y, width: 760, height: 460 });
  await page.keyboard.press('Escape');
  await window.palette('File: Revert File');
  await window.palette('View: Close All Editors');
}

/**
 * Without what is around it: a walkthrough shows pictures small.
 * @param {EditorWindow} window
 */
const editorPart = (window) => around(window.page.locator('.part.editor'), 0);

/**
 * The profile under way: its notification, its chart.
 * @param {EditorWindow} window
 * @param {ThemeName} theme
 */
async function profilePicture(window, theme) {
  await window.setTheme(theme);
  await window.page.waitForTimeout(1000);
  await keep(window, walkthrough('profile', theme), await editorPart(window));
}

/**
 * The chart.
 * @param {EditorWindow} window
 * @param {ThemeName} theme
 */
async function resultsPicture(window, theme) {
  await window.setTheme(theme);
  await window.page.waitForTimeout(1000);
  await keep(window, walkthrough('results', theme), await editorPart(window));
}

/**
 * Runs the profile that the pictures show, and takes those that need it.
 * @param {EditorWindow} window
 */
async function profile(window) {
  await window.palette('Retarget: Profile Build for CPU Targets');
  await window.statusBarItem('Measuring');
  await window.palette('Retarget: Show Results');
  const page = await window.webviewFrame();
  await page.locator('canvas').first().waitFor();
  await window.statusBarItem(/Measuring (?:bits|sha256)/);
  for (const theme of THEMES) await profilePicture(window, theme);
  const running = window.page.locator('.statusbar-item').filter({ hasText: / %|Preparing/ });
  await running.waitFor({ state: 'hidden', timeout: 600_000 });
  await window.palette('Notifications: Clear All Notifications');
  for (const theme of THEMES) await resultsPicture(window, theme);
}

/**
 * Room for what stands beside names.
 * @param {EditorWindow} window
 * @param {number} by pixels
 */
async function widenSidebar({ page }, by) {
  const { x, y, width } = await boxOf(page.locator('.part.sidebar'));
  await page.mouse.move(x + width + 2, y + 300);
  await page.mouse.down();
  await page.mouse.move(x + width + 2 + by, y + 300, { steps: 5 });
  await page.mouse.up();
}

/**
 * The README's: the side bar alone, in a dark theme; the panel alone, in a light one.
 * @param {EditorWindow} window
 */
async function readmePictures(window) {
  const { page } = window;
  await page.setViewportSize(README_VIEWPORT);
  await window.setTheme('dark');
  await widenSidebar(window, 100);
  const results = await window.view('Results');
  const twisties = results.locator('.monaco-tl-twistie.collapsed');
  await twisties.first().click();
  await window.treeRow('bits', results);
  const bits = results.locator('.monaco-list-row').filter({ hasText: 'bits' });
  await bits.locator('.monaco-tl-twistie').click();
  await window.treeRow('native', results);
  await page.mouse.move(README_VIEWPORT.width - 20, README_VIEWPORT.height - 60);
  await page.waitForTimeout(1000);
  const sidebar = await around(page.locator('.part.sidebar'), 0);
  await keep(window, 'docs/images/sidebar.webp', sidebar);
  await window.setTheme('light');
  await page.keyboard.press('ControlOrMeta+b');
  await page.waitForTimeout(1000);
  await keep(window, 'docs/images/panel.webp');
}

const { values } = parseArgs({ options: { budget: { type: 'string', default: '30s' } } });
const editor = await ensureEditorServer();
if ('missing' in editor) stop(editor.missing);
const { buildAll } = await import('./build.mjs');
await buildAll();
/** @type {typeof import('../test/ui/editor/editor-host.ts')} */
const { EditorHost } = await importSource('test/ui/editor/editor-host.ts');
const host = await EditorHost.start({ settings: SETTINGS });
try {
  const project = join(host.scratch, 'kernels');
  await cp(join(repository, 'examples', 'kernels'), project, { recursive: true });
  const file = join(project, 'retarget.json');
  const text = await readFile(file, 'utf8');
  await writeFile(
    file,
    text
      .replace(/"budget": "[^"]*"/, `"budget": "${values.budget}"`)
      .replace('{\n', `{\n  "baseline": "x86-64",\n  "targets": ${TARGETS},\n`),
  );
  const window = await host.open({ path: project, viewport: VIEWPORT });
  for (const theme of THEMES) {
    await window.setTheme(theme);
    await toolchainPicture(window, theme);
    await configurationPicture(window, theme);
  }
  await window.openSidebar('Retarget');
  await profile(window);
  await readmePictures(window);
} finally {
  await host.stop();
}
