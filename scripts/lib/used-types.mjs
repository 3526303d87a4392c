// Leaves out of the extension's bundle the protocol's types that the language client never looks at. The library's CommonJS
// form cannot be shaken, and its ES form only once its namespaces are known to have no side effects.
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import { isInert } from './inert-features.mjs';

const NAMESPACE =
  /^export var (\w+);\n\(function \(\1\) \{\n([\s\S]*?)^\}\)\(\1 \|\| \(\1 = \{\}\)\);$/gm;

/**
 * Every name that follows a dot in the library's own files: more than what is used, never less.
 * @param {string} folder
 */
function namesIn(folder) {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.js'))
    .map((file) => join(folder, file))
    .filter((file) => !isInert(file))
    .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/\.([A-Za-z]+)\b/g)])
    .map(([, name]) => name);
}

/** @type {import('esbuild').Plugin} */
export const usedTypes = {
  name: 'used-types',
  setup(build) {
    const require = createRequire(import.meta.url);
    const client = dirname(require.resolve('vscode-languageclient/package.json'));
    const ofClient = createRequire(join(client, 'package.json'));
    const protocol = dirname(ofClient.resolve('vscode-languageserver-protocol/package.json'));
    const ofProtocol = createRequire(join(protocol, 'package.json'));
    const types = ofProtocol
      .resolve('vscode-languageserver-types')
      .replace(/([\\/])umd([\\/])/, '$1esm$2');
    const folders = ['lib/common', 'lib/node'];
    const used = new Set(
      [...folders.map((folder) => join(client, folder)), join(protocol, 'lib/common')].flatMap(
        namesIn,
      ),
    );
    const text = readFileSync(types, 'utf8');
    const names = [...text.matchAll(/^export (?:var|const|class) (\w+)/gm)].map(([, name]) => name);
    build.onResolve({ filter: /^vscode-languageserver-types$/ }, () => ({
      path: 'vscode-languageserver-types',
      namespace: 'used-types',
    }));
    build.onLoad({ filter: /./, namespace: 'used-types' }, () => ({
      contents: `export { ${names.filter((name) => used.has(name)).join(', ')} } from ${JSON.stringify(types)};`,
      resolveDir: dirname(types),
      loader: 'js',
    }));
    build.onLoad(
      { filter: /[\\/]vscode-languageserver-types[\\/]lib[\\/]esm[\\/]main\.js$/ },
      () => ({
        contents: text.replace(
          NAMESPACE,
          (_, name, body) =>
            `export var ${name} = /* @__PURE__ */ (function (${name}) {\n${body}return ${name};\n})({});`,
        ),
        loader: 'js',
      }),
    );
  },
};
