// Leaves out of the extension's bundle what vscode-languageclient brings for servers of other kinds (rename, notebooks,
// semantic tokens, ...): it registers every feature it has, and a CommonJS library cannot be shaken. In their place stands
// a feature that never does anything. What our server answers is not in the list; the tests in the editor would notice.

import { join } from 'node:path';

const LEFT_OUT = [
  'callHierarchy',
  'colorProvider',
  'declaration',
  'definition',
  'diagnostic',
  'documentHighlight',
  'documentLink',
  'documentSymbol',
  'fileOperations',
  'foldingRange',
  'formatting',
  'implementation',
  'inlayHint',
  'inlineCompletion',
  'inlineValue',
  'linkedEditingRange',
  'notebook',
  'reference',
  'rename',
  'selectionRange',
  'semanticTokens',
  'signatureHelp',
  'textDocumentContent',
  'typeDefinition',
  'typeHierarchy',
  'workspaceSymbol',
];

/** Progress that a server begins: ours hands it to editors of other kinds, whose commands it serves itself. */
const OF_OTHER_EDITORS = ['progress', 'progressPart'];

const FEATURES = new RegExp(
  `[\\\\/]vscode-languageclient[\\\\/]lib[\\\\/]common[\\\\/](${[...LEFT_OUT, ...OF_OTHER_EDITORS].join('|')})\\.js$`,
);

/** The same features' messages. */
const MESSAGES = new RegExp(
  `[\\\\/]vscode-languageserver-protocol[\\\\/]lib[\\\\/]common[\\\\/]protocol\\.(${[...LEFT_OUT, 'moniker'].join('|')})\\.js$`,
);

/**
 * Whether a file of the libraries is left out.
 * @param {string} file
 */
export const isInert = (file) => FEATURES.test(file) || MESSAGES.test(file);

/** Only compares VS Code's version with the library's oldest, which is older than the manifest's. */
const VERSIONS = /[\\/]semver[\\/]functions[\\/](parse|satisfies)\.js$/;

/** Cancelling through shared memory, which nobody asks for. */
const SHARED_MEMORY = /[\\/]vscode-jsonrpc[\\/]lib[\\/]common[\\/]sharedArrayCancellation\.js$/;

/** Written before Node had it. */
const UUID = /[\\/]vscode-languageclient[\\/]lib[\\/]common[\\/]utils[\\/]uuid\.js$/;

/** Ends a server that does not end by itself, with a shell script of the library's that is not in the bundle. */
const PROCESSES = /[\\/]vscode-languageclient[\\/]lib[\\/]node[\\/]processes\.js$/;

const INERT = `
class InertFeature {
  fillClientCapabilities() {}
  initialize() {}
  getState() { return { kind: 'static' }; }
  clear() {}
}
module.exports = new Proxy({}, { get: (_, name) => (name === '__esModule' ? true : InertFeature) });
`;

/** @type {import('esbuild').Plugin} */
export const inertFeatures = {
  name: 'inert-features',
  setup(build) {
    // All of them are one and the same file.
    build.onResolve({ filter: /^\.{1,2}\/[\w./]+$/ }, ({ path, resolveDir }) =>
      isInert(`${join(resolveDir, path)}.js`) ? { path: 'inert', namespace: 'inert' } : undefined,
    );
    build.onLoad({ filter: /./, namespace: 'inert' }, () => ({ contents: INERT, loader: 'js' }));
    build.onLoad({ filter: PROCESSES }, () => ({
      contents: "exports.terminate = (server) => server.kill('SIGKILL');",
      loader: 'js',
    }));
    build.onLoad({ filter: UUID }, () => ({
      contents: "exports.generateUuid = require('node:crypto').randomUUID;",
      loader: 'js',
    }));
    build.onLoad({ filter: SHARED_MEMORY }, () => ({ contents: '', loader: 'js' }));
    build.onLoad({ filter: VERSIONS }, () => ({
      contents: 'module.exports = () => true;',
      loader: 'js',
    }));
  },
};
