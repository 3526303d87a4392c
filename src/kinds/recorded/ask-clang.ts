// Which flags of a build that another compiler made clang does not take: it is asked, all at once, until it takes the rest.
import type { Toolchain } from '../../model/toolchain.ts';
import { runTool } from '../../process/run-process.ts';
import { cleanFlags } from '../../flags/flags.ts';
import { readOptions } from '../../flags/options.ts';
import type { RecordedStep } from './recorded-step.ts';
import { isClang, toolCall } from '../../flags/tools.ts';

const MOST_QUESTIONS = 40;
const TIME_LIMIT = 30_000;
/** Unknown warnings are none to worry about; names of files, macros and libraries are not asked about. */
const ASKED = /^-(?:f|m|O|g|p|Wa,|-)/u;

/** Sorted, each once. Nothing where everything was compiled by clang. */
export async function refusedFlags(
  steps: readonly RecordedStep[],
  toolchain: Pick<Toolchain, 'clang'>,
  signal: AbortSignal,
): Promise<string[]> {
  const asked = new Set<string>();
  for (const step of steps) {
    const call = toolCall(step);
    // What gfortran links, clang links too.
    if (call === undefined || isClang(step)) continue;
    if (call.kind !== 'driver' && call.name !== 'gfortran') continue;
    for (const { words } of readOptions(cleanFlags(call.words, 'compile').kept)) {
      const [flag = '', ...values] = words;
      if (values.length === 0 && ASKED.test(flag)) asked.add(flag);
    }
  }
  const refused = new Set<string>();
  let left = [...asked];
  for (let question = 0; left.length > 0 && question < MOST_QUESTIONS; question += 1) {
    const complaints = await complaintsAbout(left, toolchain, signal);
    if (complaints === undefined) break;
    const named = left.filter((flag) => isNamed(flag, complaints));
    // A complaint that names none of them: each is asked about by itself.
    const guilty = named.length > 0 ? named : await oneByOne(left, toolchain, signal);
    for (const flag of guilty) refused.add(flag);
    left = left.filter((flag) => !refused.has(flag));
    if (named.length === 0) break;
  }
  return [...refused].sort();
}

/** What clang says where it refuses to compile an empty file with these; nothing where it does not. */
async function complaintsAbout(
  flags: readonly string[],
  { clang }: Pick<Toolchain, 'clang'>,
  signal: AbortSignal,
): Promise<string | undefined> {
  const args = [
    ...flags,
    '-fno-color-diagnostics',
    '-w',
    '-x',
    'c',
    '-c',
    '/dev/null',
    '-o',
    '/dev/null',
  ];
  const result = await runTool({ command: clang, args, signal, timeLimit: TIME_LIMIT });
  return result.exitCode === 0 ? undefined : result.stderr;
}

async function oneByOne(
  flags: readonly string[],
  toolchain: Pick<Toolchain, 'clang'>,
  signal: AbortSignal,
): Promise<string[]> {
  const guilty: string[] = [];
  for (const flag of flags) {
    if ((await complaintsAbout([flag], toolchain, signal)) !== undefined) guilty.push(flag);
  }
  return guilty;
}

function isNamed(flag: string, complaints: string): boolean {
  if (complaints.includes(`'${flag}'`)) return true;
  // unsupported argument 'x' to option '-fy='; invalid value 'x' in '-fy=x' names it whole.
  const [, option = '', value = ''] =
    /^(-[^=]+=)(.*)$/u.exec(flag) ?? /^(-Wa,)(.*)$/u.exec(flag) ?? [];
  return option !== '' && complaints.includes(`'${value}'`) && complaints.includes(`'${option}'`);
}
