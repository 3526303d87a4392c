// What somebody does whose sources are compiled without optimisation.
import type { Program, Unit } from '../model/program.ts';

/** "flags" is refused beside a build tool, which has the flags. */
const TOOL_ADVICE: Readonly<Record<NonNullable<Program['flagsFrom']>, string>> = {
  cmake:
    'a build folder that CMake configures with -DCMAKE_BUILD_TYPE=Release is, unless the project sets flags of its own',
  record:
    'give the build itself -O2 or -O3 (many take CFLAGS and CXXFLAGS), and record it again from a clean tree',
  cargo:
    'set `opt-level` in the profile of Cargo.toml, which is 3 for release unless something says otherwise',
  compileCommands:
    "have the project's build compile with -O2 or -O3 and write compile_commands.json again (CMake: -DCMAKE_BUILD_TYPE=Release)",
};

/** How to have these sources optimised, as it fits what says their flags. */
export function optimisingAdvice(
  { units, flagsFrom }: Program,
  sources: readonly string[],
): string {
  if (flagsFrom !== undefined) return TOOL_ADVICE[flagsFrom];
  return units.every((unit) => isBitcode(unit) || !sources.includes(unit.source))
    ? 'make the bitcode with `-O3 -Xclang -disable-llvm-passes`'
    : 'add -O2 or -O3 to "flags"';
}

function isBitcode({ language }: Unit): boolean {
  return language === 'bitcode' || language === 'ir';
}
