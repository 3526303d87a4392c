// One entry of compile_commands.json: the compiler and its launchers taken off, the rest made a unit.
import { basename, extname, resolve } from 'node:path';
import type { Language, Unit } from '../model/program.ts';
import { cleanFlags } from './flags.ts';
import { givenWord } from './given-word.ts';
import {
  foreignName,
  isHeaderFile,
  languageOfFile,
  languageOfOption,
  preprocessing,
} from './languages.ts';
import { behindLaunchers } from './launchers.ts';
import { isCppDriver, isLikeCl, toolNamed } from './tools.ts';
import { assembledBy, clStyle, compiledAs, objectOrArchive, precompiled } from './messages.ts';

export interface CompileEntry {
  /** Absolute. */
  readonly directory: string;
  /** As written. */
  readonly file: string;
  /** Compiler first, response files expanded. */
  readonly argv: readonly string[];
}

/** A unit, or the reason why the entry is none. */
export type EntryResult =
  | { readonly kind: 'unit'; readonly unit: Unit }
  | {
      readonly kind: 'skipped';
      readonly source: string;
      readonly reason: string;
      /** Another compiler makes an object of it, which can be linked as it is. */
      readonly makesObject?: true;
    };

/** The absolute path of an entry's source. */
export function sourceOf(entry: Pick<CompileEntry, 'directory' | 'file'>): string {
  return resolve(entry.directory, entry.file);
}

export function unitOf(entry: CompileEntry): EntryResult {
  const source = sourceOf(entry);
  const skipped = (reason: string) => ({ kind: 'skipped', source, reason }) as const;
  const other = (reason: string) => ({ ...skipped(reason), makesObject: true }) as const;
  const [compiler = '', ...rest] = behindLaunchers(entry.argv);
  // Their syntax, and their options, are no assembler's of LLVM's.
  const { name } = toolNamed(compiler) ?? {};
  if (name === 'nasm' || name === 'yasm') return other(assembledBy(name));
  if (isLikeCl(compiler) || rest.includes('--driver-mode=cl')) {
    return skipped(clStyle());
  }
  const compiled = cleanFlags(rest, 'compile');
  if (compiled.removed.some(({ flag }) => /^-Xclang -emit-(?:pch|module)/u.test(flag))) {
    return skipped(precompiled());
  }
  const language =
    compiled.language === undefined || compiled.language === 'none'
      ? languageByName(source, compiler)
      : languageOfOption(compiled.language);
  if (language === undefined) {
    const reason =
      compiled.language === undefined ? foreignName(source) : compiledAs(compiled.language);
    return isHeader(compiled.language, source) ? skipped(reason) : other(reason);
  }
  if (language === 'object') return skipped(objectOrArchive());
  const given = compiled.inputs.find((input) => resolve(entry.directory, input) === source);
  // A line that links as well names objects and other sources: they are units of their own, or of the link line.
  const others = compiled.inputs.filter((input) => resolve(entry.directory, input) !== source);
  return {
    kind: 'unit',
    unit: {
      source,
      ...(given === undefined ? {} : givenWord(given, source)),
      language,
      ...preprocessing(compiled.language),
      directory: entry.directory,
      flags: compiled.kept,
      removed: [
        ...compiled.removed,
        ...others
          .filter((input) => basename(input) !== basename(source))
          .map((flag) => ({ flag, reason: 'action' as const })),
      ],
    },
  };
}

/** What is compiled of a header is a precompiled one, which no link line names. */
function isHeader(language: string | undefined, source: string): boolean {
  return language === undefined ? isHeaderFile(source) : language.endsWith('-header');
}

function languageByName(source: string, compiler: string): Language | undefined {
  const language = languageOfFile(source);
  // g++ and clang++ take .c for C++.
  return language === 'c' && isCppDriver(compiler) && extname(source) === '.c' ? 'c++' : language;
}
