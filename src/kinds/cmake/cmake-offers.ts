// What CMake has to offer in a folder: the executables of its build folder, or those that its CMakeLists.txt name.
import { basename, join, relative } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { FailureError } from '../../model/failure.ts';
import { failureOf } from '../../model/failure-of.ts';
import { kindOf } from '../../config/inputs.ts';
import type { Offer } from '../offer.ts';
import { findBuildFolder, ownFolder } from './build-folders.ts';
import type { BuildFolder } from './build-folders.ts';
import { BuildTree } from './build-tree.ts';
import { buildArgs, configurationOf, executableNames } from './cmake-program.ts';
import { ctestTests } from './ctest-file.ts';
import type { CtestTest } from './ctest-file.ts';
import { buildTypeNote } from './folder-warnings.ts';
import { fragmentWords } from './fragments.ts';
import { usesGoogleBenchmark } from './google-benchmark.ts';
import { madeWith } from './made-with.ts';
import { notOptimized } from './messages/folder.ts';
import * as say from './messages/offers.ts';
import { inOrder, type PlacedOffer } from './offer-order.ts';
import { optionsAdvice } from './switched-off.ts';
import { readReply } from './reply.ts';
import type { CmakeReply } from './reply.ts';
import type { CmakeConfiguration, CmakeTarget } from './reply-schema.ts';
import { LISTS_FILE } from '../build-description.ts';
import { namedExecutables } from './scan-lists.ts';
import { generatedFiles } from './target-units.ts';
import { testBenchmarks } from './test-benchmarks.ts';
import { unusedPresets } from './unused-presets.ts';

/** Executables that are looked into; of a larger project's others only the names are known. */
const MOST_READ = 40;

/**
 * Nothing is run or written. The likeliest to be wanted come first: benchmarks, then programs, then tests.
 * @param options that CMake is to be given; without them, those that Retarget's own folder was made with
 * @throws {FailureError} `usage` where the project's build folder is the user's, and options are given
 */
export async function cmakeOffers(
  directory: string,
  options?: readonly string[],
): Promise<readonly Offer[]> {
  if ((await kindOf(join(directory, LISTS_FILE))) !== 'file') return [];
  const folder = await findBuildFolder(directory);
  const offers = await offersOf(directory, folder, options);
  return folder?.own === false ? offers : withoutPresets(directory, offers);
}

/** What nobody would notice of a folder that Retarget makes: nothing of the project's presets is in it. */
async function withoutPresets(
  directory: string,
  offers: readonly Offer[],
): Promise<readonly Offer[]> {
  const aside = await unusedPresets(directory, offers[0]?.program.cmake?.options);
  if (aside === undefined) return offers;
  const after = (text: string | undefined): string =>
    text === undefined ? aside : `${text} ${aside}`;
  return offers.map((offer) => ({
    ...offer,
    aside,
    ...(offer.obstacle === undefined
      ? { note: after(offer.note) }
      : { obstacle: after(offer.obstacle) }),
  }));
}

async function offersOf(
  directory: string,
  folder: BuildFolder | undefined,
  options: readonly string[] | undefined,
): Promise<readonly Offer[]> {
  if (folder === undefined) {
    return unconfigured({ directory, build: ownFolder(directory), how: 'configured', options });
  }
  const made = await madeWith(folder.path);
  if (options !== undefined && !isDeepStrictEqual(made, options)) {
    if (!folder.own) throw refusedOptions(folder, options);
    return unconfigured({ directory, build: folder.path, how: 'configured', options });
  }
  const place: Place = { directory, build: folder.path, how: 'asked', options: made };
  try {
    const reply = await readReply(folder.path);
    if (reply !== undefined) return await configured(place, folder, reply);
    return (await unconfigured(place)).map((offer) => withBuildType(offer, folder));
  } catch (error) {
    // Whatever is damaged, nothing else of the folder may be taken in the place of what CMake would say.
    const obstacle = obstacleOf(error);
    const offers = await unconfigured(place);
    return offers.map(({ kind, name, why, program }) => ({
      kind,
      name,
      why,
      program,
      ...obstacle,
    }));
  }
}

function obstacleOf(error: unknown): Pick<Offer, 'obstacle' | 'remedies'> {
  const { message, hint = '', remedies = [] } = failureOf(error);
  return { obstacle: `${message} ${hint}`.trim(), remedies };
}

/** What CMakeCache.txt says of it, where CMake was not asked yet what it builds there. */
function withBuildType(offer: Offer, { source, buildType }: BuildFolder): Offer {
  const { note, obstacle } = offer;
  if (obstacle !== undefined) return offer;
  const type = buildTypeNote(source, buildType);
  return type === undefined ? offer : { ...offer, note: [note, type].join(' ').trim() };
}

/** Where CMake builds the project, what has to be done there first, and with which words. */
interface Place {
  readonly directory: string;
  readonly build: string;
  readonly how: 'configured' | 'asked';
  readonly options: readonly string[] | undefined;
}

function refusedOptions({ path }: BuildFolder, options: readonly string[]): FailureError {
  return new FailureError({
    code: 'usage',
    ...say.optionsWouldChange({ options, build: path }),
    place: { file: path },
  });
}

function programOf(name: string, options: readonly string[] = []): Offer['program'] {
  return {
    name,
    cmake: { target: name, ...(options.length === 0 ? {} : { options: [...options] }) },
  };
}

