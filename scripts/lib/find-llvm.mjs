// Whether this machine has an LLVM that can do the work, looked for where the engine looks.
// The engine's own search (src/toolchain) decides in the end; this one only tells whether to install.
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';

import { outputOf } from './run.mjs';

export const OLDEST_LLVM = 16;

const NAME = /^clang(-\d+)?(\.exe)?$/;

/**
 * The `bin` folders of those in a folder whose names fit.
 * @param {string} parent
 * @param {RegExp} pattern
 */
function versioned(parent, pattern) {
  try {
    return readdirSync(parent)
      .filter((name) => pattern.test(name))
      .map((name) => join(parent, name, 'bin'));
  } catch {
    return [];
  }
}

function folders() {
  return [
    ...(process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== ''),
    ...versioned('/usr/lib', /^llvm-\d+$/),
    ...versioned('/usr/lib/llvm', /^\d+$/),
    ...versioned('/opt/homebrew/opt', /^llvm(@\d+)?$/),
    ...versioned('/usr/local/opt', /^llvm(@\d+)?$/),
    ...versioned('/home/linuxbrew/.linuxbrew/opt', /^llvm(@\d+)?$/),
    '/Library/Developer/CommandLineTools/usr/bin',
  ];
}

function clangs() {
  const found = [];
  for (const folder of folders()) {
    /** @type {string[]} */
    let names = [];
    try {
      names = readdirSync(folder);
    } catch {
      // A PATH entry that does not exist is nobody's error here.
    }
    found.push(...names.filter((name) => NAME.test(name)).map((name) => join(folder, name)));
  }
  return [...new Set(found)];
}

/** @param {string} path */
function isFile(path) {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

/**
 * Whether a tool of its own version stands beside a clang.
 * @param {string} clang
 * @param {number} major
 * @param {string} tool
 */
function hasTool(clang, major, tool) {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const folder = dirname(clang);
  const own = join('/usr/lib', `llvm-${major}`, 'bin');
  return [join(folder, tool), join(folder, `${tool}-${major}`), join(own, tool)].some((path) =>
    isFile(path + suffix),
  );
}

/**
 * Every usable LLVM, newest first: clang with llvm-dis and llvm-objdump of its own version.
 * @returns {{ clang: string, major: number }[]}
 */
export function findLlvm() {
  const usable = [];
  for (const clang of clangs()) {
    const major = Number(/version (\d+)\./.exec(outputOf(clang, ['--version']) ?? '')?.[1]);
    if (!(major >= OLDEST_LLVM)) continue;
    if (!hasTool(clang, major, 'llvm-dis') || !hasTool(clang, major, 'llvm-objdump')) continue;
    usable.push({ clang, major });
  }
  return usable.sort((a, b) => b.major - a.major);
}

/**
 * Whether a compiler finds headers and libraries of a language: it makes a small program.
 * @param {string} clang
 * @param {'c' | 'c++'} language
 */
export function canBuild(clang, language) {
  const folder = mkdtempSync(join(tmpdir(), 'retarget-try-'));
  const program =
    language === 'c'
      ? '#include <stdio.h>\nint main(void) { return puts("") < 0; }\n'
      : '#include <vector>\nint main() { return (int)std::vector<int>().size(); }\n';
  try {
    const args = ['-x', language, '-', '-o', join(folder, 'program')];
    const library =
      language === 'c++' ? [process.platform === 'darwin' ? '-lc++' : '-lstdc++'] : [];
    return outputOf(clang, [...args, ...library], { input: program }) !== undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
