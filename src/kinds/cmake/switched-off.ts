// Options of a CMake project that are off and may bring what is missing: its benchmarks, tests, examples, tools.
import { resolve } from 'node:path';
import { cmakeCommands } from './cmake-words.ts';
import { optionsOff } from './messages/offers.ts';
import { listsText, namedExecutables } from './scan-lists.ts';

const MOST_NAMED = 4;
/** Whole words of options that bring executables; those that measure first. */
const BRINGS = [
  /^(?:bench(?:es|mark|marks|marking)?|perf(?:ormance)?)$/iu,
  /^(?:demos?|tools?|utils?|utilities|examples?|samples?|programs?|progs?|apps?|applications?|cli|cmd|exe|executables?|binary|binaries|bin)$/iu,
  /^(?:tests?|testing|unittests?|testsuite)$/iu,
];

/**
 * Which option to switch on, and how.
 * @param build the user's own build folder; without it Retarget's, which takes options
 */
export async function optionsAdvice(
  source: string,
  build: string | undefined,
): Promise<ReturnType<typeof optionsOff>> {
  return optionsOff({ names: await switchedOff(source), build });
}

/** Names of options that its CMakeLists.txt says are off: those that an executable's `if()` asks for, then by their words. */
async function switchedOff(source: string): Promise<string[]> {
  const off = new Set<string>();
  const asked = new Set<string>();
  const conditions: Condition[] = [];
  for (const { name, args } of cmakeCommands(await listsText(source))) {
    const [option = '', , value = 'OFF'] = args;
    const isOption = name === 'option' || name === 'cmake_dependent_option';
    if (isOption && /^\w+$/u.test(option) && /^(?:OFF|NO|FALSE|0|N)$/iu.test(value))
      off.add(option);
    else if (name === 'if') conditions.push({ args, holds: true });
    else if (name === 'elseif') conditions.splice(-1, 1, { args, holds: true });
    else if (name === 'else')
      conditions.push(...conditions.splice(-1).map((each) => ({ ...each, holds: false })));
    else if (name === 'endif') conditions.pop();
    else if (conditions.length > 0 && (await makesExecutables(source, name, args)))
      for (const word of conditions.flatMap(askedFor)) asked.add(word);
  }
  const ranks = [...off].flatMap((option) => {
    const words = option.split('_');
    const rank = BRINGS.findIndex((pattern) => words.some((word) => pattern.test(word)));
    if (rank === -1 && !asked.has(option)) return [];
    return [
      {
        option,
        rank: (asked.has(option) ? 0 : BRINGS.length) + (rank === -1 ? BRINGS.length - 1 : rank),
      },
    ];
  });
  return ranks
    .sort((left, right) => left.rank - right.rank)
    .slice(0, MOST_NAMED)
    .map(({ option }) => option);
}

interface Condition {
  readonly args: readonly string[];
  readonly holds: boolean;
}

/** The words that a condition wants to be on. */
function askedFor({ args, holds }: Condition): string[] {
  return args
    .filter((_, at) => (args[at - 1]?.toUpperCase() === 'NOT') !== holds)
    .map((word) => word.replace(/^\$\{(\w+)\}$/u, '$1'));
}

async function makesExecutables(
  source: string,
  name: string,
  [folder = '']: readonly string[],
): Promise<boolean> {
  if (name === 'add_executable') return true;
  if (name !== 'add_subdirectory' || folder.includes('$')) return false;
  return (await namedExecutables(resolve(source, folder))).length > 0;
}
