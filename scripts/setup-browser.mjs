// Makes sure that the browser tests have a browser: on Debian and its like the chromium package is installed;
// elsewhere an installed one is looked for. Without one those tests are skipped, and the reason is said.
import { findBrowser } from './lib/find-browser.mjs';
import { isMain } from './lib/is-main.mjs';
import { installCommands, packageManager, privilege, runAll } from './lib/packages.mjs';
import { outputOf } from './lib/run.mjs';

/** Whether apt's `chromium` is a browser: on Ubuntu it is a stub that wants snap, which containers lack. */
function aptHasChromium() {
  const shown = outputOf('apt-cache', ['show', 'chromium']) ?? '';
  return shown.includes('Package: chromium') && !/snap/i.test(shown);
}

/**
 * Installs a browser where none is found and the system lets it.
 * @returns {Promise<string | undefined>} its path, or undefined where there is none
 */
export async function ensureBrowser() {
  const found = findBrowser();
  if (found !== undefined) return found;
  const manager = packageManager();
  const before = manager === undefined ? undefined : privilege(manager);
  if (manager === 'apt' && before !== undefined) {
    const [update = [], install = []] = installCommands('apt', ['chromium']);
    await runAll([update], before);
    if (aptHasChromium()) {
      process.stderr.write('Installing a browser for the browser tests ...\n');
      await runAll([install], before);
    }
  }
  const installed = findBrowser();
  if (installed === undefined) {
    process.stderr.write(
      'No Chromium, Chrome or Edge was found: the browser tests will be skipped.\n' +
        'Install one, or set RETARGET_CHROMIUM to its path.\n',
    );
  }
  return installed;
}

if (isMain(import.meta.url)) {
  const browser = await ensureBrowser();
  if (browser === undefined) process.exitCode = 1;
  else process.stdout.write(`${browser}\n`);
}
