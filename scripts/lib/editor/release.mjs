// Which VS Code the tests run in, and where the one that comes as code-server is kept.
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { userCache } from '../user-cache.mjs';

/** code-server's version, which carries VS Code's: 4.139.1 is VS Code 1.139.1. RETARGET_CODE_SERVER names another. */
const CODE_SERVER = '4.139.1';

export const codeServerVersion = () => process.env.RETARGET_CODE_SERVER || CODE_SERVER;

/**
 * The VS Code in a code-server.
 * @param {string} version code-server's
 */
export const vscodeVersion = (version) => version.replace(/^4\./, '1.');

/** Where installations are. */
export const installations = () => userCache('retarget-editor');

/**
 * @typedef {object} Installation
 * @property {string} version code-server's
 * @property {string} node the Node that it runs on
 * @property {string} serverMain VS Code's own server
 * @property {string} builtInExtensions folder of the extensions that VS Code brings
 */

/** The npm package that brings Node for this system. */
export const nodePackage = `node-${process.platform}-${process.arch}`;

/**
 * An installation in a folder, which may not exist.
 * @param {string} folder
 * @param {string} version
 * @returns {Installation}
 */
export function installationIn(folder, version) {
  const vscode = join(codeServerFolder(folder), 'lib', 'vscode');
  return {
    version,
    node: join(folder, 'node', 'node_modules', nodePackage, 'bin', 'node'),
    serverMain: join(vscode, 'out', 'server-main.js'),
    builtInExtensions: join(vscode, 'extensions'),
  };
}

/** @param {string} folder an installation's */
export const codeServerFolder = (folder) => join(folder, 'server', 'node_modules', 'code-server');

/**
 * The folder of this version's installation.
 * @param {string} version
 */
export const installationFolder = (version) =>
  join(installations(), `code-server-${version}-${process.platform}-${process.arch}`);

/**
 * The installation that is there, or undefined. One that is there is whole: it got its name last.
 * @returns {Installation | undefined}
 */
export function findInstallation(version = codeServerVersion()) {
  const installation = installationIn(installationFolder(version), version);
  return existsSync(installation.serverMain) ? installation : undefined;
}
