// Programs that a few tests need and that come from the system's packages: installed with apt where it may be. Without
// them those tests are skipped, and say so.
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { findLlvm } from './find-llvm.mjs';
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
  'musl-gcc': 'musl-tools',
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
  if (packageManager() !== 'apt') return;
  missing.push(...missingRuntime());
  if (missing.length === 0) return;
  const before = privilege('apt');
  if (before !== undefined) await runAll(installCommands('apt', missing), before);
}

/** The runtime of profiles, coverage and sanitizers of the LLVM found, where that is the system's own. */
function missingRuntime() {
  const [llvm] = findLlvm();
  if (llvm === undefined) return [];
  const resources = outputOf(llvm.clang, ['-print-resource-dir'])?.trim() ?? '';
  const name = `libclang-rt-${llvm.major}-dev`;
  if (!resources.startsWith('/usr/lib/') || existsSync(join(resources, 'lib', 'linux'))) return [];
  return outputOf('apt-cache', ['show', name]) === undefined ? [] : [name];
}
