// The browser that tests look at pages with: a configured one, else an installed Chromium, Chrome or Edge.
import { statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
];

const APPLICATIONS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
];

function windowsPrograms() {
  const roots = ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA']
    .map((name) => process.env[name])
    .filter((root) => root !== undefined);
  return roots.flatMap((root) => [
    join(root, 'Google', 'Chrome', 'Application', 'chrome.exe'),
    join(root, 'Microsoft', 'Edge', 'Application', 'msedge.exe'),
  ]);
}

/**
 * Absolute path of a browser, or undefined. `RETARGET_CHROMIUM` wins where it is set.
 * @returns {string | undefined}
 */
export function findBrowser() {
  const configured = process.env.RETARGET_CHROMIUM;
  if (configured !== undefined && configured !== '') return configured;
  const onPath = (process.env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .flatMap((folder) => NAMES.map((name) => join(folder, name)));
  const elsewhere =
    process.platform === 'darwin'
      ? APPLICATIONS
      : process.platform === 'win32'
        ? windowsPrograms()
        : [];
  return [...onPath, ...elsewhere].find(
    (path) => statSync(path, { throwIfNoEntry: false })?.isFile() === true,
  );
}
