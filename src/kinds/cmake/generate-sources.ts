// Lets the build tool make what a program's sources and headers are generated from, in a build folder of Retarget's own.
import { relative } from 'node:path';
import type { PrepareContext } from '../program-parts.ts';
import type { BuildTree } from './build-tree.ts';
import type { CmakeRun, CmakeRunner } from './cmake-runner.ts';
import { buildArgs } from './cmake-program.ts';
import type { CmakeProgram } from './cmake-program.ts';
import { generating } from './messages/folder.ts';

/** @throws {FailureError} `compile-failed`, with the build tool's last words. */
export async function generateSources(
  { tree, generated }: CmakeProgram,
  target: string,
  { onStep }: PrepareContext,
  cmake: CmakeRunner,
): Promise<void> {
  const { build, source, generator } = tree.reply;
  const run: CmakeRun = { task: { kind: 'generate', build, target }, source };
  const steps = tree.targets.filter(({ type }) => type === 'UTILITY').map(({ name }) => name);
  const filesOfNinja = async (): Promise<string[]> =>
    generated.length === 0
      ? []
      : madeByNinja(tree, generated, await cmake.run(listArgs(tree), run));
  // Ninja makes single files; with others the whole program has to be built, its own objects too.
  const asked = generator.startsWith('Ninja') ? [...steps, ...(await filesOfNinja())] : [target];
  if (asked.length === 0) return;
  onStep(generating(relative(source, build)));
  await cmake.run(buildArgs(tree, asked), run);
}

/** Has Ninja list every file that it has a rule for: `gen/made.c: CUSTOM_COMMAND`. */
function listArgs(tree: BuildTree): string[] {
  return [...buildArgs(tree, []), '--', '-t', 'targets', 'all'];
}

/**
 * The files that Ninja can make, by the names that it has for them. It refuses any other, also one that is there: what
 * `file(GENERATE)` and `configure_file` write is generated, but by CMake itself when it configures.
 */
function madeByNinja({ reply }: BuildTree, files: readonly string[], list: string): string[] {
  const known = new Set(list.split('\n').map((line) => line.slice(0, line.lastIndexOf(': '))));
  return files.flatMap((path) => {
    const name = [relative(reply.build, path), path].find((each) => known.has(each));
    return name ?? [];
  });
}
