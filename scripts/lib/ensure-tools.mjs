// Programs that a few tests need and that come from the system's packages: installed with apt where it may be. Without
// them those tests are skipped, and say so.
import { installCommands, packageManager, privilege, runAll } from './packages.mjs';
import { outputOf } from './run.mjs';

/** By the program: its package. */
const TOOLS = {
  // tar needs it for one of the public projects.
  xz: 'xz-utils',
  // A second editor for the language server.
  nvim: 'neovim',
};

export async function ensureTools() {
  const missing = Object.entries(TOOLS)
    .filter(([program]) => outputOf(program, ['--version']) === undefined)
    .map(([, name]) => name);
  if (missing.length === 0 || packageManager() !== 'apt') return;
  const before = privilege('apt');
  if (before !== undefined) await runAll(installCommands('apt', missing), before);
}
