// Shared libraries in the build folder that no target of CMake's makes: nothing says how they are built for a target.
import { relative, resolve, sep } from 'node:path';
import { FailureError } from '../../model/failure.ts';
import { linkedFiles, type LinkedAsIs } from '../prebuilt-code.ts';
import { isOwnFolder } from './build-folders.ts';
import type { BuildTree } from './build-tree.ts';
import { librariesUnclaimed } from './messages/program.ts';

const SHARED = /\.(?:so|dylib)(?:\..+)?$/u;
/** Where vcpkg puts what it has built before CMake configures. */
const INSTALLED = /[/\\]vcpkg_installed[/\\]/u;

/**
 * Every variant would load one and the same library, or the system's of that name. Archives are part of each variant, and a
 * folder that holds the sources too may hold libraries that were brought along: of these a warning is enough.
 * @param lines of a program and its libraries, without what CMake's targets make
 * @param ungenerated absolute paths of files that they name and that are not there yet
 * @throws {FailureError} `config-invalid`
 */
export async function refuseUnclaimed(
  tree: BuildTree,
  lines: LinkedAsIs['lines'],
  ungenerated: Iterable<string>,
): Promise<void> {
  const { build, source } = tree.reply;
  if (`${source}${sep}`.startsWith(`${build}${sep}`)) return;
  const files = [...ungenerated];
  const toCome = madeByCommands(tree);
  for (const line of lines) files.push(...(await linkedFiles(line, toCome)));
  const found = [...new Set(files)].filter(
    (path) => path.startsWith(`${build}${sep}`) && SHARED.test(path) && !INSTALLED.test(path),
  );
  if (found.length === 0) return;
  const libraries = found.map((path) => relative(build, path)).sort();
  throw new FailureError({
    code: 'config-invalid',
    ...librariesUnclaimed({ libraries, build, source, isOwn: isOwnFolder(build) }),
  });
}

/** What custom commands make, by the rules that CMake lists in its place. */
function madeByCommands({ targets, reply }: BuildTree): ReadonlySet<string> {
  const paths = targets.flatMap(({ sources }) => sources.map(({ path }) => path));
  return new Set(
    paths.flatMap((path) =>
      path.endsWith('.rule') ? [resolve(reply.source, path.slice(0, -'.rule'.length))] : [],
    ),
  );
}
