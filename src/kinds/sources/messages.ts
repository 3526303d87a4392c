// What is said about sources and bitcode that the user names, or that a folder holds.
import type { Complaint } from '../../config/messages.ts';
import { counted } from '../../text/plural.ts';
import { shown } from '../../text/shown.ts';

/** @param others number of sources besides @param all number of sources in the folder */
export function mainFunctionIn(words: {
  readonly main: string;
  readonly others: number;
  readonly all: number;
}): string {
  const main = shown(words.main);
  if (words.all === 1) return `the only source, ${main}`;
  const besides = words.others === 0 ? '' : `, with ${counted(words.others, 'other source')}`;
  return `main function in ${main}${besides}`;
}

/** @param language as it is named behind -x */
export function languageUnsupported(language: string): Complaint {
  return {
    message: `Retarget does not support the language of -x ${language}`,
    hint: 'Remove it, or use c, c++, assembler, assembler-with-cpp or ir.',
  };
}

/** @param what it is, such as `CUDA` */
export function sourceUnsupported(words: {
  readonly source: string;
  readonly what: string;
}): Complaint {
  return {
    message: `Retarget does not support ${shown(words.source)} (${words.what})`,
    hint: 'Use C, C++ and assembly sources only. Headers are found through the sources.',
  };
}

/** @param advice how Rust is built @param configFile name of the configuration */
export function rustSource(words: {
  readonly source: string;
  readonly what: string;
  readonly advice: string;
  readonly configFile: string;
}): Complaint {
  const { source, what, advice, configFile } = words;
  return {
    message: `${shown(source)} is ${what}, which cannot be built from single files`,
    hint: `${advice} In ${configFile}, use "cargo": { "bin": "NAME" }.`,
  };
}

export function notBitcode(source: string): Complaint {
  return {
    message: `${shown(source)} is neither .bc nor .ll`,
    hint: 'Use LLVM bitcode and IR only. Put sources into "sources".',
  };
}

export function notFlag(word: string): Complaint {
  return {
    message: `${shown(word)} is not a flag: it does not start with -`,
    hint: 'Put files into "sources". Write an option and its value as two strings.',
  };
}
