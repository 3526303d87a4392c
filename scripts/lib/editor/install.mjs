// Installs code-server for VS Code's server in it: from the npm registry, with a Node of the version it wants, its
// native modules built here. Into a folder of its own that gets its name last, so that one which is there is whole.
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

import { installCommands, packageManager, privilege, runAll, systemName } from '../packages.mjs';
import { outputOf, run } from '../run.mjs';
import {
  codeServerFolder,
  findInstallation,
  installationFolder,
  installationIn,
  installations,
  nodePackage,
} from './release.mjs';

/** What building the native modules takes, and ripgrep, which older versions would otherwise fetch from GitHub. */
/** @type {Readonly<Partial<Record<import('../packages.mjs').Manager, readonly string[]>>>} */
const PACKAGES = {
  apt: ['make', 'g++', 'python3', 'libkrb5-dev'],
  dnf: ['make', 'gcc-c++', 'python3', 'krb5-devel'],
  zypper: ['make', 'gcc-c++', 'python3', 'krb5-devel'],
  pacman: ['make', 'gcc', 'python', 'krb5'],
};

/** Milliseconds after which what an interrupted installation left is removed. */
const STALE = 24 * 60 * 60 * 1000;

function canBuildModules() {
  return (
    outputOf('make', ['--version']) !== undefined &&
    outputOf('python3', ['--version']) !== undefined &&
    outputOf('g++', ['-fsyntax-only', '-x', 'c++', '-'], {
      input: '#include <vector>\n#include <gssapi/gssapi.h>\n',
    }) !== undefined
  );
}

/** Installs what building takes; a sentence where that cannot be done. */
async function ensureBuildTools() {
  if (canBuildModules()) return undefined;
  const manager = packageManager();
  const packages = manager === undefined ? undefined : PACKAGES[manager];
  if (manager === undefined || packages === undefined) {
    return `Its native modules need make, g++, python3 and Kerberos headers, which cannot be installed on ${systemName()} from here.`;
  }
  const commands = installCommands(manager, packages);
  const before = privilege(manager);
  if (before === undefined) {
    const shown = commands.map((command) => `  sudo ${command.join(' ')}`).join('\n');
    return `Its native modules need packages that only root can install:\n${shown}`;
  }
  if (!(await runAll(commands, before)) || !canBuildModules()) {
    return `Installing ${packages.join(', ')} failed: see the words above.`;
  }
  return undefined;
}

/**
 * The major version of Node that a code-server wants, by its own declaration.
 * @param {string} version
 */
function wantedNode(version) {
  const range = outputOf('npm', ['view', `code-server@${version}`, 'engines.node']);
  return /\d+/.exec(range ?? '')?.[0];
}

/**
 * Runs npm under the Node in `folder`, which is the one that native modules are then built for.
 * @param {string} folder
 * @param {string} cwd
 * @param {readonly string[]} args
 */
function npm(folder, cwd, args) {
  const node = join(folder, 'node', 'node_modules', nodePackage);
  return run('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd,
    env: {
      PATH: [join(node, 'bin'), process.env.PATH ?? ''].join(delimiter),
      // Headers of that Node, whatever this user's npm is set up with.
      npm_config_nodedir: node,
      npm_config_ignore_scripts: 'false',
      npm_config_dangerously_allow_all_scripts: 'true',
      // A script among them calls npx, which would ask.
      npm_config_yes: 'true',
      // An npm that started this script speaks of its own project.
      npm_config_local_prefix: undefined,
      npm_config_prefix: undefined,
      npm_config_user_agent: undefined,
      npm_config_workspaces: undefined,
    },
  });
}

/**
 * Gives older versions the system's ripgrep, since their own is on GitHub; without one they try that.
 * @param {string} vscode folder of the server
 */
async function provideRipgrep(vscode) {
  const wanting = join(vscode, 'node_modules', '@vscode', 'ripgrep');
  if (!existsSync(wanting)) return;
  const find = () =>
    (process.env.PATH ?? '')
      .split(delimiter)
      .map((path) => join(path, 'rg'))
      .find((path) => existsSync(path));
  const before = packageManager() === 'apt' ? privilege('apt') : undefined;
  if (find() === undefined && before !== undefined) {
    await runAll(installCommands('apt', ['ripgrep']), before);
  }
  const found = find();
  if (found === undefined) return;
  await mkdir(join(wanting, 'bin'), { recursive: true });
  await copyFile(found, join(wanting, 'bin', 'rg'));
}

/**
 * A folder that npm takes for a project, whatever is around it.
 * @param {string} folder
 */
async function project(folder) {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{ "private": true }\n');
  return folder;
}

/**
 * The steps, each an npm command; false where one fails.
 * @param {string} folder
 * @param {string} version code-server's
 * @param {string} nodeMajor
 */
async function fill(folder, version, nodeMajor) {
  const node = await project(join(folder, 'node'));
  const server = await project(join(folder, 'server'));
  const vscode = join(codeServerFolder(folder), 'lib', 'vscode');
  const fetchOnly = ['install', '--omit=dev', '--ignore-scripts'];
  const steps = [
    () => npm(folder, node, [...fetchOnly, `${nodePackage}@${nodeMajor}`]),
    () => npm(folder, server, [...fetchOnly, `code-server@${version}`]),
    () => npm(folder, vscode, fetchOnly),
    async () => (await provideRipgrep(vscode), 0),
    () => npm(folder, vscode, ['rebuild']),
    () => npm(folder, join(vscode, 'extensions'), fetchOnly),
  ];
  for (const step of steps) if ((await step()) !== 0) return false;
  const { node: executable, serverMain } = installationIn(folder, version);
  // Its data would otherwise begin in the home folder.
  const data = ['--server-data-dir', join(folder, 'data')];
  return outputOf(executable, [serverMain, '--version', ...data]) !== undefined;
}

/** Removes what installations left that were interrupted long ago. */
async function removeStale() {
  const all = await readdir(installations()).catch(() => []);
  for (const name of all.filter((entry) => entry.startsWith('partial-'))) {
    const folder = join(installations(), name);
    const made = await stat(folder).catch(() => undefined);
    if (made !== undefined && Date.now() - made.mtimeMs > STALE) {
      await rm(folder, { recursive: true, force: true });
    }
  }
}

/**
 * Installs a version. Several processes may do so at once: the first to be ready wins.
 * @param {string} version code-server's
 * @returns {Promise<import('./release.mjs').Installation | { missing: string }>}
 */
export async function installCodeServer(version) {
  /** @param {string} why */
  const failed = (why) => ({
    missing: `VS Code's server (code-server ${version}) could not be installed. ${why}`,
  });
  if (process.platform !== 'linux' || !['x64', 'arm64'].includes(process.arch)) {
    return failed(`It is for Linux on x64 or arm64; this is ${process.platform} ${process.arch}.`);
  }
  const unfit = await ensureBuildTools();
  if (unfit !== undefined) return failed(unfit);
  const nodeMajor = wantedNode(version);
  if (nodeMajor === undefined) {
    return failed('The npm registry does not answer, or has no such version.');
  }
  process.stderr.write(
    `Installing VS Code's server (code-server ${version}, once, some minutes) ...\n`,
  );
  await removeStale();
  const partial = join(installations(), `partial-${randomUUID()}`);
  const folder = installationFolder(version);
  try {
    if (!(await fill(partial, version, nodeMajor))) {
      return failed('See the words above. Is the network there?');
    }
    try {
      await rename(partial, folder);
    } catch (error) {
      if (findInstallation(version) === undefined) throw error;
    }
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
  return installationIn(folder, version);
}
