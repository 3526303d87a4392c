// One program of retarget.json: its units, its link line and its benchmarks.
import type { Language, Program, Unit } from '../../model/program.ts';
import type { Warning } from '../../model/run.ts';
import { configBenchmarks, defaultBenchmark } from './benchmarks.ts';
import { cargoParts } from '../cargo/cargo-parts.ts';
import { cmakeParts } from '../cmake/cmake-parts.ts';
import { commandUnits } from '../compile-commands/command-units.ts';
import { failAt } from './config-issues.ts';
import type { ConfigProgram } from './config-schema.ts';
import { OPTIMISED } from '../flags/default-flags.ts';
import { FindingCollector } from './findings.ts';
import { programName } from './program-name.ts';
import { cleanFlags } from '../flags/flags.ts';
import { withoutFlags } from '../flags/without-flags.ts';
import { globFiles, kindOf } from '../inputs.ts';
import type { ConfigContext } from '../inputs.ts';
import { foreignName, languageOfFile, languageOfOption, preprocessing } from '../languages.ts';
import { linkLanguage } from '../link-language.ts';
import { prebuiltWarning } from '../prebuilt-code.ts';
import { aboutBenchmarks } from '../program-parts.ts';
import type { ProgramParts } from '../program-parts.ts';
import { recordParts } from '../record/record-parts.ts';
import { expandResponseFiles } from '../flags/response-files.ts';
import { shown } from '../shown.ts';
import { guessedFlags } from '../sources/guessed-flags.ts';

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
  for (const reject of [
    rejectNothing,
    rejectMixed,
    rejectIdleFlags,
    rejectIdleUnits,
    rejectIdleWithout,
  ]) {
    await found.attempt(path, () => reject(context, written));
  }
  const sources = await found.attempt([...path, 'sources'], () => sourceUnits(context, written));
  const commands = await found.attempt([...path, 'compileCommands'], () =>
    commandUnits(context, written),
  );
  const bitcode = await found.attempt([...path, 'bitcode'], () => bitcodeUnits(context, written));
  const parts = await found.attempt(path, () => toolParts(context, written));
  const link = await found.attempt([...path, 'link'], async () =>
    cleanFlags(await expandResponseFiles(written.link ?? [], directory), 'link'),
  );
  const benchmarks = await found.attempt([...path, 'benchmarks'], () =>
    written.benchmarks === undefined
      ? (parts?.benchmarks ?? [defaultBenchmark(directory)])
      : configBenchmarks({ ...context, path: [...path, 'benchmarks'] }, written.benchmarks),
  );
  found.throwIfAny();
  const isWritten = (await kindOf(document.file)) === 'file';
  const guessed = await guessedFlags(directory, written, isWritten);
  const ofBuild = withoutFlags(
    {
      units: [...(commands?.units ?? []), ...(parts?.units ?? [])],
      libraries: [...(commands?.libraries ?? []), ...(parts?.libraries ?? [])],
      link: parts?.link,
    },
    parts?.preparation === undefined ? written.withoutFlags : [],
  );
  const units = [...(sources ?? []), ...ofBuild.units, ...(bitcode ?? [])];
  const { libraries } = ofBuild;
  const flagsFrom = FLAG_SOURCES.find((kind) => written[kind] !== undefined);
  const linkDirectory = ofBuild.link?.directory ?? directory;
  const given = {
    units: sources ?? [],
    lines: [{ flags: link?.kept ?? [], directory: linkDirectory }],
  };
  const warnings = [
    ...(commands?.warnings ?? []),
    ...aboutBenchmarks(parts?.warnings ?? [], written.benchmarks !== undefined),
    ...ofBuild.warnings,
    ...(await prebuiltWarning(given, [directory])),
    ...guessed,
  ];
  return {
    program: {
      name,
      directory,
      units,
      ...(libraries.length === 0 ? {} : { libraries }),
      ...(flagsFrom === undefined ? {} : { flagsFrom }),
      link: {
        flags: [
          ...(commands?.linkWords ?? []),
          ...(ofBuild.link?.flags ?? []),
          ...(link?.kept ?? []),
        ],
        language:
          written.language ??
          ofBuild.link?.language ??
          (await linkLanguage([...units, ...libraries.flatMap((library) => library.units)])),
        directory: linkDirectory,
        removed: [...(ofBuild.link?.removed ?? []), ...(link?.removed ?? [])],
      },
      benchmarks: benchmarks ?? [],
      ...(written.benchmarks === undefined ? {} : { benchmarksNamed: true }),
      ...(parts?.harness === undefined ? {} : { harness: parts.harness }),
      ...(parts?.preparation === undefined ? {} : preparing(parts.preparation, written)),
    },
    warnings: warnings.map((warning) => ({ ...warning, program: name })),
  };
}

