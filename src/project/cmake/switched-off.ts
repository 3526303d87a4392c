// Options of a CMake project that are off and may bring what is missing: its benchmarks, tests, examples, tools.
import { quoteCommand } from '../flags/command-line.ts';
import { cmakeCommands } from './cmake-words.ts';
import { listsText } from './scan-lists.ts';

const MOST_NAMED = 4;
/** Of options that bring executables; those that measure first. */
const BRINGS = [/BENCH|PERF/iu, /DEMO|TOOL|EXAMPLE|SAMPLE|PROGRAM|APP|CLI|EXECUTABLE/iu, /TEST/iu];

/**
 * Which option to switch on, and how.
 * @param build the user's own build folder; without it Retarget's, which takes options on the command line
 */
export async function optionsAdvice(source: string, build: string | undefined): Promise<string> {
  const names = await switchedOff(source);
  const [first = 'BUILD_BENCHMARKS'] = names;
  const word = `-D${first}=ON`;
  const how = build === undefined ? `--cmake-option=${word}` : quoteCommand(['cmake', build, word]);
  const what =
    names.length === 0
      ? "An option of the project's may switch its benchmarks, tests or examples on"
      : `Off are ${names.join(', ')}: switch on what you need`;
  return `${what}${names.length === 0 ? ':' : ','} ${how}${names.length === 0 ? ', or the like' : ''}.`;
}

/** Names of options that its CMakeLists.txt says are off. */
async function switchedOff(source: string): Promise<string[]> {
  const found = new Map<string, number>();
  for (const { name, args } of cmakeCommands(await listsText(source))) {
    const [option = '', , value = 'OFF'] = args;
    if (name !== 'option' || !/^(?:OFF|NO|FALSE|0)$/iu.test(value)) continue;
    const rank = BRINGS.findIndex((pattern) => pattern.test(option));
    if (rank !== -1 && /^\w+$/u.test(option)) found.set(option, rank);
  }
  const ranked = [...found].sort(([, left], [, right]) => left - right);
  return ranked.slice(0, MOST_NAMED).map(([option]) => option);
}
