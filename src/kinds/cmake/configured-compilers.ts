// Which compilers a build folder was configured with, and for which system, as CMake found out: written when it first configured.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Link, Unit } from '../../model/program.ts';
import type { Warning } from '../../model/run.ts';
import { wordsOfText } from '../../flags/options.ts';
import { foreignSystem, foreignTriple, ofOtherSystem } from '../../flags/foreign-system.ts';
import { otherCompilerWarning } from '../../flags/other-compiler.ts';
import { shown } from '../../text/shown.ts';
import { cmakeCommands } from './cmake-words.ts';
import { useOwnCompiler } from './messages/folder.ts';
import type { CmakeReply } from './reply.ts';

const LANGUAGES = { c: 'C', 'c++': 'CXX' } as const;

type Folder = Pick<CmakeReply, 'build' | 'cmakeVersion'>;

/** @param units what the program is made of: compilers of other languages do not matter */
export async function configuredWarning(
  folder: Folder,
  units: readonly Unit[],
): Promise<Warning[]> {
  const names = new Set<string>();
  for (const { of, name } of languagesOf(units)) {
    if (of.length === 0) continue;
    const id = (await compilerFacts(folder, name)).get(`CMAKE_${name}_COMPILER_ID`);
    // AppleClang, IntelLLVM, ARMClang: clang by other names.
    if (id === undefined || /clang|llvm/iu.test(id)) continue;
    names.add(id === 'GNU' ? 'GCC' : shown(id));
  }
  return otherCompilerWarning(names, folder.build);
}

/**
 * @param target its name
 * @throws {FailureError} where the build folder makes the program for another system than this one.
 */
export async function refuseOtherSystem(
  folder: Folder,
  target: string,
  {
    units,
    link,
  }: { readonly units: readonly Unit[]; readonly link: Pick<Link, 'flags' | 'removed'> },
): Promise<void> {
  const systems = new Set<string>();
  for (const { of, name } of languagesOf(units)) {
    if (of.length === 0) continue;
    const facts = await compilerFacts(folder, name);
    const compiler = facts.get(`CMAKE_${name}_COMPILER`) ?? '';
    const words = (facts.get(`CMAKE_${name}_COMPILER_ARG1`) ?? '').split(/\s+/u);
    const system =
      [link, ...of]
        .map((part) => foreignSystem(compiler, [...words, ...wordsOf(part)]))
        .find((each) => each !== undefined) ??
      // `CMAKE_C_COMPILER_TARGET` shows in no command: CMake found the folder of this system's libraries with it.
      foreignTriple(facts.get(`CMAKE_${name}_LIBRARY_ARCHITECTURE`)) ??
      (await crossSystem(folder));
    if (system !== undefined) systems.add(system);
  }
  if (systems.size === 0) return;
  throw ofOtherSystem(target, systems, useOwnCompiler());
}

function languagesOf(units: readonly Unit[]): { name: string; of: Unit[] }[] {
  return Object.entries(LANGUAGES).map(([language, name]) => ({
    name,
    of: units.filter((unit) => unit.language === language),
  }));
}

function wordsOf({ flags, removed }: Pick<Link, 'flags' | 'removed'>): string[] {
  const kept = flags.filter((word) => typeof word === 'string');
  return [...kept, ...removed.flatMap(({ flag }) => wordsOfText(flag))];
}

/** What a toolchain file says that it is for. */
async function crossSystem({ build, cmakeVersion }: Folder): Promise<string | undefined> {
  const facts = await settingsIn(join(build, 'CMakeFiles', cmakeVersion, 'CMakeSystem.cmake'));
  if (facts.get('CMAKE_CROSSCOMPILING')?.toUpperCase() !== 'TRUE') return undefined;
  const system = facts.get('CMAKE_SYSTEM_NAME') ?? '';
  const processor = facts.get('CMAKE_SYSTEM_PROCESSOR') ?? '';
  const isOther = system !== '' && system !== facts.get('CMAKE_HOST_SYSTEM_NAME');
  if (isOther) return [system, processor].filter((word) => word !== '').join(' ');
  return foreignTriple(facts.get('CMAKE_SYSTEM_PROCESSOR'));
}

async function compilerFacts(
  { build, cmakeVersion }: Folder,
  language: string,
): Promise<ReadonlyMap<string, string>> {
  return settingsIn(join(build, 'CMakeFiles', cmakeVersion, `CMake${language}Compiler.cmake`));
}

/** Values of a file's `set` by their names, without those that are empty. */
async function settingsIn(file: string): Promise<ReadonlyMap<string, string>> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return new Map(
    cmakeCommands(text).flatMap(({ name, args: [key, value] }) =>
      name === 'set' && key !== undefined && value !== undefined && value !== ''
        ? [[key, value] as const]
        : [],
    ),
  );
}
