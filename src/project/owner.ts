// Which programs of a project compile a file, or what lies in a folder: found without running anything.
import { join } from 'node:path';
import { CONFIG_FILE } from '../config/config-schema.ts';
import { kindOf } from '../config/inputs.ts';
import { isHeaderFile } from '../flags/languages.ts';
import type { Offer } from '../kinds/offer.ts';
import { FailureError } from '../model/failure.ts';
import type { Program, Unit } from '../model/program.ts';
import { isInside } from '../text/path-inside.ts';
import { loadConfigFile } from './config-file.ts';
import { findOffers, isReady } from './find-offers.ts';
import { IncludeSearch } from './include-search.ts';
import { kindAt, KINDS, TOOL_KEYS } from './kinds.ts';
import { offeredProject } from './offered-project.ts';
import { placesAbove } from './places-above.ts';

export interface Owner {
  /** Absolute path of the project's folder: what a profile is asked for. */
  readonly directory: string;
  /**
   * Names of the programs of the project that the path belongs to, those that compile it themselves before those that only
   * link a library with it. Empty where the project's build tool has to be asked first.
   */
  readonly programs: readonly string[];
  /** Programs of the project, those included. */
  readonly programCount: number;
  /** Whether retarget.json names all of `programs`. */
  readonly configured: boolean;
}

export interface OwnerOptions {
  /** Absolute paths of folders that a user opened: nothing above them counts. */
  readonly roots?: readonly string[];
  /** What was read of projects, for whoever asks of many files and drops it when something changes. */
  readonly places?: Places;
  readonly signal?: AbortSignal;
}

/** Projects by their folders. */
export type Places = Map<string, Promise<Place>>;

/** Offers that are looked into: of a project with more, the likeliest to be wanted. */
const MOST_OFFERS = 200;

/**
 * Of a file: the nearest project at or above it, one of whose programs compiles it or includes it. Of a folder: the nearest above
 * it, one of whose programs compiles something in it; a folder that is described by itself is its own project.
 * @param path absolute
 * @returns nothing where no project is there, or none has to do with it
 */
export async function ownerOf(
  path: string,
  { roots = [], places: known = new Map() as Places, signal }: OwnerOptions = {},
): Promise<Owner | undefined> {
  const isFolder = (await kindOf(path)) === 'folder';
  if (isFolder && (await isOwnProject(path, known, signal))) return undefined;
  const places: Place[] = [];
  for (const directory of await placesAbove(path, roots)) {
    if (isFolder && directory === path) continue;
    signal?.throwIfAborted();
    const place = await knownPlace(directory, known, signal);
    const found = await programsWith(place, path, isFolder);
    if (found.length > 0) return ownerAt(place, found);
    places.unshift(place);
  }
  // What is only foreseen, the outermost folder says of the whole build: one within may be a part of it.
  for (const place of places) {
    const found = await foreseenWith(place, path, isFolder);
    if (found.length > 0) return ownerAt(place, found);
  }
  const whole = places.find(({ hasTool }) => hasTool);
  return whole?.isUnasked === true ? ownerAt(whole, []) : undefined;
}

/** Whether a folder says by itself what is built in it, and its build tool was asked. */
async function isOwnProject(
  directory: string,
  known: Places,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  if ((await kindOf(join(directory, CONFIG_FILE))) !== 'missing') return true;
  const { programs } = await knownPlace(directory, known, signal);
  return programs.some(({ units }) => units !== undefined);
}

interface Place {
  readonly directory: string;
  readonly programs: readonly Program[];
  /** Names of those that retarget.json has. */
  readonly configured: ReadonlySet<string>;
  /** There is a build tool of the project's own. */
  readonly hasTool: boolean;
  /** It has to be asked before all is known that is built here. */
  readonly isUnasked: boolean;
}

function knownPlace(
  directory: string,
  known: Places,
  signal: AbortSignal | undefined,
): Promise<Place> {
  const before = known.get(directory);
  if (before !== undefined) return before;
  const place = placeAt(directory, signal);
  known.set(directory, place);
  place.catch(() => known.delete(directory));
  return place;
}

