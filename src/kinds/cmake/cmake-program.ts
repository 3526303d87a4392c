// From a reply to what a program needs to know: which configuration, which executable, and what stands in its way.
import { dirname, resolve } from 'node:path';
import { FailureError } from '../../model/failure.ts';
import type { Benchmark } from '../../model/program.ts';
import type { Warning } from '../../model/run.ts';
import { defaultBenchmark } from '../../config/benchmarks.ts';
import { quoteCommand } from '../../text/argv-text.ts';
import type { Complaint } from '../../config/messages.ts';
import { nearest } from '../../config/nearest.ts';
import { prebuiltWarning } from '../prebuilt-code.ts';
import type { LinkedAsIs } from '../prebuilt-code.ts';
import type { ProgramParts } from '../program-parts.ts';
import { isOwnFolder } from './build-folders.ts';
import { BuildTree } from './build-tree.ts';
import { configuredWarning, refuseOtherSystem } from './configured-compilers.ts';
import { ctestTests } from './ctest-file.ts';
import { executableParts } from './executable-parts.ts';
import type { ExecutableParts } from './executable-parts.ts';
import { asBuiltWarning, debugWarning, isOptimised, outdatedWarning } from './folder-warnings.ts';
import { usesGoogleBenchmark } from './google-benchmark.ts';
import { configurationUnknown } from './messages/folder.ts';
import * as say from './messages/program.ts';
import { modulesByPath } from './modules-by-path.ts';
import type { CmakeReply } from './reply.ts';
import type { CmakeConfiguration, CmakeTarget } from './reply-schema.ts';
import { optionsAdvice } from './switched-off.ts';
import type { Obstacles } from './target-units.ts';
import { leftOutTests, testBenchmarks, withUnbuilt } from './test-benchmarks.ts';
import { refuseUnclaimed } from './unclaimed-libraries.ts';
import { unusedPresets, unusedPresetsWarning } from './unused-presets.ts';

export interface AskedTarget {
  readonly target: string;
  readonly configuration?: string | undefined;
  /** For CMake, where Retarget makes the build folder. */
  readonly options?: readonly string[] | undefined;
}

/** How a word of the configuration is refused. */
export type Refuse = (key: 'target' | 'configuration', words: Complaint) => FailureError;

export interface CmakeProgram {
  readonly parts: ProgramParts;
  /** Absolute paths of files that the build generates and that are not there yet: nothing can be built before. */
  readonly ungenerated: readonly string[];
  /** Those and the ones that are there. */
  readonly generated: readonly string[];
  readonly tree: BuildTree;
}

/**
 * @param directory where the program runs, if CTest does not say.
 * @throws {FailureError} what `refuse` makes of a target or configuration that is not there; `input-missing` and
 * `config-invalid` for sources that are not there or that Retarget does not build; `compile-failed` for another system's.
 */
export async function cmakeProgram(
  reply: CmakeReply,
  asked: AskedTarget,
  directory: string,
  refuse: Refuse,
): Promise<CmakeProgram> {
  const configuration = configurationOf(reply, asked, refuse);
  const target = await executable(reply, configuration, asked, refuse);
  const tree = await BuildTree.around(reply, configuration, target);
  const { obstacles, ...parts } = await executableParts(tree, target);
  const all = [...parts.units, ...parts.libraries.flatMap(({ units }) => units)];
  await refuseOtherSystem(reply, target.name, { units: all, link: parts.link });
  requireBuildable(obstacles, reply);
  const asIs = linkedAsIs(parts, obstacles);
  await refuseUnclaimed(tree, asIs.lines, obstacles.ungenerated);
  const harness = usesGoogleBenchmark(parts.link) ? ('google-benchmark' as const) : undefined;
  const tests =
    harness === undefined
      ? await benchmarksOf(tree, target, directory)
      : { benchmarks: [defaultBenchmark(directory)], warnings: [] };
  return {
    tree,
    ungenerated: [...obstacles.ungenerated],
    generated: [...obstacles.generated],
    parts: {
      ...parts,
      benchmarks: isOwnFolder(reply.build)
        ? withUnbuilt(tests.benchmarks, reply.build)
        : tests.benchmarks,
      ...(harness === undefined ? {} : { harness }),
      ...ownExecutable(tree, target),
      warnings: [
        ...(isOwnFolder(reply.build)
          ? await unusedPresetsWarning(reply.source, asked.options ?? [])
          : []),
        ...(isOptimised(all) ? [] : debugWarning(reply, configuration.name)),
        ...(await outdatedWarning(reply)),
        ...(await configuredWarning(reply, all)),
        ...asBuiltWarning(obstacles),
        ...(await prebuiltWarning(asIs, [reply.source, reply.build])),
        ...modulesByPath(tree, all),
        ...tests.warnings,
      ],
    },
  };
}

/** A build folder within the project leaves programs that look around the project's files. */
function ownExecutable(tree: BuildTree, target: CmakeTarget): Pick<ProgramParts, 'own'> {
  const path = tree.artifactOf(target);
  if (path === undefined) return {};
  const { source, build } = tree.reply;
  const root = [source, build].find((folder) => path.startsWith(`${folder}/`));
  const make = quoteCommand(['cmake', ...buildArgs(tree, [target.name])]);
  return { own: { path, root: root ?? dirname(path), make } };
}

