// Tests of CTest as benchmarks of the executable that they run, and those that are none, each with why.
import { basename, resolve } from 'node:path';
import { readText } from '../../files/read-text.ts';
import type { Benchmark } from '../../model/program.ts';
import type { Warning } from '../../model/run.ts';
import { defaultBenchmark } from '../../config/benchmarks.ts';
import type { CtestTest } from './ctest-file.ts';
import { testsLeftOut } from './messages/program.ts';
import type { LeftOut } from './messages/program.ts';
import { testEnvironment } from './test-environment.ts';

/** Of tests that run something else, those that are looked into, and the bytes of a script that are read. */
const MOST_READ = 100;
const MOST_BYTES = 256 * 1024;

/** Patterns in CMake's own dialect, for the output of both streams in the order of its writing: neither is known here. */
const JUDGED_BY_TEXT = [
  'PASS_REGULAR_EXPRESSION',
  'FAIL_REGULAR_EXPRESSION',
  'SKIP_REGULAR_EXPRESSION',
];

/**
 * Tests that run an executable and that CTest judges by its exit code: so does the check.
 * @param executable absolute path.
 */
export function testBenchmarks(tests: readonly CtestTest[], executable: string): Benchmark[] {
  return tests.flatMap((test) => {
    const { name, command, folder, properties } = test;
    const environment = testEnvironment(properties);
    if (!runs(test, executable) || unwanted(test) !== undefined) return [];
    const skipCode = Number(properties.get('SKIP_RETURN_CODE'));
    const directory = properties.get('WORKING_DIRECTORY');
    const timeLimit = Number(properties.get('TIMEOUT'));
    return [
      {
        ...defaultBenchmark(directory === undefined ? folder : resolve(folder, directory)),
        name,
        args: command.slice(1),
        ...environment,
        check: {
          output: 'exit-code' as const,
          succeeds: true,
          ...(skipCode > 0 ? { skipCode } : {}),
          ignoreLines: [],
        },
        ...(timeLimit > 0 ? { timeLimit: timeLimit * 1000 } : {}),
      },
    ];
  });
}

/** Those that look into a build folder of Retarget's own, where no step of the build has run that puts files there. */
export function withUnbuilt(benchmarks: readonly Benchmark[], build: string): Benchmark[] {
  return benchmarks.map((each) => {
    const places = [each.directory, ...each.args, ...Object.values(each.env)];
    return places.some((place) => place.includes(build)) ? { ...each, unbuilt: build } : each;
  });
}

/** Tests that have to do with the executable and are no benchmarks of it, by name; nothing where there is none. */
export async function leftOutTests(
  tests: readonly CtestTest[],
  executable: string,
): Promise<Warning[]> {
  const left: { readonly name: string; readonly why: LeftOut }[] = [];
  let looked = 0;
  for (const test of tests) {
    const why = runs(test, executable) ? unwanted(test) : undefined;
    const { name } = test;
    if (why !== undefined) left.push({ name, why });
    else if (!runs(test, executable) && looked++ < MOST_READ && (await names(test, executable))) {
      left.push({ name, why: { runBy: basename(test.command[0] ?? '') } });
    }
  }
  if (left.length === 0) return [];
  return [
    {
      code: 'tests-left-out',
      message: testsLeftOut({ executable: basename(executable), tests: left }),
    },
  ];
}

function runs({ command: [program = ''], folder }: CtestTest, executable: string): boolean {
  return resolve(folder, program) === executable;
}

/** Why nobody wants to see it run, or what its exit code does not say. */
function unwanted({ properties }: CtestTest): LeftOut | undefined {
  if (isOn(properties.get('WILL_FAIL'))) return 'fails';
  if (isOn(properties.get('DISABLED'))) return 'disabled';
  const judge = JUDGED_BY_TEXT.find((name) => (properties.get(name) ?? '') !== '');
  if (judge !== undefined) return { judgedBy: judge };
  if (properties.get('SKIP_RETURN_CODE') === '0') return 'skipped';
  return testEnvironment(properties) === undefined ? 'environment' : undefined;
}

/** Whether its command line, or a script on it, names the executable: `sh -c "app --quick"`, `check.sh`. */
async function names({ command, folder }: CtestTest, executable: string): Promise<boolean> {
  if (command.some((word) => word.includes(executable))) return true;
  const name = basename(executable).replaceAll(/[.*+?^${}()|[\]\\]/gu, '\\$&');
  const word = new RegExp(`(?:^|[\\s"'/;&|(])${name}(?:$|[\\s"';&|)])`, 'mu');
  const [program = '', ...args] = command;
  if (/^(?:ba|da|z|k)?sh$/u.test(basename(program)) && args.some((arg) => word.test(arg))) {
    return true;
  }
  for (const file of command.map((each) => resolve(folder, each))) {
    if (word.test(await scriptText(file))) return true;
  }
  return false;
}

/** Nothing of what is no short text. */
async function scriptText(file: string): Promise<string> {
  try {
    const text = await readText(file, MOST_BYTES);
    return text.includes('\0') ? '' : text;
  } catch {
    return '';
  }
}

function isOn(value: string | undefined): boolean {
  return value !== undefined && /^(?:1|on|yes|true|y|[1-9]\d*)$/iu.test(value);
}
