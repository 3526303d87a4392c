// Which compilers a build folder was configured with, as CMake found them out: written beside its cache when it first configured.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Unit } from '../../model/program.ts';
import type { Warning } from '../../model/run.ts';
import { otherCompilerWarning } from '../other-compiler.ts';
import { shown } from '../shown.ts';
import { cmakeCommands } from './cmake-words.ts';
import type { CmakeReply } from './reply.ts';

const LANGUAGES = { c: 'C', 'c++': 'CXX' } as const;

/** @param units what the program is made of: compilers of other languages do not matter */
export async function configuredWarning(
  { build, cmakeVersion }: Pick<CmakeReply, 'build' | 'cmakeVersion'>,
  units: readonly Unit[],
): Promise<Warning[]> {
  const names = new Set<string>();
  for (const [language, name] of Object.entries(LANGUAGES)) {
    if (!units.some((unit) => unit.language === language)) continue;
    const file = join(build, 'CMakeFiles', cmakeVersion, `CMake${name}Compiler.cmake`);
    const id = await compilerId(file, name);
    // AppleClang, IntelLLVM, ARMClang: clang by other names.
    if (id === undefined || /clang|llvm/iu.test(id)) continue;
    names.add(id === 'GNU' ? 'GCC' : shown(id));
  }
  return otherCompilerWarning(`The build in ${shown(build)}`, names);
}

async function compilerId(file: string, language: string): Promise<string | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const [, id] =
    cmakeCommands(text).find(
      ({ name, args }) => name === 'set' && args[0] === `CMAKE_${language}_COMPILER_ID`,
    )?.args ?? [];
  return id === '' ? undefined : id;
}