/** All that is linked, without the objects of which another sentence says what they are. */
function linkedAsIs(
  { units, libraries, link }: Omit<ExecutableParts, 'obstacles'>,
  { asBuilt }: Obstacles,
): LinkedAsIs {
  const said = new Set([...asBuilt.values()].map(({ object }) => object));
  const all = [...units, ...libraries.flatMap((library) => library.units)];
  return {
    units: all.filter(({ source }) => !said.has(source)),
    lines: [link, ...libraries.flatMap((library) => library.link ?? [])],
  };
}

/** Whether the build makes anything that units are made of or include. */
export function generates({ generated, tree }: CmakeProgram): boolean {
  return generated.length > 0 || tree.targets.some(({ type }) => type === 'UTILITY');
}

/** What is said where files have yet to be generated and Retarget may not do it. */
export function ungeneratedFailure(
  { ungenerated, tree }: CmakeProgram,
  target: string,
): FailureError {
  const build = ['cmake', ...buildArgs(tree, [target])];
  return new FailureError({
    code: 'input-missing',
    ...say.sourcesNotGenerated({ target, files: ungenerated, build }),
  });
}

export function buildArgs(
  { reply, configuration }: BuildTree,
  targets: readonly string[],
): string[] {
  return [
    ...['--build', reply.build, ...(targets.length === 0 ? [] : ['--target', ...targets])],
    ...(reply.multiConfig ? ['--config', configuration.name] : []),
  ];
}

const PREFERRED = ['release', 'relwithdebinfo', 'minsizerel'];

/** The one that is asked for, or else the one that optimises most. */
export function configurationOf(
  { configurations, build }: Pick<CmakeReply, 'configurations' | 'build'>,
  { configuration: asked }: Pick<AskedTarget, 'configuration'>,
  refuse: Refuse,
): CmakeConfiguration {
  const called = (name: string): CmakeConfiguration | undefined =>
    configurations.find((each) => each.name.toLowerCase() === name.toLowerCase());
  const found =
    asked === undefined
      ? (PREFERRED.map(called).find((each) => each !== undefined) ?? configurations[0])
      : called(asked);
  if (found !== undefined) return found;
  const names = configurations.map(({ name }) => name).filter((name) => name !== '');
  throw refuse('configuration', configurationUnknown({ build, name: asked ?? '', names }));
}

async function executable(
  reply: CmakeReply,
  configuration: CmakeConfiguration,
  { target: name, options }: AskedTarget,
  refuse: Refuse,
): Promise<CmakeTarget> {
  const reference = configuration.targets.find((each) => each.name === name);
  const target = reference === undefined ? undefined : await reply.target(reference);
  if (target?.type === 'EXECUTABLE') return target;
  const others = await executableNames(reply, configuration);
  const isOwn = isOwnFolder(reply.build);
  throw refuse(
    'target',
    say.targetUnknown({
      ...{ build: reply.build, name, type: target?.type },
      ...{ near: nearest(name, others), executables: others },
      options: await optionsAdvice(reply.source, isOwn ? undefined : reply.build),
      presets: isOwn ? await unusedPresets(reply.source, options) : undefined,
    }),
  );
}

/**
 * Names of a configuration's executables, in CMake's order, found without reading more than their ends.
 * @throws {FailureError} where a target's file is missing or not whole.
 */
export async function executableNames(
  reply: CmakeReply,
  { targets }: CmakeConfiguration,
): Promise<string[]> {
  const names: string[] = [];
  for (const reference of targets) {
    const text = await reply.targetText(reference);
    // A file that ends otherwise is half written, or another CMake's: it is read whole.
    const type =
      /"type"\s*:\s*"(?<type>[A-Z_]+)"\s*\}\s*$/u.exec(text)?.groups?.['type'] ??
      (await reply.target(reference)).type;
    if (type === 'EXECUTABLE') names.push(reference.name);
  }
  return names;
}

async function benchmarksOf(
  tree: BuildTree,
  target: CmakeTarget,
  directory: string,
): Promise<{ readonly benchmarks: readonly Benchmark[]; readonly warnings: readonly Warning[] }> {
  const path = resolve(tree.reply.build, target.artifacts[0]?.path ?? target.name);
  const tests = await ctestTests(tree.reply.build, tree.configuration.name);
  const benchmarks = testBenchmarks(tests, path);
  return {
    benchmarks: benchmarks.length === 0 ? [defaultBenchmark(directory)] : benchmarks,
    warnings: await leftOutTests(tests, path),
  };
}

function requireBuildable({ refused, missing }: Obstacles, { build }: CmakeReply): void {
  if (refused.size > 0) {
    throw new FailureError({
      code: 'config-invalid',
      ...say.sourcesNotBuilt({ sources: [...refused.values()], build }),
    });
  }
  if (missing.size > 0) {
    throw new FailureError({
      code: 'input-missing',
      ...say.sourcesMissing({ sources: [...missing], build }),
    });
  }
}
