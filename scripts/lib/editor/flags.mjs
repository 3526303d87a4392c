// VS Code's command line, as far as tests use it.
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

/**
 * @typedef {object} EditorFlags
 * @property {string | undefined} folder absolute path of the folder to open
 * @property {string | undefined} workspace absolute path of the .code-workspace file to open
 * @property {string[]} developmentPaths absolute paths of extensions under development
 * @property {string | undefined} testsPath absolute path of the module with the tests' `run`
 * @property {string | undefined} userDataDir
 * @property {string | undefined} extensionsDir
 * @property {readonly string[]} installExtensions .vsix files
 * @property {boolean} trusted whether every workspace is trusted
 */

/**
 * Reads VS Code's flags; those that only desktop VS Code knows are passed over.
 * @param {readonly string[]} argv
 * @returns {EditorFlags}
 */
export function parseEditorFlags(argv) {
  const { values, positionals } = parseArgs({
    args: [...argv],
    strict: false,
    allowPositionals: true,
    options: {
      extensionDevelopmentPath: { type: 'string', multiple: true },
      extensionTestsPath: { type: 'string' },
      'user-data-dir': { type: 'string' },
      'extensions-dir': { type: 'string' },
      'install-extension': { type: 'string', multiple: true },
      'disable-workspace-trust': { type: 'boolean' },
    },
  });
  /** @param {string | boolean | undefined} value */
  const path = (value) => (typeof value === 'string' ? resolve(value) : undefined);
  /** @param {readonly (string | boolean)[]} [all] */
  const paths = (all = []) => all.flatMap((value) => path(value) ?? []);
  const [opened] = positionals;
  const isWorkspace = opened?.endsWith('.code-workspace') === true;
  return {
    folder: isWorkspace ? undefined : path(opened),
    workspace: isWorkspace ? path(opened) : undefined,
    developmentPaths: paths(values.extensionDevelopmentPath),
    testsPath: path(values.extensionTestsPath),
    userDataDir: path(values['user-data-dir']),
    extensionsDir: path(values['extensions-dir']),
    installExtensions: paths(values['install-extension']),
    trusted: values['disable-workspace-trust'] === true,
  };
}
