// xz, which tar needs for one of the public projects: installed with apt where it may be; without it that test is skipped.
import { installCommands, packageManager, privilege, runAll } from './packages.mjs';
import { outputOf } from './run.mjs';

export async function ensureXz() {
  if (outputOf('xz', ['--version']) !== undefined || packageManager() !== 'apt') return;
  const before = privilege('apt');
  if (before !== undefined) await runAll(installCommands('apt', ['xz-utils']), before);
}
