// The units that retarget.json names by themselves: sources and bitcode, with the flags beside them.
import { relative } from 'node:path';
import type { Language, Unit } from '../../model/program.ts';
import { OPTIMISED } from '../../flags/default-flags.ts';
import { cleanFlags } from '../../flags/flags.ts';
import type { CleanedFlags } from '../../flags/flags.ts';
import { expandResponseFiles } from '../../flags/response-files.ts';
import { givenWord } from '../../flags/given-word.ts';
import { globFiles } from '../../config/inputs.ts';
import type { ConfigContext } from '../../config/inputs.ts';
import {
  foreignName,
  languageOfFile,
  languageOfOption,
  preprocessing,
} from '../../flags/languages.ts';
import { isRustSource } from '../rust-sources.ts';
import { refuseAt } from '../../config/config-issues.ts';
import { CONFIG_FILE } from '../../config/config-schema.ts';
import type { ConfigProgram } from '../../config/config-schema.ts';
import {
  languageUnsupported,
  notBitcode,
  notFlag,
  rustSource,
  sourceUnsupported,
} from './messages.ts';
import { rustAdvice } from '../messages.ts';

export async function sourceUnits(context: ConfigContext, written: ConfigProgram): Promise<Unit[]> {
  if (written.sources === undefined) return [];
  const { directory, document, path } = context;
  const compiling = await compileFlags(context, written);
  const forced = compiling.language === 'none' ? undefined : compiling.language;
  const forcedLanguage = forced === undefined ? undefined : languageOfOption(forced);
  if (forced !== undefined && forcedLanguage === undefined) {
    throw refuseAt(document, [...path, 'flags'], languageUnsupported(forced));
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
      const what = foreignName(source);
      throw refuseAt(
        document,
        [...path, 'sources'],
        isRustSource(source)
          ? rustSource({ source, what, advice: rustAdvice(), configFile: CONFIG_FILE })
          : sourceUnsupported({ source, what }),
      );
    }
    return {
      source,
      ...(built || written.sources?.includes(source) === true
        ? {}
        : givenWord(relative(directory, source), source)),
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

export async function bitcodeUnits(
  context: ConfigContext,
  written: ConfigProgram,
): Promise<Unit[]> {
  if (written.bitcode === undefined) return [];
  const files = await globFiles(context, 'bitcode', written.bitcode);
  const compiling = await compileFlags(context, written);
  return files.map((source) => {
    const language = languageOfFile(source);
    if (language !== 'bitcode' && language !== 'ir') {
      throw refuseAt(context.document, [...context.path, 'bitcode'], notBitcode(source));
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
  { kept, removed }: CleanedFlags,
): Unit {
  return flags === undefined
    ? { source, language, directory, flags: OPTIMISED, removed: [] }
    : { source, language, directory, flags: kept, removed };
}

async function compileFlags(
  { directory, document, path }: ConfigContext,
  written: ConfigProgram,
): Promise<CleanedFlags> {
  const words = await expandResponseFiles(written.flags ?? [], directory);
  const compiling = cleanFlags(words, 'compile');
  const [input] = compiling.inputs;
  if (input !== undefined) {
    const index = written.flags?.indexOf(input) ?? -1;
    throw refuseAt(document, [...path, 'flags', ...(index === -1 ? [] : [index])], notFlag(input));
  }
  return compiling;
}
