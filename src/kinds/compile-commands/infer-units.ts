// Which units of a compile_commands.json make one executable: the unit with its main function, and behind it a library of
// all others that could be needed, from which the linker takes what is.
import { stat } from 'node:fs/promises';
import pLimit from 'p-limit';
import type { Library, LinkWord, Unit } from '../../model/program.ts';
import type { Warning } from '../../model/run.ts';
import { readText } from '../../files/read-text.ts';
import { elfSymbols, type ElfSymbols } from '../../binary/elf-symbols.ts';
import type { CompileCommandsContent } from './compile-commands.ts';
import { withOwnFeatures } from '../../flags/own-features.ts';
import { findMain } from '../find-main.ts';
import { isCOrCpp } from '../../flags/languages.ts';
import { compiledInWays, sourcesInSeveralWays, unneededUnits } from './messages.ts';

export interface InferredUnits {
  /** The one with main, and those that were asked for. */
  readonly units: readonly Unit[];
  /** At most one. */
  readonly libraries: readonly Library[];
  /** Goes in front of the user's link flags. */
  readonly linkWords: readonly LinkWord[];
  readonly warnings: readonly Warning[];
}

/** A unit, and what is known of its functions. */
interface Candidate {
  readonly unit: Unit;
  /** Absolute paths of the objects that the user's own build makes of it. */
  readonly objects: readonly string[];
  /** Of the object that the user's own build made; absent where there is none, or an older one than the source. */
  readonly symbols: ElfSymbols | undefined;
  readonly definesMain: boolean;
}

const LIBRARY = 'libunits.a';
/**
 * Units up to which all are compiled for a target. The objects of the user's build were made for one CPU, and say nothing of
 * what a unit calls under `#ifdef __AVX2__`; beyond this many, compiling what is not needed would take longer than it is worth.
 */
const MOST_COMPILED = 300;
/** Files that are read at once. */
const READERS = 16;

/**
 * The units of the executable whose main function is in `main`; nothing where no unit is made of that source.
 * @param main absolute path of a source.
 * @param always which sources are linked whether or not their functions are needed: units that register themselves.
 */
export async function inferUnits(
  content: CompileCommandsContent,
  main: string,
  always: (source: string) => boolean = () => false,
): Promise<InferredUnits | undefined> {
  const candidates = await candidatesOf(content);
  const [own, ...further] = candidates.filter(({ unit }) => unit.source === main);
  if (own === undefined) return undefined;
  const others = candidates.filter((each) => each.unit.source !== main && !each.definesMain);
  const asked = others.filter(({ unit }) => always(unit.source));
  const rest = others.filter(({ unit }) => !always(unit.source));
  const isCertain = linkedWith(own);
  const needed =
    rest.length > MOST_COMPILED ? neededOf([own, ...asked, ...rest.filter(isCertain)], rest) : rest;
  const certain = sourcesOf(needed.filter(isCertain));
  // Of a source that other targets compile in another way, the first is meant.
  const ordered = [...needed.filter(isCertain), ...needed.filter((each) => !isCertain(each))];
  // Of the others nobody knows whether they are part of it.
  const known = [own, ...asked, ...needed.filter(isCertain)].map(({ unit }) => unit);
  const units = withOwnFeatures(
    ordered.map(({ unit }) => unit),
    known,
  );
  return {
    units: withOwnFeatures(
      [own, ...asked].map(({ unit }) => unit),
      known,
    ),
    libraries:
      units.length === 0
        ? []
        : [
            {
              ...{ name: LIBRARY, units, inferred: true },
              ...(certain.length === 0 ? {} : { certain }),
            },
          ],
    linkWords: units.length === 0 ? [] : [{ library: LIBRARY }],
    warnings: warningsAbout(main, {
      ways: further.length + 1,
      severalWays: repeatedIn(sourcesOf(needed)).filter((source) => !certain.includes(source)),
      unneeded: rest.length - units.length,
    }),
  };
}

/**
 * Whether the project's own build links a unit into one file with `main`: it puts their objects into one target's folder.
 * Nothing is known where `main` is in several targets.
 */
function linkedWith(main: Candidate): (other: Candidate) => boolean {
  const folders = new Set(main.objects.map(targetFolder));
  const [folder] = folders;
  if (folders.size !== 1 || folder === undefined) return () => false;
  return ({ objects }) => objects.some((each) => targetFolder(each) === folder);
}

