// User settings of editors under test: nothing pops up, nothing is fetched, nothing is sent.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const CALM = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'git.openRepositoryInParentFolders': 'never',
  // A modal question at the start would stand before every test; the banner and the badge still say "Restricted Mode".
  'security.workspace.trust.startupPrompt': 'never',
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'window.restoreWindows': 'none',
  'workbench.enableExperiments': false,
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

/**
 * Where an editor keeps its user settings.
 * @param {string} userDataDir
 */
export const settingsFile = (userDataDir) => join(userDataDir, 'User', 'settings.json');

/**
 * Writes the user settings, on top of the calm ones. An editor that is running takes them over at once.
 * @param {string} userDataDir VS Code's `--user-data-dir`; made where missing
 * @param {Readonly<Record<string, unknown>>} [settings]
 */
export async function writeUserSettings(userDataDir, settings = {}) {
  const file = settingsFile(userDataDir);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify({ ...CALM, ...settings }, undefined, 2)}\n`);
}