async function unconfigured(place: Place): Promise<readonly Offer[]> {
  const { directory, build, how, options } = place;
  const executables = await namedExecutables(directory);
  if (executables.length === 0) return [unknownExecutables(place)];
  const where = relative(directory, build);
  const note = how === 'configured' ? say.configuredFirst(where) : say.askedFirst(where);
  return inOrder(
    executables.map(({ name, folder, ofInnerProject }) => ({
      ...{ folder, ofInnerProject },
      offer: {
        kind: 'cmake',
        name,
        why: say.executableOfLists(join(folder, LISTS_FILE)),
        mayMakeMore: true,
        program: programOf(name, options),
        note,
      },
    })),
  );
}

/** Sources beside it would be built without what CMake knows of them: that there is a CMake project has to be said. */
function unknownExecutables({ directory, options }: Place): Offer {
  const name = basename(directory) || 'program';
  return {
    kind: 'cmake',
    name,
    why: say.projectOf(LISTS_FILE),
    mayMakeMore: true,
    program: programOf(name, options),
    ...say.executablesUnknown(LISTS_FILE),
  };
}

/** Examples, tests and benchmarks of a library are often made only where an option says so. */
async function noExecutable(directory: string, folder: BuildFolder): Promise<Offer> {
  const where = relative(directory, folder.path);
  const name = basename(directory) || 'program';
  const { hint, remedies } = await optionsAdvice(directory, folder.own ? undefined : folder.path);
  return {
    kind: 'cmake',
    name,
    why: say.projectIn(where),
    program: programOf(name),
    mayMakeMore: true,
    obstacle: `${say.makesNoExecutable(where)} ${hint}`,
    remedies,
  };
}

async function configured(
  { directory, options }: Place,
  folder: BuildFolder,
  reply: CmakeReply,
): Promise<readonly Offer[]> {
  const configuration = configurationOf(
    reply,
    {},
    () => new Error('no configuration was asked for') as never,
  );
  const executables = await executableNames(reply, configuration);
  if (executables.length === 0) return [await noExecutable(directory, folder)];
  // Of a large project the first ones alone are looked into: those that are shown first.
  const names = inOrder(
    executables.map((name) => ({
      ...placeOf(configuration, name),
      offer: { kind: 'cmake', name, why: '', program: programOf(name) },
    })),
  ).map(({ name }) => name);
  const tests = await ctestTests(reply.build, configuration.name);
  const placed: PlacedOffer[] = [];
  for (const [index, name] of names.entries()) {
    const facts =
      index < MOST_READ ? await factsOf({ folder, reply, configuration, tests }, name) : {};
    const { kind = { tests: 0 }, ...rest } = facts;
    placed.push({
      ...placeOf(configuration, name),
      runs: kind,
      offer: {
        kind: 'cmake',
        name,
        why: say.executableOfFolder({
          kind,
          build: relative(directory, folder.path),
          namedBy: folder.namedBy,
        }),
        program: programOf(name, options),
        ...rest,
      },
    });
  }
  return inOrder(placed);
}

/** Where a target is made. */
function placeOf(
  { directories, targets }: CmakeConfiguration,
  name: string,
): Omit<PlacedOffer, 'offer'> {
  const directory = directories[targets.find((each) => each.name === name)?.directoryIndex ?? 0];
  const source = directory?.source ?? '';
  return {
    folder: source === '.' ? '' : source,
    ofInnerProject: directory?.projectIndex !== directories[0]?.projectIndex,
  };
}

interface Looking {
  readonly folder: BuildFolder;
  readonly reply: CmakeReply;
  readonly configuration: CmakeConfiguration;
  readonly tests: readonly CtestTest[];
}

/** Looks only as far as an offer needs: no unit's flags are cleaned. */
async function factsOf(
  { folder, reply, configuration, tests }: Looking,
  name: string,
): Promise<Pick<Offer, 'note' | 'obstacle' | 'remedies'> & { readonly kind?: say.ExecutableKind }> {
  const reference = configuration.targets.find((each) => each.name === name);
  if (reference === undefined) return {};
  try {
    const target = await reply.target(reference);
    const tree = await BuildTree.around(reply, configuration, target);
    const flags = fragmentWords(target.link?.commandFragments ?? []);
    const path = join(reply.build, target.artifacts[0]?.path ?? name);
    const kind = usesGoogleBenchmark({ flags })
      ? ('google-benchmark' as const)
      : { tests: testBenchmarks(tests, path).length };
    const obstacle = folder.own ? undefined : await ungeneratedWords(tree, name);
    if (obstacle !== undefined) return { kind, obstacle };
    const built = tree.targets.filter((each) => each === target || each.type !== 'EXECUTABLE');
    const { source, multiConfig } = reply;
    return built.some(optimises)
      ? { kind }
      : { kind, note: notOptimized({ source, multiConfig, configuration: configuration.name }) };
  } catch (error) {
    return obstacleOf(error);
  }
}

async function ungeneratedWords(tree: BuildTree, name: string): Promise<string | undefined> {
  const missing: string[] = [];
  for (const target of tree.targets) {
    if (target.type === 'EXECUTABLE' && target.name !== name) continue;
    for (const path of generatedFiles(tree, target)) {
      if ((await kindOf(path)) === 'missing') missing.push(relative(tree.reply.build, path));
    }
  }
  if (missing.length === 0) return undefined;
  return say.notGenerated({
    files: [...new Set(missing)],
    command: ['cmake', ...buildArgs(tree, [name])],
  });
}

function optimises({ compileGroups }: CmakeTarget): boolean {
  return compileGroups.some(({ compileCommandFragments }) =>
    compileCommandFragments.some(({ fragment }) => /(?:^|\s)-O(?!0)/u.test(fragment)),
  );
}
