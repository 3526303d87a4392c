// Modules that a program opens by a path into its build folder: what is there is the project's own build's, whatever the target.
import { basename, dirname } from 'node:path';
import type { Unit } from '../../model/program.ts';
import type { Warning } from '../../model/run.ts';
import { readOptions, valuesOf } from '../../flags/options.ts';
import type { BuildTree } from './build-tree.ts';
import { modulesOpenedByPath } from './messages/program.ts';

/** Said where a definition of the program's own sources names the folder of a module, or the module itself. */
export function modulesByPath(tree: BuildTree, units: readonly Unit[]): Warning[] {
  const modules = tree.targets.flatMap((target) =>
    target.type === 'MODULE_LIBRARY' ? (tree.artifactOf(target) ?? []) : [],
  );
  const definitions = new Set(units.flatMap(({ flags }) => valuesOf(readOptions(flags), '-D')));
  const found = modules.flatMap((path) => {
    const [definition] = [...definitions].filter((each) => names(each, path));
    return definition === undefined ? [] : [{ path, name: definition.replace(/=.*$/su, '') }];
  });
  const [first] = found;
  if (first === undefined) return [];
  return [
    {
      code: 'prebuilt-code',
      message: modulesOpenedByPath({
        modules: found.map(({ path }) => basename(path)),
        definition: first.name,
      }),
    },
  ];
}

/** `PLUGINS="/build/plugins"`, `PLUGIN=/build/plugins/one.so`, but not the build folder of another name. */
function names(definition: string, path: string): boolean {
  const words = definition.split(/["'=:;]/u).map((word) => word.replace(/\/+$/u, ''));
  return words.includes(path) || words.includes(dirname(path));
}
