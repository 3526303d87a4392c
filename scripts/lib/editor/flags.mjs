// VS Code's command line, as far as tests use it.
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

/**
 * @typedef {object} EditorFlags
 * @property {string} [folder] absolute path of the folder to open
 * @property {string} [workspace] absolute path of the .code-workspace file to open
 * @property {string[]} developmentPaths absolute paths of extensions under development
 * @property {string} [testsPath] absolute path of the module with the tests' `run`
 * @property {string} [userDataDir]
 * @property {string} [extensionsDir]
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
  const path = (value) => (typeof value === 'string' ? resolve(value) : undefined);
  const [opened] = positionals;
  const isWorkspace = opened?.endsWith('.code-workspace') === true;
  return {
    folder: isWorkspace ? undefined : path(opened),
    workspace: isWorkspace ? path(opened) : undefined,
    developmentPaths: (values.extensionDevelopmentPath ?? []).map((value) => resolve(value)),
    testsPath: path(values.extensionTestsPath),
    userDataDir: path(values['user-data-dir']),
    extensionsDir: path(values['extensions-dir']),
    installExtensions: (values['install-extension'] ?? []).map((value) => resolve(value)),
    trusted: values['disable-workspace-trust'] === true,
  };
}
