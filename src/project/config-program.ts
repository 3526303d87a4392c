// One program of retarget.json: its units, its link line and its benchmarks.
import { basename } from 'node:path';
import type { Language, Program, Unit } from '../model/program.ts';
import type { Warning } from '../model/run.ts';
import { configBenchmarks, defaultBenchmark } from './benchmarks.ts';
import { compileCommandsFile, readCompileCommands } from './compile-commands.ts';
import type { CompileCommandsUnits } from './compile-commands.ts';
import { failAt } from './config-issues.ts';
import type { ConfigProgram } from './config-schema.ts';
import { OPTIMISED } from './default-flags.ts';
import { FindingCollector } from './findings.ts';
import { cleanFlags } from './flags.ts';
import { globFiles } from './inputs.ts';
import type { ConfigContext } from './inputs.ts';
import { foreignName, languageOfFile, languageOfOption, preprocessing } from './languages.ts';
import { linkLanguage } from './link-language.ts';
import { expandResponseFiles } from './response-files.ts';
import { shown, shownList } from './shown.ts';
import { filterUnits } from './unit-filter.ts';

export interface FoundProgram {
  readonly program: Program;
  readonly warnings: readonly Warning[];
}

/**
 * The program at `context.path`.
 * @throws {FindingsError} at every word of the configuration that names what is not there or cannot be built.
 */
export async function configProgram(
  context: ConfigContext,
  written: ConfigProgram,
): Promise<FoundProgram> {
  const { directory, document, path } = context;
  const found = new FindingCollector(document);
  const name = programName(written, directory);
  for (const reject of [rejectNothing, rejectIdleFlags, rejectIdleUnits]) {
    await found.attempt(path, () => reject(context, written));
  }
  const sources = await found.attempt([...path, 'sources'], () => sourceUnits(context, written));
  const commands = await found.attempt([...path, 'compileCommands'], () =>
    commandUnits(context, written),
  );
  const bitcode = await found.attempt([...path, 'bitcode'], () => bitcodeUnits(context, written));
  const link = await found.attempt([...path, 'link'], async () =>
    cleanFlags(await expandResponseFiles(written.link ?? [], directory), 'link'),
  );
  const benchmarks = await found.attempt([...path, 'benchmarks'], () =>
    written.benchmarks === undefined
      ? [defaultBenchmark(directory)]
      : configBenchmarks({ ...context, path: [...path, 'benchmarks'] }, written.benchmarks),
  );
  found.throwIfAny();
  const units = [...(sources ?? []), ...(commands?.units ?? []), ...(bitcode ?? [])];
  return {
    program: {
      name,
      directory,
      units,
      link: {
        flags: link?.kept ?? [],
        language: written.language ?? (await linkLanguage(units)),
        directory,
        removed: link?.removed ?? [],
      },
      benchmarks: benchmarks ?? [],
    },
    warnings: (commands?.warnings ?? []).map((warning) => ({ ...warning, program: name })),
  };
}

/** Its own name, or else its folder's. @param directory the configuration file's folder */
export function programName({ name }: ConfigProgram, directory: string): string {
  return name ?? (basename(directory) || 'program');
}

// A key that could not act is refused rather than ignored.

function rejectNothing({ document, path }: ConfigContext, written: ConfigProgram): void {
  const { sources, compileCommands, bitcode } = written;
  if (sources !== undefined || compileCommands !== undefined || bitcode !== undefined) return;
  throw failAt(
    document,
    path,
    'nothing to build: "sources", "compileCommands" or "bitcode" is missing',
    'Add one of them, such as "sources": ["src/*.c"].',
  );
}

function rejectIdleFlags({ document, path }: ConfigContext, written: ConfigProgram): void {
  const { sources, compileCommands, bitcode, flags } = written;
  if (flags === undefined || compileCommands === undefined) return;
  if (sources !== undefined || bitcode !== undefined) return;
  throw failAt(
    document,
    [...path, 'flags'],
    '"flags" compile "sources" and "bitcode", and there are none',
    'Each unit of compile_commands.json has its own flags; remove the key.',
  );
}

function rejectIdleUnits({ document, path }: ConfigContext, written: ConfigProgram): void {
  if (written.units === undefined || written.compileCommands !== undefined) return;
  throw failAt(
    document,
    [...path, 'units'],
    '"units" chooses from "compileCommands", and there is none',
    'Name sources by "sources".',
  );
}

