// What the front end writes on functions that ask for nothing, asked once for each set of flags that could matter.
import type { Unit } from '../model/program.ts';
import type { Toolchain } from '../model/toolchain.ts';
import { defaultAttributes } from '../toolchain/default-attributes.ts';
import type { TargetAttributes } from '../toolchain/ir-attributes.ts';

export function unitDefaults(
  toolchain: Toolchain,
  signal: AbortSignal,
): (unit: Unit) => Promise<TargetAttributes> {
  const known = new Map<string, Promise<TargetAttributes>>();
  return ({ language, flags, directory }) => {
    const key = JSON.stringify([language, flags]);
    let answer = known.get(key);
    if (answer === undefined) {
      const languageOfSource = language === 'c++' ? 'c++' : 'c';
      answer = defaultAttributes(toolchain, {
        language: languageOfSource,
        flags,
        directory,
        signal,
      });
      known.set(key, answer);
    }
    return answer;
  };
}
