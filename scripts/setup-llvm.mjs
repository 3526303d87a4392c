// Makes sure that this machine has an LLVM that builds C and C++, installing the system's own packages where it
// may, and saying exactly what to do where it may not (exit 3).
//
//   node scripts/setup-llvm.mjs                 installs what is missing
//   node scripts/setup-llvm.mjs --dry-run       only says what it would do
//   node scripts/setup-llvm.mjs --version 16    wants exactly this version, whatever else is there
import { parseArgs } from 'node:util';

import { canBuild, findLlvm, OLDEST_LLVM } from './lib/find-llvm.mjs';
import { isMain } from './lib/is-main.mjs';
import { requireNode } from './lib/node-version.mjs';
import {
  clangVersions,
  installCommands,
  packageManager,
  privilege,
  runAll,
  systemName,
} from './lib/packages.mjs';
import { errorOutputOf, outputOf } from './lib/run.mjs';
import { stop, TOOLCHAIN_MISSING } from './lib/stop.mjs';

/** The version that the repository's tests run on: taken where a system offers several. */
const PREFERRED_LLVM = 22;

const PACKAGES = {
  dnf: ['clang', 'lld', 'llvm', 'glibc-devel', 'libstdc++-devel'],
  zypper: ['clang', 'lld', 'llvm', 'glibc-devel', 'libstdc++-devel'],
  pacman: ['clang', 'lld', 'llvm'],
  apk: ['clang', 'lld', 'llvm', 'build-base'],
  brew: ['llvm', 'lld'],
};

const BY_HAND = `Install LLVM ${OLDEST_LLVM} or newer (clang, lld, llvm-dis and llvm-objdump):
  Debian, Ubuntu   see https://apt.llvm.org/ for packages of every version
  macOS            brew install llvm lld        (Homebrew: https://brew.sh/)
  elsewhere        your system's packages, or https://github.com/llvm/llvm-project/releases
and put its bin folder on PATH.`;

/**
 * The best of the versions a system offers: the preferred one, else the newest that is not too old.
 * @param {readonly number[]} versions
 * @returns {number | undefined}
 */
export function chooseVersion(versions) {
  if (versions.includes(PREFERRED_LLVM)) return PREFERRED_LLVM;
  const newest = Math.max(...versions);
  return newest >= OLDEST_LLVM ? newest : undefined;
}

/**
 * The C++ library's package for the GCC that a clang builds against. A clang picks the newest GCC folder, even
 * where only GCC's C half is installed there.
 */
function libstdcxxPackage() {
  const clang = findLlvm()[0]?.clang;
  const words =
    clang === undefined ? undefined : errorOutputOf(clang, ['-v', '-E', '-x', 'c++', '-']);
  const gcc = /^Selected GCC installation: .*\/(\d+)/m.exec(words ?? '')?.[1];
  return gcc === undefined ? [] : [`libstdc++-${gcc}-dev`];
}

/**
 * What to install with apt, whose packages carry their version in their name.
 * @param {number} [wanted] the only version that will do
 */
function aptPackages(wanted) {
  const listing = outputOf('apt-cache', ['search', '--names-only', '^clang-[0-9]+$']) ?? '';
  const offered = clangVersions(listing);
  const version = chooseVersion(
    wanted === undefined ? offered : offered.filter((each) => each === wanted),
  );
  if (version === undefined) return undefined;
  return [
    `clang-${version}`,
    `lld-${version}`,
    `llvm-${version}`,
    'libc6-dev',
    ...libstdcxxPackage(),
  ];
}

/**
 * A usable LLVM that also finds the system's headers and libraries, or undefined.
 * @param {number} [wanted] the only version that will do
 */
function complete(wanted) {
  return findLlvm().find(
    ({ clang, major }) =>
      (wanted === undefined || major === wanted) && canBuild(clang, 'c') && canBuild(clang, 'c++'),
  );
}

/**
 * Installs LLVM where no usable one is found.
 * @param {{ dryRun?: boolean, version?: number }} [options] `version` is the only one that will do
 */
export async function ensureLlvm({ dryRun = false, version } = {}) {
  const found = complete(version);
  if (found !== undefined) {
    if (dryRun) process.stdout.write(`LLVM ${found.major} is there: ${found.clang}\n`);
    return;
  }
  const manager = packageManager();
  if (manager === undefined) stop(`No usable LLVM was found.\n${BY_HAND}`, TOOLCHAIN_MISSING);
  const before = privilege(manager);
  // What apt knows may be nothing yet, or years old: its lists come first.
  if (manager === 'apt' && before !== undefined && !dryRun) {
    await runAll([['apt-get', 'update']], before);
  }
  const packages = manager === 'apt' ? aptPackages(version) : PACKAGES[manager];
  if (packages === undefined) {
    const wanted = version ?? `${OLDEST_LLVM} or newer`;
    stop(`${systemName()} offers no LLVM ${wanted}.\n${BY_HAND}`, TOOLCHAIN_MISSING);
  }
  const commands = installCommands(manager, packages);
  const shown = commands.map((command) => `  ${command.join(' ')}`).join('\n');
  if (dryRun) {
    process.stdout.write(`LLVM is missing or incomplete; would run:\n${shown}\n`);
    return;
  }
  if (before === undefined) {
    stop(
      `No usable LLVM was found, and installing one needs root. Run this, then try again:\n${shown.replace(/^ {2}/gm, '  sudo ')}`,
      TOOLCHAIN_MISSING,
    );
  }
  process.stderr.write('Installing LLVM ...\n');
  const skipUpdate = manager === 'apt' ? commands.slice(1) : commands;
  if (!(await runAll(skipUpdate, before))) {
    stop(`Installing LLVM failed: see the words above.\n${BY_HAND}`, TOOLCHAIN_MISSING);
  }
  if (complete(version) === undefined) {
    stop(
      `The packages were installed, but no usable LLVM was found afterwards.\n${BY_HAND}`,
      TOOLCHAIN_MISSING,
    );
  }
}

if (isMain(import.meta.url)) {
  requireNode();
  const { values } = parseArgs({
    options: { 'dry-run': { type: 'boolean' }, version: { type: 'string' } },
  });
  await ensureLlvm({
    dryRun: values['dry-run'] === true,
    ...(values.version === undefined ? {} : { version: Number(values.version) }),
  });
}
