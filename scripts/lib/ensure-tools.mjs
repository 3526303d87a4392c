// Programs that a few tests need and that come from the system's packages: installed with apt where it may be. Without
// them those tests are skipped, and say so.
import { existsSync } from 'node:fs';

import { installCommands, packageManager, privilege, runAll } from './packages.mjs';
import { outputOf } from './run.mjs';

/** By the program: its package. */
const TOOLS = {
  // tar needs it for one of the public projects.
  xz: 'xz-utils',
  // A second editor for the language server.
  nvim: 'neovim',
  // Projects of their own kind.
  cmake: 'cmake',
  ninja: 'ninja-build',
  // What recorded builds call besides compilers for C.
  ccache: 'ccache',
  gfortran: 'gfortran',
  meson: 'meson',
  mold: 'mold',
  nasm: 'nasm',
};

/** Libraries, by a file of theirs. */
const LIBRARIES = {
  // Real benchmarks to list and to measure.
  '/usr/include/benchmark/benchmark.h': 'libbenchmark-dev',
};

export async function ensureTools() {
  const missing = [
    ...Object.entries(TOOLS).filter(([program]) => outputOf(program, ['--version']) === undefined),
    ...Object.entries(LIBRARIES).filter(([file]) => !existsSync(file)),
  ].map(([, name]) => name);
  if (missing.length === 0 || packageManager() !== 'apt') return;
  const before = privilege('apt');
  if (before !== undefined) await runAll(installCommands('apt', missing), before);
}
