// The system's package manager: which one it is, whether it may be used, and how it installs.
import { readFileSync } from 'node:fs';

import { outputOf, run } from './run.mjs';

/** @typedef {'apt' | 'dnf' | 'pacman' | 'apk' | 'zypper' | 'brew'} Manager */

/**
 * The name of this system's package manager, or undefined where none of ours is here.
 * @returns {Manager | undefined}
 */
export function packageManager() {
  /** @type {[Manager, program: string][]} */
  const candidates =
    process.platform === 'darwin'
      ? [['brew', 'brew']]
      : process.platform === 'linux'
        ? [
            ['apt', 'apt-get'],
            ['dnf', 'dnf'],
            ['zypper', 'zypper'],
            ['pacman', 'pacman'],
            ['apk', 'apk'],
          ]
        : [];
  return candidates.find(([, program]) => outputOf(program, ['--version']) !== undefined)?.[0];
}

/** The system's own name for itself, such as `Debian GNU/Linux 12 (bookworm)`. */
export function systemName() {
  try {
    const release = readFileSync('/etc/os-release', 'utf8');
    return /^PRETTY_NAME="?([^"\n]*)"?$/m.exec(release)?.[1] ?? process.platform;
  } catch {
    return process.platform;
  }
}

/**
 * What goes before a command that changes the system: nothing for root (or for Homebrew, which refuses root),
 * sudo where it asks for no password; undefined where this user may not.
 * @param {string} manager
 * @returns {readonly string[] | undefined}
 */
export function privilege(manager) {
  if (manager === 'brew' || process.getuid?.() === 0) return [];
  return outputOf('sudo', ['-n', 'true']) === undefined ? undefined : ['sudo', '-n'];
}

/**
 * The commands that install packages, in order, each as argv.
 * @param {string} manager
 * @param {readonly string[]} packages
 * @returns {string[][]}
 */
export function installCommands(manager, packages) {
  switch (manager) {
    case 'apt':
      return [
        ['apt-get', 'update'],
        ['apt-get', 'install', '-y', '--no-install-recommends', ...packages],
      ];
    case 'dnf':
      return [['dnf', 'install', '-y', ...packages]];
    case 'zypper':
      return [['zypper', '--non-interactive', 'install', ...packages]];
    case 'pacman':
      return [['pacman', '-Sy', '--needed', '--noconfirm', ...packages]];
    case 'apk':
      return [['apk', 'add', '--no-cache', ...packages]];
    case 'brew':
      return [['brew', 'install', ...packages]];
    default:
      return [];
  }
}

/**
 * Runs commands one after the other until one fails.
 * @param {readonly (readonly string[])[]} commands
 * @param {readonly string[]} before what `privilege` answered
 * @returns {Promise<boolean>} whether all succeeded
 */
export async function runAll(commands, before) {
  for (const command of commands) {
    const [program = '', ...args] = [...before, ...command];
    process.stderr.write(`$ ${[program, ...args].join(' ')}\n`);
    // apt asks questions on a terminal unless it is told not to; sudo would drop the variable, apt's -y then suffices.
    const code = await run(program, args, { env: { DEBIAN_FRONTEND: 'noninteractive' } });
    if (code !== 0) return false;
  }
  return true;
}

/**
 * The numbers NN of every `clang-NN` in what `apt-cache search --names-only` printed, newest first.
 * @param {string} listing
 */
export function clangVersions(listing) {
  return [...listing.matchAll(/^clang-(\d+) - /gm)].map((m) => Number(m[1])).sort((a, b) => b - a);
}
