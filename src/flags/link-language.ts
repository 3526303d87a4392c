// Which driver links a program whose configuration does not say.
import { wordsIn } from '../files/words-in-file.ts';
import type { Link, Unit } from '../model/program.ts';

// Symbols of the C++ library and its runtime. Bitcode keeps its symbol names as plain bytes (LLVM's STRTAB block), as IR and objects do.
const CPP_SYMBOLS = [
  '_ZSt',
  '_ZNSt',
  '_ZNKSt',
  '_Znwm',
  '_Znam',
  '_ZdlPv',
  '__gxx_personality_v0',
  '__cxa_throw',
];

/** `c++` where a unit is C++, or is bitcode, IR or an object that needs the C++ library. */
export async function linkLanguage(units: readonly Unit[]): Promise<Link['language']> {
  if (units.some(({ language }) => language === 'c++')) return 'c++';
  for (const { source, language } of units) {
    if (language !== 'bitcode' && language !== 'ir' && language !== 'object') continue;
    try {
      if ((await wordsIn(source, CPP_SYMBOLS, 1)).size > 0) return 'c++';
    } catch {
      // The build reports a file that cannot be read, with more to say about it.
    }
  }
  return 'c';
}
