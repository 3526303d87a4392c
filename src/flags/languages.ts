// What kind of source a file is, by its extension or by the user's `-x`.
import { extname } from 'node:path';
import type { Language } from '../model/program.ts';
import { foreignKind, unknownKind, type ForeignKind } from './messages.ts';

const BY_EXTENSION: Readonly<Record<string, Language>> = {
  '.c': 'c',
  '.i': 'c',
  '.C': 'c++',
  '.CC': 'c++',
  '.CPP': 'c++',
  '.CXX': 'c++',
  '.cc': 'c++',
  '.cp': 'c++',
  '.cpp': 'c++',
  '.cxx': 'c++',
  '.c++': 'c++',
  '.C++': 'c++',
  '.ii': 'c++',
  '.tcc': 'c++',
  '.bc': 'bitcode',
  '.ll': 'ir',
  '.s': 'assembly',
  '.S': 'assembly',
  '.sx': 'assembly',
  '.asm': 'assembly',
  '.o': 'object',
  '.obj': 'object',
  '.a': 'object',
};

/** Languages that Retarget does not build: a skipped source says what it is. */
const FOREIGN_LANGUAGES: Readonly<Record<string, string>> = {
  '.m': 'Objective-C',
  '.mm': 'Objective-C++',
  '.M': 'Objective-C++',
  '.cu': 'CUDA',
  '.hip': 'HIP',
  '.cl': 'OpenCL',
  '.f': 'Fortran',
  '.F': 'Fortran',
  '.for': 'Fortran',
  '.f90': 'Fortran',
  '.F90': 'Fortran',
  '.f95': 'Fortran',
  '.f03': 'Fortran',
  '.f08': 'Fortran',
  '.swift': 'Swift',
  '.rs': 'Rust',
  '.d': 'D',
};

/** What is no source of a language. */
const FOREIGN_KINDS: Readonly<Record<string, ForeignKind>> = {
  '.cppm': 'module',
  '.ccm': 'module',
  '.cxxm': 'module',
  '.c++m': 'module',
  '.ixx': 'module',
  '.mpp': 'module',
  '.h': 'header',
  '.hh': 'header',
  '.hpp': 'header',
  '.hxx': 'header',
  '.rc': 'resource',
};

const BY_OPTION: Readonly<Record<string, Language>> = {
  c: 'c',
  'cpp-output': 'c',
  'c++': 'c++',
  'c++-cpp-output': 'c++',
  ir: 'ir',
  assembler: 'assembly',
  'assembler-with-cpp': 'assembly',
};

/** Language of a source by its name; absent for what Retarget does not build. */
export function languageOfFile(path: string): Language | undefined {
  return BY_EXTENSION[extname(path)];
}

/** Language that `-x NAME` means; absent for what Retarget does not build. */
export function languageOfOption(name: string): Language | undefined {
  return BY_OPTION[name];
}

/** What `-x NAME` says of assembly; nothing for other languages. */
export function preprocessing(name: string | undefined): { readonly preprocessed?: boolean } {
  if (name === 'assembler') return { preprocessed: false };
  return name === 'assembler-with-cpp' ? { preprocessed: true } : {};
}

/** The language of a source that Retarget does not build, such as `CUDA`. */
export function foreignLanguage(path: string): string | undefined {
  return FOREIGN_LANGUAGES[extname(path)];
}

/** What a source that is not built is called, such as `CUDA`. */
export function foreignName(path: string): string {
  const extension = extname(path);
  const kind = FOREIGN_KINDS[extension];
  return foreignLanguage(path) ?? (kind === undefined ? unknownKind(extension) : foreignKind(kind));
}

export function isHeaderFile(path: string): boolean {
  return FOREIGN_KINDS[extname(path)] === 'header';
}

export function isCOrCpp(language: Language | undefined): language is 'c' | 'c++' {
  return language === 'c' || language === 'c++';
}
