// User settings of editors under test: nothing pops up, nothing is fetched, nothing is sent.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const CALM = {
  'chat.disableAIFeatures': true,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  // A modal question at the start would stand before every test; the banner and the badge still say "Restricted Mode".
  'security.workspace.trust.startupPrompt': 'never',
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'window.restoreWindows': 'none',
  'workbench.enableExperiments': false,
  'workbench.startupEditor': 'none',
  // What moves is drawn anew all the time, without a graphics card.
  'workbench.reduceMotion': 'on',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.tips.enabled': false,
};

/**
 * Writes the user settings, on top of the calm ones, before an editor starts. (VS Code's server does not watch them.)
 * @param {string} userDataDir VS Code's `--user-data-dir`; made where missing
 * @param {Readonly<Record<string, unknown>>} [settings]
 */
export async function writeUserSettings(userDataDir, settings = {}) {
  const folder = join(userDataDir, 'User');
  await mkdir(folder, { recursive: true });
  await writeFile(
    join(folder, 'settings.json'),
    `${JSON.stringify({ ...CALM, ...settings }, undefined, 2)}\n`,
  );
}
