// What somebody does whose sources are compiled without optimisation.
import type { PreparedProgram, Unit } from '../model/program.ts';
import { kindAt } from '../project/kinds.ts';

/** How to have these sources optimised, as it fits what says their flags. */
export function optimisingAdvice(
  { units, flagsFrom }: PreparedProgram,
  sources: readonly string[],
): string {
  // "flags" is refused beside a build tool, which has the flags.
  const ofTool = flagsFrom === undefined ? undefined : kindAt(flagsFrom).advice?.optimise;
  if (ofTool !== undefined) return ofTool;
  return units.every((unit) => isBitcode(unit) || !sources.includes(unit.source))
    ? 'make the bitcode with `-O3 -Xclang -disable-llvm-passes`'
    : 'add -O2 or -O3 to "flags"';
}

function isBitcode({ language }: Unit): boolean {
  return language === 'bitcode' || language === 'ir';
}
