// What somebody does whose sources are compiled without optimisation.
import type { PreparedProgram, Unit } from '../model/program.ts';
import { kindAt } from '../project/kinds.ts';
import { OPTIMIZE_BITCODE, OPTIMIZE_FLAGS } from './messages/builds.ts';

/** How to have these sources optimised, as it fits what says their flags. */
export function optimisingAdvice(
  { units, flagsFrom }: PreparedProgram,
  sources: readonly string[],
): string {
  // "flags" is refused beside a build tool, which has the flags.
  const ofTool = flagsFrom === undefined ? undefined : kindAt(flagsFrom).advice?.optimise;
  if (ofTool !== undefined) return ofTool;
  return units.every((unit) => isBitcode(unit) || !sources.includes(unit.source))
    ? OPTIMIZE_BITCODE
    : OPTIMIZE_FLAGS;
}

function isBitcode({ language }: Unit): boolean {
  return language === 'bitcode' || language === 'ir';
}