/** The folder of one target's own objects, as CMake (`CMakeFiles/app.dir`) and Meson (`app.p`) name it. */
function targetFolder(object: string): string | undefined {
  return /^.*\/CMakeFiles\/[^/]+\.dir(?=\/)|^.+\.p(?=\/[^/]+$)/u.exec(object)?.[0];
}

function sourcesOf(candidates: readonly Candidate[]): string[] {
  return candidates.map(({ unit }) => unit.source);
}

function repeatedIn(sources: readonly string[]): string[] {
  return [...new Set(sources.filter((source, at) => sources.indexOf(source) !== at))];
}

function warningsAbout(
  main: string,
  {
    ways,
    severalWays,
    unneeded,
  }: {
    readonly ways: number;
    readonly severalWays: readonly string[];
    readonly unneeded: number;
  },
): Warning[] {
  const messages: string[] = [];
  if (ways > 1) {
    messages.push(compiledInWays({ main, ways }));
  }
  if (severalWays.length > 0) {
    messages.push(sourcesInSeveralWays(severalWays));
  }
  if (unneeded > 0) {
    messages.push(unneededUnits({ main, count: unneeded }));
  }
  return messages.map((message) => ({ code: 'skipped-sources', message }));
}

/** Sources that define main, each once, in the file's order. */
export async function sourcesWithMain(content: CompileCommandsContent): Promise<string[]> {
  const candidates = await candidatesOf(content);
  return [
    ...new Set(candidates.flatMap(({ unit, definesMain }) => (definesMain ? unit.source : []))),
  ];
}

async function candidatesOf({ units, objects }: CompileCommandsContent): Promise<Candidate[]> {
  const limit = pLimit(READERS);
  return Promise.all(
    units.map((unit, index) =>
      limit(async () => {
        const made = objects[index] ?? [];
        const [object] = made;
        const symbols = object === undefined ? undefined : await symbolsOf(object, unit.source);
        const definesMain = symbols?.defined.includes('main') ?? (await saysMain(unit));
        return { unit, objects: made, symbols, definesMain };
      }),
    ),
  );
}

async function symbolsOf(object: string, source: string): Promise<ElfSymbols | undefined> {
  const times = await Promise.all(
    [object, source].map((file) => stat(file).catch(() => undefined)),
  );
  const [built, written] = times.map((facts) => facts?.mtimeMs);
  if (built === undefined || written === undefined || built < written) return undefined;
  return elfSymbols(object);
}

/** Bytes: whole libraries are handed out as one source. */
const LONGEST_SOURCE = 32 * 1024 * 1024;

async function saysMain({ source, language }: Unit): Promise<boolean> {
  if (!isCOrCpp(language)) return false;
  const text = await readText(source, LONGEST_SOURCE).catch(() => '');
  return text.includes('main') && findMain(text) !== undefined;
}

/**
 * Those that the first ones need in the user's own build, what takes the place of their weak definitions, and what these need in
 * turn. All where anything about any is
 * unknown: the linker takes what is needed from them.
 */
function neededOf(first: readonly Candidate[], others: readonly Candidate[]): readonly Candidate[] {
  if ([...first, ...others].some(({ symbols }) => symbols === undefined)) return others;
  const definers = new Map<string, Candidate[]>();
  const overriders = new Map<string, Candidate[]>();
  for (const candidate of others) {
    const { defined = [], weak = [] } = candidate.symbols ?? {};
    for (const name of defined) addTo(definers, name, candidate);
    const givingWay = new Set(weak);
    for (const name of defined) if (!givingWay.has(name)) addTo(overriders, name, candidate);
  }
  const needed = new Set(first);
  // A set is walked in the order of its insertion, also what is added while it is walked.
  for (const { symbols } of needed) {
    for (const name of symbols?.needed ?? []) {
      for (const definer of definers.get(name) ?? []) needed.add(definer);
    }
    for (const name of [...(symbols?.yielding ?? []), ...(symbols?.optional ?? [])]) {
      for (const overrider of overriders.get(name) ?? []) needed.add(overrider);
    }
  }
  return others.filter((candidate) => needed.has(candidate));
}

function addTo(map: Map<string, Candidate[]>, name: string, candidate: Candidate): void {
  const known = map.get(name);
  if (known === undefined) map.set(name, [candidate]);
  else known.push(candidate);
}
