// The door: a path that a user names, and the project it stands for.
import { basename, dirname, join, resolve } from 'node:path';
import { glob } from 'tinyglobby';
import { FailureError } from '../model/failure.ts';
import type { Program } from '../model/program.ts';
import { defaultBenchmark } from './benchmarks.ts';
import { COMPILE_COMMANDS_FILE, readCompileCommands } from './compile-commands.ts';
import { loadConfigFile } from './config-file.ts';
import { CONFIG_FILE } from './config-schema.ts';
import { bitcodeProgram, mathsLibrary, sourceProgram } from './given-files.ts';
import { kindOf } from './inputs.ts';
import { foreignName, isCOrCpp, languageOfFile } from './languages.ts';
import { linkLanguage } from './link-language.ts';
import type { Project } from './project.ts';
import { shown, shownList } from './shown.ts';
import { compileCommandsConfig, offerOf, smallestConfig } from './suggestion.ts';

export interface LoadOptions {
  /** Further files besides `path`: bitcode and IR that link with it. */
  readonly inputs?: readonly string[];
}

/**
 * The project at a path, relative to the process's working directory or absolute: a folder, a retarget.json (any .json or
 * .jsonc that is not named compile_commands.json), a compile_commands.json, a C or C++ source (built at -O3, linked by
 * itself), or bitcode and IR files.
 * @throws {FailureError} `input-missing`, `config-invalid`, `project-empty` or `usage`; its hint says what to do.
 */
export async function loadProject(path: string, options: LoadOptions = {}): Promise<Project> {
  const files = [path, ...(options.inputs ?? [])].map((file) => resolve(file));
  const [first = resolve(path), ...others] = files;
  if (others.length > 0) return givenBitcode(files);
  switch (await kindOf(first)) {
    case 'folder':
      return fromFolder(first);
    case 'file':
      return fromFile(first);
    case 'other':
      throw unusable(first, 'is neither a file nor a folder');
    case 'missing':
      throw missing(first);
  }
}

async function fromFile(file: string): Promise<Project> {
  const name = basename(file);
  if (name === COMPILE_COMMANDS_FILE) return fromCompileCommands(file);
  if (/\.jsonc?$/u.test(name)) return loadConfigFile(file);
  const language = languageOfFile(file);
  if (isCOrCpp(language)) return projectOf(sourceProgram(file, language));
  if (language === 'bitcode' || language === 'ir') return givenBitcode([file]);
  throw unusable(file, `is ${foreignName(file)}`);
}

async function fromFolder(directory: string): Promise<Project> {
  const config = join(directory, CONFIG_FILE);
  if ((await kindOf(config)) !== 'missing') return loadConfigFile(config);
  const commands = await compileCommandsIn(directory);
  if (commands !== undefined) throw withoutLinkLine(directory, commands);
  const offer = await offerOf(directory);
  const [only, ...more] = offer.sources;
  if (only !== undefined && more.length === 0) {
    return { ...(await fromFile(join(directory, only))), directory };
  }
  throw new FailureError({
    code: 'project-empty',
    message: `${shown(directory)} holds no ${CONFIG_FILE}, no ${COMPILE_COMMANDS_FILE} and ${more.length === 0 ? 'no C or C++ source' : `${offer.sources.length} C and C++ sources, so that what belongs together is not known`}.`,
    hint: `Write ${shown(config)}; the smallest one that ${offer.sources.length + offer.bitcode.length === 0 ? 'could' : 'would'} work:\n${await smallestConfig(directory, offer)}`,
    place: { file: directory },
  });
}

/** Absolute path of the compile_commands.json in a folder or in one of its build folders. */
export async function compileCommandsIn(directory: string): Promise<string | undefined> {
  const beside = join(directory, COMPILE_COMMANDS_FILE);
  if ((await kindOf(beside)) === 'file') return beside;
  const found = await glob([`build*/${COMPILE_COMMANDS_FILE}`], {
    cwd: directory,
    absolute: true,
    expandDirectories: false,
  });
  return found.sort()[0];
}

function withoutLinkLine(directory: string, commands: string): FailureError {
  const config = join(directory, CONFIG_FILE);
  return new FailureError({
    code: 'project-empty',
    message: `${shown(commands)} says how ${shown(directory)} compiles, but nothing says how it links.`,
    hint: `Write ${shown(config)} with the link line, and with "units" (globs) if only some of the sources belong to the program:\n${compileCommandsConfig(directory, commands)}`,
    place: { file: commands },
  });
}

async function fromCompileCommands(file: string): Promise<Project> {
  const { units, warnings } = await readCompileCommands(file);
  if (units.length === 0) {
    throw new FailureError({
      code: 'project-empty',
      message: `${shown(file)} has no entry that can be built.`,
      hint: 'Configure the project again so that it lists C or C++ sources.',
      place: { file },
      ...(warnings.length === 0
        ? {}
        : { details: warnings.map(({ message }) => message).join('\n') }),
    });
  }
  const folder = dirname(file);
  // The build folder is what its name says; the project is the one around it.
  const directory = /^build/u.test(basename(folder)) ? dirname(folder) : folder;
  const program: Program = {
    name: basename(directory) || 'program',
    directory,
    units,
    link: {
      flags: mathsLibrary(),
      language: await linkLanguage(units),
      directory,
      removed: [],
    },
    benchmarks: [defaultBenchmark(directory)],
  };
  return { ...projectOf(program), warnings };
}

async function givenBitcode(files: readonly string[]): Promise<Project> {
  const units = [];
  for (const source of files) {
    const kind = await kindOf(source);
    if (kind === 'missing') throw missing(source);
    if (kind !== 'file') {
      throw unusable(source, `is a ${kind === 'folder' ? 'folder' : 'special file'}`);
    }
    const language = languageOfFile(source);
    if (language !== 'bitcode' && language !== 'ir') {
      throw new FailureError({
        code: 'usage',
        message: `Several files make a program only where each is .bc or .ll, and ${shown(source)} is not.`,
        hint: `Name one folder, one source, or only bitcode; several sources go into a ${CONFIG_FILE}.`,
        place: { file: source },
      });
    }
    units.push({ source, language });
  }
  const repeated = files.filter((file, at) => files.indexOf(file) !== at);
  if (repeated.length > 0) {
    throw new FailureError({
      code: 'usage',
      message: `Given twice: ${shownList(repeated)}.`,
      hint: 'Name each file once.',
    });
  }
  return projectOf(await bitcodeProgram(units));
}

function projectOf(program: Program): Project {
  return { directory: program.directory, programs: [program], warnings: [] };
}

function missing(path: string): FailureError {
  return new FailureError({
    code: 'input-missing',
    message: `There is no file or folder ${shown(path)}.`,
    hint: 'Check the path.',
    place: { file: path },
  });
}

function unusable(path: string, what: string): FailureError {
  return new FailureError({
    code: 'usage',
    message: `${shown(path)} ${what}; it cannot be profiled.`,
    hint: `Name a folder, a ${CONFIG_FILE}, a ${COMPILE_COMMANDS_FILE}, a C or C++ source, or .bc and .ll files.`,
    place: { file: path },
  });
}
