// Desktop VS Code: the one that is named, else one that @vscode/test-electron downloads where it can.
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { outputOf } from '../run.mjs';
import { userCache } from '../user-cache.mjs';

/** Milliseconds without an answer until VS Code's download server counts as out of reach. */
const PATIENCE = 8000;

/**
 * What goes before the executable so that its window has a screen: nothing where there is one, xvfb-run where it
 * is installed, undefined where there is neither.
 * @returns {readonly string[] | undefined}
 */
function screen() {
  if (process.platform !== 'linux') return [];
  if ((process.env.DISPLAY ?? '') !== '' || (process.env.WAYLAND_DISPLAY ?? '') !== '') return [];
  return outputOf('xvfb-run', ['--help']) === undefined ? undefined : ['xvfb-run', '-a'];
}

/**
 * An editor that is started as `executable ...before ...flags`.
 * @param {string} path VS Code's executable
 * @param {readonly string[]} before what `screen` answered
 */
function editor(path, before) {
  const [executable = path, ...rest] = [...before, path];
  return { executable, before: rest, what: `Desktop VS Code: ${path}` };
}

/**
 * The desktop VS Code at a path.
 * @param {string} path
 * @returns {import('../../setup-editor.mjs').Editor | { missing: string }}
 */
export function namedDesktop(path) {
  if (!existsSync(path)) return { missing: `RETARGET_VSCODE names ${path}, which is not there.` };
  const before = screen();
  if (before === undefined) {
    return { missing: `${path} needs a screen: install xvfb (xvfb-run), or set DISPLAY.` };
  }
  return editor(path, before);
}

/**
 * A desktop VS Code from its download server, kept between runs.
 * @param {string} version VS Code's
 * @returns {Promise<import('../../setup-editor.mjs').Editor | { missing: string }>}
 */
export async function downloadedDesktop(version) {
  const before = screen();
  if (before === undefined) return { missing: 'no screen for desktop VS Code, and no xvfb-run' };
  const { downloadAndUnzipVSCode } = await import('@vscode/test-electron');
  const cachePath = userCache(join('retarget-editor', 'desktop'));
  await mkdir(cachePath, { recursive: true });
  try {
    const path = await downloadAndUnzipVSCode({
      version,
      cachePath,
      reporter: { report() {}, error() {} },
      timeout: PATIENCE,
    });
    return editor(path, before);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { missing: `desktop VS Code ${version} could not be downloaded (${why})` };
  }
}
