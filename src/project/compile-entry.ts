// One entry of compile_commands.json: the compiler and its launchers taken off, the rest made a unit.
import { basename, extname, isAbsolute, resolve } from 'node:path';
import type { Language, Unit } from '../model/program.ts';
import { cleanFlags } from './flags.ts';
import { foreignName, languageOfFile, languageOfOption, preprocessing } from './languages.ts';

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
  | { readonly kind: 'skipped'; readonly source: string; readonly reason: string };

// As clang's tooling does, these stand before the compiler, or alone as if they were one.
const LAUNCHERS = new Set(['ccache', 'sccache', 'distcc', 'icecc', 'buildcache', 'gomacc', 'pump']);

/** The absolute path of an entry's source. */
export function sourceOf(entry: Pick<CompileEntry, 'directory' | 'file'>): string {
  return resolve(entry.directory, entry.file);
}

export function unitOf(entry: CompileEntry): EntryResult {
  const source = sourceOf(entry);
  const skipped = (reason: string): EntryResult => ({ kind: 'skipped', source, reason });
  const { compiler, rest } = splitCompiler(entry.argv);
  if (/^(?:cl|clang-cl|icl)$/iu.test(compiler) || rest.includes('--driver-mode=cl')) {
    return skipped('compiled in the style of Microsoft cl, whose options are others');
  }
  const compiled = cleanFlags(rest, 'compile');
  if (compiled.removed.some(({ flag }) => /^-Xclang -emit-(?:pch|module)/u.test(flag))) {
    return skipped('a precompiled header or module');
  }
  const language =
    compiled.language === undefined || compiled.language === 'none'
      ? languageByName(source, compiler)
      : languageOfOption(compiled.language);
  if (language === undefined) {
    return skipped(
      compiled.language === undefined ? foreignName(source) : `compiled as ${compiled.language}`,
    );
  }
  if (language === 'object') return skipped('an object or archive');
  // A line that links as well names objects and other sources: they are units of their own, or of the link line.
  const others = compiled.inputs.filter((input) => resolve(entry.directory, input) !== source);
  return {
    kind: 'unit',
    unit: {
      source,
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

function languageByName(source: string, compiler: string): Language | undefined {
  const language = languageOfFile(source);
  // g++ and clang++ take .c for C++.
  return language === 'c' && /\+\+(?:-[\d.]+)?$/u.test(compiler) && extname(source) === '.c'
    ? 'c++'
    : language;
}

/** The compiler's base name, and everything behind it. */
function splitCompiler(argv: readonly string[]): { compiler: string; rest: readonly string[] } {
  const [first = '', second] = argv;
  const name = programName(first);
  if (name === 'env') return splitCompiler(withoutLeading(argv.slice(1), /^(?:-i|-|\w+=.*)$/su));
  if (name === 'cmake' && second === '-E' && argv.includes('--')) {
    return splitCompiler(argv.slice(argv.indexOf('--') + 1));
  }
  if (LAUNCHERS.has(name) && second !== undefined && isCompilerWord(second)) {
    return splitCompiler(argv.slice(1));
  }
  return { compiler: name, rest: argv.slice(1) };
}

// Inputs have extensions, compilers do not, but for versions as in gcc-13.2 or a path's own dots.
function isCompilerWord(word: string): boolean {
  if (word.startsWith('-')) return false;
  return isAbsolute(word) || /^(?:\.[\d]+|)$/u.test(extname(programName(word)));
}

function programName(word: string): string {
  return basename(word).replace(/\.exe$/iu, '');
}

function withoutLeading(words: readonly string[], pattern: RegExp): readonly string[] {
  const start = words.findIndex((word) => !pattern.test(word));
  return start === -1 ? [] : words.slice(start);
}
