// The door: a path that a user names, and the project it stands for.
import { basename, dirname, extname, join, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { FailureError } from '../model/failure.ts';
import type { KindKey } from '../model/program.ts';
import { isRustSource } from '../kinds/rust-sources.ts';
import { rustAdvice } from '../kinds/messages.ts';
import { defaultBenchmark } from '../config/benchmarks.ts';
import {
  COMPILE_COMMANDS_FILE,
  readCompileCommands,
} from '../kinds/compile-commands/compile-commands.ts';
import { OPTIMISED } from '../flags/default-flags.ts';
import { withOwnFeatures } from '../flags/own-features.ts';
import { offersIn } from '../kinds/compile-commands/compile-commands-offers.ts';
import { loadConfigFile, writtenPrograms } from './config-file.ts';
import { CONFIG_FILE } from '../config/config-schema.ts';
import { configText } from './config-text.ts';
import { findOffers, impliedOffer, isReady } from './find-offers.ts';
import { bitcodeParts, mathsLibrary, sourceParts } from '../kinds/sources/given-files.ts';
import { kindOf } from '../config/inputs.ts';
import { foreignName, isCOrCpp, languageOfFile } from '../flags/languages.ts';
import type { Offer } from '../kinds/offer.ts';
import { KINDS, kindAt, pathMeant, TOOL_OPTIONS } from './kinds.ts';
import { offeredProject, offersNamed, undecided } from './offered-project.ts';
import { namesIn, onlyNamed } from './named-programs.ts';
import { ownedFile } from './owned-file.ts';
import { mergeProgram } from './merge-program.ts';
import type { ProgramParts } from '../kinds/program-parts.ts';
import type { Project } from './project.ts';
import { guessedFlags } from './guessed-flags.ts';
import { sourcesSketch } from '../kinds/sources/source-offers.ts';
import {
  givenTwice,
  nothingInCommands,
  nothingToBuild as nothingToBuildWords,
  onlyBitcodeCombines,
  pathMissing,
  pathUnusable,
  type Unusable,
} from './messages/projects.ts';

export { compileCommandsIn } from '../kinds/compile-commands/compile-commands.ts';

export interface LoadOptions {
  /** Further files besides `path`: bitcode and IR that link with it. */
  readonly inputs?: readonly string[];
  /** Names of the programs that are meant, at least one; all that the project says without it. */
  readonly programs?: readonly string[];
  /** Words for CMake where it configures what the folder offers, such as `-DWITH_TESTS=OFF`. */
  readonly cmakeOptions?: readonly string[];
  /** A source by itself, though a program of a project compiles it. */
  readonly alone?: boolean;
  /** Ends the search for files. */
  readonly signal?: AbortSignal;
}

/**
 * The project at a path, relative to the process's working directory or absolute: a folder, a retarget.json (any .json or
 * .jsonc that is not named compile_commands.json), a compile_commands.json, a source or header (which stands for the program that
 * compiles it; a C or C++ source that none does is built at -O3 and linked by itself), bitcode and IR files, or what a build tool reads (CMakeLists.txt, Makefile, Cargo.toml), which stands for its folder.
 * @throws {FailureError} `input-missing`, `config-invalid`, `project-empty` or `usage`; its hint says what to do.
 */
export async function loadProject(path: string, options: LoadOptions = {}): Promise<Project> {
  const files = [
    await pathMeant(resolve(path)),
    ...(options.inputs ?? []).map((file) => resolve(file)),
  ];
  const [first = resolve(path), ...others] = files;
  const { programs, cmakeOptions = [], signal } = options;
  if ((await kindOf(first)) !== 'folder') refuseOptions(first, cmakeOptions);
  if (others.length > 0) return onlyNamed(await givenBitcode(files), programs);
  switch (await kindOf(first)) {
    case 'folder':
      return fromFolder(first, programs, cmakeOptions, signal);
    case 'file': {
      const owned = options.alone === true ? undefined : await ownedFile(first, programs, signal);
      if (owned !== undefined) return fromFolder(owned.directory, owned.programs, [], signal);
      return onlyNamed(await fromFile(first, programs, signal), programs);
    }
    case 'other':
      throw unusable(first, 'neither');
    case 'missing':
      throw missing(first);
  }
}

async function fromFile(
  file: string,
  names?: readonly string[],
  signal?: AbortSignal,
): Promise<Project> {
  const name = basename(file);
  if (name === COMPILE_COMMANDS_FILE) return fromCompileCommands(file, names);
  if (/\.jsonc?$/u.test(name)) return loadConfigFile(file, signal);
  const language = languageOfFile(file);
  if (isCOrCpp(language)) return fromSource(file, language);
  if (language === 'bitcode' || language === 'ir') return givenBitcode([file]);
  throw unusable(file, { kind: foreignName(file) }, isRustSource(file) ? rustAdvice() : undefined);
}

/** With a word on its flags where the folder has a build, which knows better. */
async function fromSource(file: string, language: 'c' | 'c++'): Promise<Project> {
  const name = programStem(file);
  const project = await projectOf(name, dirname(file), 'sources', sourceParts(file, language));
  const written = { sources: [file], flags: [...OPTIMISED] };
  const warnings = await guessedFlags(dirname(file), written, true);
  return { ...project, warnings: warnings.map((warning) => ({ ...warning, program: name })) };
}

/** What retarget.json says; where there is none, what is named of the folder's offers, or the only one that is ready. */
async function fromFolder(
  directory: string,
  names: readonly string[] | undefined,
  cmakeOptions: readonly string[],
  signal: AbortSignal | undefined,
): Promise<Project> {
  const config = join(directory, CONFIG_FILE);
  if ((await kindOf(config)) !== 'missing') {
    if (!(await saysOptions(config, cmakeOptions, names))) refuseOptions(config, cmakeOptions);
    const project = await loadConfigFile(config, signal);
    if (names === undefined || namesIn(project, names).length === names.length) {
      return onlyNamed(project, names);
    }
    return withOffers(project, names, await findOffers(directory));
  }
  const offers = await findOffers(directory, cmakeOptions);
  if (names !== undefined) return offeredProject(directory, offersNamed(directory, offers, names));
  const implied = impliedOffer(offers);
  if (implied !== undefined) return offeredProject(directory, [implied]);
  if (offers.length > 0) throw undecided(directory, offers);
  for (const { advice } of KINDS) {
    const nothing = await advice?.nothingToRun?.(directory, signal);
    if (nothing !== undefined) throw nothing;
  }
  throw await nothingToBuild(directory);
}

/** Whether the configuration gives CMake just these words already, for the programs that are meant. */
async function saysOptions(
  file: string,
  options: readonly string[],
  names: readonly string[] | undefined,
): Promise<boolean> {
  if (options.length === 0) return true;
  const written = (await writtenPrograms(file)).filter(
    ({ name }) => names === undefined || (name !== undefined && names.includes(name)),
  );
  return (
    written.length > 0 && written.every(({ cmake }) => isDeepStrictEqual(cmake?.options, options))
  );
}

/** @param file the configuration, or whatever else is no folder with a CMake project */
function refuseOptions(file: string, options: readonly string[]): void {
  if (options.length === 0) return;
  throw new FailureError({
    code: 'usage',
    ...TOOL_OPTIONS.notTaken({ options, file }),
    place: { file },
  });
}

/** Programs that retarget.json does not name are looked for in what the folder offers besides. */
async function withOffers(
  project: Project,
  names: readonly string[],
  offers: readonly Offer[],
): Promise<Project> {
  const { directory } = project;
  const known = namesIn(project, names);
  const others = names.filter((name) => !known.includes(name));
  const offered = await offeredProject(
    directory,
    offersNamed(
      directory,
      offers,
      others,
      project.programs.map(({ name }) => name),
    ),
  );
  const own = known.length === 0 ? { programs: [], warnings: [] } : onlyNamed(project, known);
  return {
    ...project,
    programs: [...own.programs, ...offered.programs],
    warnings: [...own.warnings, ...offered.warnings],
  };
}

async function nothingToBuild(directory: string): Promise<FailureError> {
  const sketch = await sourcesSketch(directory);
  return new FailureError({
    code: 'project-empty',
    ...nothingToBuildWords({
      ...{ directory, configFile: CONFIG_FILE, configPath: join(directory, CONFIG_FILE) },
      example: configText([sketch]),
    }),
    place: { file: directory },
  });
}

async function fromCompileCommands(file: string, names?: readonly string[]): Promise<Project> {
  const folder = dirname(file);
  // The build folder is what its name says; the project is the one around it.
  const directory = /^build/u.test(basename(folder)) ? dirname(folder) : folder;
  const executables = (await offersIn(file, directory)).filter(isReady);
  if (executables.length > 1) {
    if (names === undefined) throw undecided(directory, executables);
    return offeredProject(directory, offersNamed(directory, executables, names));
  }
  const { units: listed, warnings } = await readCompileCommands(file);
  const units = withOwnFeatures(listed);
  if (units.length === 0) {
    throw new FailureError({
      code: 'project-empty',
      ...nothingInCommands(file),
      place: { file },
      ...(warnings.length === 0
        ? {}
        : { details: warnings.map(({ message }) => message).join('\n') }),
    });
  }
  return projectOf(basename(directory) || 'program', directory, 'compileCommands', {
    ...{ units, linkWords: mathsLibrary(), warnings },
  });
}

async function givenBitcode(files: readonly string[]): Promise<Project> {
  const units = [];
  for (const source of files) {
    const kind = await kindOf(source);
    if (kind === 'missing') throw missing(source);
    if (kind !== 'file') {
      throw unusable(source, kind === 'folder' ? 'folder' : 'special');
    }
    const language = languageOfFile(source);
    if (language !== 'bitcode' && language !== 'ir') {
      throw new FailureError({
        code: 'usage',
        ...onlyBitcodeCombines({ path: source, configFile: CONFIG_FILE }),
        place: { file: source },
      });
    }
    units.push({ source, language });
  }
  const repeated = files.filter((file, at) => files.indexOf(file) !== at);
  if (repeated.length > 0) {
    throw new FailureError({
      code: 'usage',
      ...givenTwice(repeated),
    });
  }
  const [first = ''] = files;
  return projectOf(programStem(first), dirname(first), 'bitcode', bitcodeParts(units));
}

/** One program that nobody says more of: it is run once, without arguments. */
async function projectOf(
  name: string,
  directory: string,
  key: KindKey,
  parts: ProgramParts,
): Promise<Project> {
  const whenPrepared = { link: { flags: [], removed: [] } };
  const said = { name, directory, benchmarks: [defaultBenchmark(directory)], whenPrepared };
  const { program, warnings } = await mergeProgram(said, [{ kind: kindAt(key), parts }]);
  return { directory, programs: [program], warnings };
}

function programStem(path: string): string {
  return basename(path, extname(path)).replaceAll('\\', '-') || 'program';
}

function missing(path: string): FailureError {
  return new FailureError({
    code: 'input-missing',
    ...pathMissing(path),
    place: { file: path },
  });
}

function unusable(path: string, what: Unusable, hint?: string): FailureError {
  const described = KINDS.flatMap(({ files = [] }) => files.slice(0, 1));
  const usable = [CONFIG_FILE, COMPILE_COMMANDS_FILE, ...described];
  return new FailureError({
    ...{ code: 'usage', ...pathUnusable({ path, what, usable }) },
    ...(hint === undefined ? {} : { hint }),
    place: { file: path },
  });
}
