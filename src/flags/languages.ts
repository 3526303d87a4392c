// What kind of source a file is, by its extension or by the user's `-x`.
import { extname } from 'node:path';
import type { Language } from '../model/program.ts';

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

const HEADER = 'a header';

// Named so that a skipped source says what it is; nothing else is done with them.
const FOREIGN: Readonly<Record<string, string>> = {
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
  '.cppm': 'a C++ module interface',
  '.ccm': 'a C++ module interface',
  '.cxxm': 'a C++ module interface',
  '.c++m': 'a C++ module interface',
  '.ixx': 'a C++ module interface',
  '.mpp': 'a C++ module interface',
  '.h': HEADER,
  '.hh': HEADER,
  '.hpp': HEADER,
  '.hxx': HEADER,
  '.rc': 'a Windows resource',
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

/** What a source that is not built is called, such as `CUDA`. */
export function foreignName(path: string): string {
  const extension = extname(path);
  return FOREIGN[extension] ?? (extension === '' ? 'of no known kind' : `a ${extension} file`);
}

export function isHeaderFile(path: string): boolean {
  return FOREIGN[extname(path)] === HEADER;
}

export function isCOrCpp(language: Language | undefined): language is 'c' | 'c++' {
  return language === 'c' || language === 'c++';
}
