// Lets CommonJS libraries in an ES module bundle take what is outside of it (Node's modules, VS Code's) by `import`: no
// `require` has to be made for them in every chunk.
import { isBuiltin } from 'node:module';

/** @type {import('esbuild').Plugin} */
export const requiredModules = {
  name: 'required-modules',
  setup(build) {
    build.onResolve({ filter: /^[\w:/]+$/ }, ({ path, kind }) =>
      kind === 'require-call' && (path === 'vscode' || isBuiltin(path))
        ? { path, namespace: 'required-module' }
        : undefined,
    );
    build.onLoad({ filter: /./, namespace: 'required-module' }, ({ path }) => ({
      contents: `export * from ${JSON.stringify(path)};`,
      loader: 'js',
    }));
  },
};
