// The tests that a build folder registers with CTest, read from its CTestTestfile.cmake. CTest itself is not run.
import { join, resolve } from 'node:path';
import { MOST_GENERATED, readText } from '../../files/read-text.ts';
import { cmakeCommands } from './cmake-words.ts';
import type { CmakeCommand } from './cmake-words.ts';

export interface CtestTest {
  readonly name: string;
  /** Absolute path of the program, and its arguments. */
  readonly command: readonly string[];
  /** Absolute path of the folder that registers it. */
  readonly folder: string;
  readonly properties: ReadonlyMap<string, string>;
}

const FILE = 'CTestTestfile.cmake';
const MOST_FILES = 1000;

/**
 * All tests below a build folder, in CTest's order.
 * @param configuration which one's, where the folder has several.
 */
export async function ctestTests(build: string, configuration: string): Promise<CtestTest[]> {
  const tests: CtestTest[] = [];
  const folders = new Set([resolve(build)]);
  for (const folder of folders) {
    const text = await readText(join(folder, FILE), MOST_GENERATED).catch(() => '');
    const own = new Map<string, CtestTest & { readonly properties: Map<string, string> }>();
    for (const { name, args } of livingCommands(cmakeCommands(text), configuration)) {
      const [first = '', ...rest] = args;
      if (name === 'subdirs' && folders.size < MOST_FILES) {
        for (const below of args) folders.add(resolve(folder, below));
      } else if (name === 'add_test' && rest[0] !== undefined && rest[0] !== 'NOT_AVAILABLE') {
        own.set(first, { name: first, command: rest, folder, properties: new Map() });
      } else if (name === 'set_tests_properties') {
        const properties = args.indexOf('PROPERTIES');
        for (const test of args.slice(0, properties)) {
          for (let at = properties + 1; at + 1 < args.length; at += 2) {
            own.get(test)?.properties.set(args[at] ?? '', args[at + 1] ?? '');
          }
        }
      }
    }
    tests.push(...own.values());
  }
  return tests;
}

/** Leaves out what is for other configurations, and what depends on anything else: tests that a build has yet to find. */
function* livingCommands(
  commands: readonly CmakeCommand[],
  configuration: string,
): Generator<CmakeCommand> {
  const open: { living: boolean; done: boolean }[] = [];
  for (const command of commands) {
    const inner = open.at(-1);
    if (command.name === 'if') {
      const living = holds(command.args, configuration);
      open.push({ living: living === true, done: living !== false });
    } else if (command.name === 'endif') open.pop();
    else if (inner !== undefined && (command.name === 'elseif' || command.name === 'else')) {
      const living = command.name === 'else' || holds(command.args, configuration);
      inner.living = !inner.done && living === true;
      inner.done ||= living !== false;
    } else if (open.every(({ living }) => living)) yield command;
  }
}

/** Whether a condition on the configuration holds; nothing for another one. */
function holds(
  [subject, operator, pattern]: readonly string[],
  configuration: string,
): boolean | undefined {
  if (subject?.replace(/^\$\{(.*)\}$/u, '$1') !== 'CTEST_CONFIGURATION_TYPE') return undefined;
  if (operator !== 'MATCHES' || pattern === undefined) return undefined;
  // Written by CMake from names of configurations: `^([Dd][Ee][Bb][Uu][Gg])$`.
  const names = /^\^\((.*)\)\$$/u.exec(pattern)?.[1]?.replaceAll(/\[(.).\]/gu, '$1');
  return names?.split('|').some((name) => name.toLowerCase() === configuration.toLowerCase());
}