async function compileFlags(
  { directory, document, path }: ConfigContext,
  written: ConfigProgram,
): Promise<ReturnType<typeof cleanFlags>> {
  const words = await expandResponseFiles(written.flags ?? [], directory);
  const compiling = cleanFlags(words, 'compile');
  const [input] = compiling.inputs;
  if (input !== undefined) {
    const index = written.flags?.indexOf(input) ?? -1;
    throw failAt(
      document,
      [...path, 'flags', ...(index === -1 ? [] : [index])],
      `${shown(input)} is no flag: it does not start with -`,
      'Files go to "sources"; an option and its value are two strings, one after the other.',
    );
  }
  return compiling;
}

async function sourceUnits(context: ConfigContext, written: ConfigProgram): Promise<Unit[]> {
  if (written.sources === undefined) return [];
  const { directory, document, path } = context;
  const compiling = await compileFlags(context, written);
  const forced = compiling.language === 'none' ? undefined : compiling.language;
  const forcedLanguage = forced === undefined ? undefined : languageOfOption(forced);
  if (forced !== undefined && forcedLanguage === undefined) {
    throw failAt(
      document,
      [...path, 'flags'],
      `-x ${forced} names a language that Retarget does not build`,
      'Leave it away, or name c, c++, assembler, assembler-with-cpp or ir.',
    );
  }
  const files = await globFiles(context, 'sources', written.sources);
  return files.map((source) => {
    const named = languageOfFile(source);
    if (named === 'bitcode' || named === 'ir') {
      return bitcodeUnit(source, named, directory, written, compiling);
    }
    const built = named === 'object';
    const language = built ? named : (forcedLanguage ?? named);
    if (language === undefined) {
      throw failAt(
        document,
        [...path, 'sources'],
        `${shown(source)} is ${foreignName(source)}, which Retarget does not build`,
        'Name C, C++ and assembly sources only; headers are found through the sources.',
      );
    }
    return {
      source,
      language,
      ...(built ? {} : preprocessing(forced)),
      directory,
      flags: built ? [] : flagsFor(language, compiling.kept),
      removed: built ? [] : compiling.removed,
    };
  });
}

/** Sources of both languages share one list of flags: each gets only its own standard, as clang refuses the other's. */
function flagsFor(language: Language, flags: readonly string[]): readonly string[] {
  if (language !== 'c' && language !== 'c++') return flags;
  const isOther = (flag: string): boolean =>
    /^-{1,2}std=/u.test(flag) && flag.includes('++') !== (language === 'c++');
  return flags.filter((flag) => !isOther(flag));
}

async function bitcodeUnits(context: ConfigContext, written: ConfigProgram): Promise<Unit[]> {
  if (written.bitcode === undefined) return [];
  const files = await globFiles(context, 'bitcode', written.bitcode);
  const compiling = await compileFlags(context, written);
  return files.map((source) => {
    const language = languageOfFile(source);
    if (language !== 'bitcode' && language !== 'ir') {
      throw failAt(
        context.document,
        [...context.path, 'bitcode'],
        `${shown(source)} is neither .bc nor .ll`,
        'Name LLVM bitcode and IR only; sources go to "sources".',
      );
    }
    return bitcodeUnit(source, language, context.directory, written, compiling);
  });
}

/** Bitcode says nothing of the level its code wants: the flags do, or else the level that sources get by themselves. */
function bitcodeUnit(
  source: string,
  language: 'bitcode' | 'ir',
  directory: string,
  { flags }: ConfigProgram,
  { kept, removed }: ReturnType<typeof cleanFlags>,
): Unit {
  return flags === undefined
    ? { source, language, directory, flags: OPTIMISED, removed: [] }
    : { source, language, directory, flags: kept, removed };
}

async function commandUnits(
  context: ConfigContext,
  written: ConfigProgram,
): Promise<CompileCommandsUnits> {
  const { compileCommands } = written;
  if (compileCommands === undefined) return { units: [], warnings: [] };
  const path = [...context.path, 'compileCommands'];
  const file = await compileCommandsFile(context, compileCommands);
  const filter =
    written.units === undefined ? undefined : filterUnits(context.directory, written.units);
  const found = await readCompileCommands(file, filter);
  if (found.units.length === 0) {
    throw failAt(
      context.document,
      written.units === undefined ? path : [...context.path, 'units'],
      `no unit of ${shown(file)} is chosen${found.offered.length === 0 ? '' : `; it offers ${shownList(found.offered)}`}`,
      'Globs are relative to this configuration file\'s folder, such as "src/**/*.c".',
    );
  }
  return found;
}