async function placeAt(directory: string, signal: AbortSignal | undefined): Promise<Place> {
  const own = await configuredAt(directory, signal);
  const configured = new Set(own.map(({ name }) => name));
  const offers = (await findOffers(directory)).filter(
    ({ kind, name }) => kindAt(kind).says !== 'nothing' && !configured.has(name),
  );
  const offered: Program[] = [];
  for (const offer of offers.filter(isReady).slice(0, MOST_OFFERS)) {
    signal?.throwIfAborted();
    offered.push(...(await programsOf(directory, offer)));
  }
  const ofTools = offers.filter(({ kind }) => TOOL_KEYS.includes(kind));
  return {
    ...{ directory, programs: [...own, ...offered], configured },
    hasTool: ofTools.length > 0,
    isUnasked: ofTools.some((offer) => offer.mayMakeMore === true || !isReady(offer)),
  };
}

async function configuredAt(
  directory: string,
  signal: AbortSignal | undefined,
): Promise<readonly Program[]> {
  const file = join(directory, CONFIG_FILE);
  if ((await kindOf(file)) !== 'file') return [];
  // What is wrong with it is said where it is written.
  return orNothing(loadConfigFile(file, signal));
}

function programsOf(directory: string, offer: Offer): Promise<readonly Program[]> {
  return orNothing(offeredProject(directory, [offer]));
}

async function orNothing(
  project: Promise<{ readonly programs: readonly Program[] }>,
): Promise<readonly Program[]> {
  try {
    return (await project).programs;
  } catch (error) {
    if (error instanceof FailureError) return [];
    throw error;
  }
}

/**
 * The programs of a place that are known to compile the path, or to include a file that none compiles. What retarget.json names is
 * known even if it has to be prepared first.
 */
async function programsWith(
  { directory, programs, configured }: Place,
  path: string,
  isFolder: boolean,
): Promise<readonly Program[]> {
  const isMeant = (source: string): boolean =>
    isFolder ? isInside(path, source) : source === path;
  const itself: Program[] = [];
  const byLibrary: Program[] = [];
  for (const program of programs) {
    const { units = [] } = program;
    const isForeseen = configured.has(program.name) && (await foresees(program, path, isFolder));
    if (isForeseen || units.some(({ source }) => isMeant(source))) itself.push(program);
    else if (unitsOf(program).some(({ source }) => isMeant(source))) byLibrary.push(program);
  }
  if (itself.length > 0) return itself;
  if (byLibrary.length > 0 || isFolder || !isIncludable(path)) return byLibrary;
  const search = new IncludeSearch(directory);
  const including: Program[] = [];
  for (const program of programs) {
    if (await search.includes(unitsOf(program), path)) including.push(program);
  }
  return including;
}

async function foreseenWith(
  { programs }: Place,
  path: string,
  isFolder: boolean,
): Promise<readonly Program[]> {
  const found: Program[] = [];
  for (const program of programs) {
    if (await foresees(program, path, isFolder)) found.push(program);
  }
  return found;
}

/** Of a program that has to be prepared first: whether its kind can tell that it compiles the path. */
async function foresees(
  { preparation }: Program,
  path: string,
  isFolder: boolean,
): Promise<boolean> {
  if (preparation === undefined) return false;
  const kind = KINDS.find(({ key }) => key === preparation.kind);
  const places = (await kind?.foresees?.(preparation)) ?? [];
  return places.some((place) => isInside(place, path) || (isFolder && isInside(path, place)));
}

/** What people include: headers, and text that goes into one. */
function isIncludable(path: string): boolean {
  return isHeaderFile(path) || /\.(?:inc|inl|ipp|tpp|tcc|txx|def|h\+\+|c|cc|cpp|cxx)$/iu.test(path);
}

function unitsOf({ units = [], libraries = [] }: Program): readonly Unit[] {
  return [...units, ...libraries.flatMap((library) => library.units)];
}

function ownerAt({ directory, programs, configured }: Place, found: readonly Program[]): Owner {
  const names = found.map(({ name }) => name);
  return {
    directory,
    programs: names,
    programCount: programs.length,
    configured: names.length > 0 && names.every((name) => configured.has(name)),
  };
}