/** What the build tool has yet to say, and what the configuration says of it. */
function preparing(
  preparation: NonNullable<Program['preparation']>,
  { withoutFlags: names, language }: ConfigProgram,
): Pick<Program, 'preparation' | 'whenPrepared'> {
  const whenPrepared = {
    ...(names === undefined ? {} : { withoutFlags: names }),
    ...(language === undefined ? {} : { language }),
  };
  return { preparation, ...(Object.keys(whenPrepared).length === 0 ? {} : { whenPrepared }) };
}

// A key that could not act is refused rather than ignored.

function rejectNothing({ document, path }: ConfigContext, written: ConfigProgram): void {
  if ([...OWN_KINDS, ...TOOL_KINDS].some((kind) => written[kind] !== undefined)) return;
  throw failAt(
    document,
    path,
    'nothing to build: "sources", "compileCommands", "cmake", "record", "cargo" or "bitcode" is missing',
    'Add one of them, such as "sources": ["src/*.c"].',
  );
}

/** A build tool says all of a program: nothing is added to it but link flags. */
function rejectMixed({ document, path }: ConfigContext, written: ConfigProgram): void {
  const [tool] = TOOL_KINDS.filter((kind) => written[kind] !== undefined);
  if (tool === undefined) return;
  const other = [...TOOL_KINDS, ...OWN_KINDS, 'flags' as const].find(
    (key) => key !== tool && written[key] !== undefined,
  );
  if (other === undefined) return;
  throw failAt(
    document,
    [...path, other],
    `"${other}" beside "${tool}", which says already what the program is made of`,
    'Keep one of the two.',
  );
}

const OWN_KINDS = ['sources', 'compileCommands', 'bitcode'] as const;
const TOOL_KINDS = ['cmake', 'record', 'cargo'] as const;
const FLAG_SOURCES = [...TOOL_KINDS, 'compileCommands'] as const;

async function toolParts(
  context: ConfigContext,
  { cmake, record, cargo }: ConfigProgram,
): Promise<ProgramParts | undefined> {
  const at = (key: string): ConfigContext => ({ ...context, path: [...context.path, key] });
  if (cmake !== undefined) return cmakeParts(at('cmake'), cmake);
  if (record !== undefined) return recordParts(at('record'), record);
  if (cargo !== undefined) return cargoParts(at('cargo'), cargo);
  return undefined;
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
  const key = (['units', 'main'] as const).find((each) => written[each] !== undefined);
  if (key === undefined || written.compileCommands !== undefined) return;
  throw failAt(
    document,
    [...path, key],
    `"${key}" chooses from "compileCommands", and there is none`,
    'Name sources by "sources".',
  );
}

function rejectIdleWithout({ document, path }: ConfigContext, written: ConfigProgram): void {
  if (written.withoutFlags === undefined || written.compileCommands !== undefined) return;
  if (TOOL_KINDS.some((kind) => written[kind] !== undefined)) return;
  throw failAt(
    document,
    [...path, 'withoutFlags'],
    '"withoutFlags" takes flags out of what a build says, and there is none',
    'Correct "flags" instead.',
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
