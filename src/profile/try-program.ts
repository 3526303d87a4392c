// One program, built for the baseline and started once without arguments: whether it needs some, and what it says of them.
import { join } from 'node:path';
import { openExecutor } from '../bench/open-executor.ts';
import { askHarness } from '../bench/harness/ask-harness.ts';
import { usageIn } from '../bench/usage-text.ts';
import { defaultBenchmark } from '../config/benchmarks.ts';
import type { ProfileRequest } from '../model/request.ts';
import { visibleLines } from '../text/visible-text.ts';
import { loadProject } from '../project/load-project.ts';
import type { AskingProgram } from './bitcode-variants.ts';
import { buildEach } from './build-each.ts';
import type { Site } from './build-each.ts';
import { homeOf } from './file-names.ts';
import { lineUp } from './line-up.ts';
import { lockMachine } from './machine-lock.ts';
import type { ProfileContext } from './profile-context.ts';

export interface Trial {
  /** It ended at once or complained, as programs do that were told nothing to do. */
  readonly needsArguments: boolean;
  /** What it says of its use, or whatever it printed: a few lines, safe to show. */
  readonly printed: string;
}

/** Milliseconds after which a program has something to do by itself. */
const DEADLINE = 3000;
/** Nanoseconds below which little but its start was timed. */
const SHORT = 5e6;
const MOST_LINES = 40;

const NOTHING: Trial = { needsArguments: false, printed: '' };

/**
 * Builds as a profile does, which then finds it built. Programs whose benchmarks are known are not tried.
 * @param request with one program
 * @throws {FailureError} as `buildEach`; a program that does not build is no trial, which its profile says
 */
export async function tryProgram(request: ProfileRequest, context: ProfileContext): Promise<Trial> {
  const [path = '.'] = request.paths;
  const { programs } = request;
  const project = await loadProject(path, programs === undefined ? {} : { programs });
  const [program] = project.programs;
  const isKnown =
    program === undefined ||
    program.benchmarksNamed === true ||
    program.harness !== undefined ||
    program.benchmarks.some(({ args }) => args.length > 0);
  if (isKnown) return NOTHING;
  const { signal, onEvent } = context;
  const lock = await lockMachine(project.directory, signal, (message) =>
    onEvent({ type: 'waiting', message }),
  );
  try {
    let trial = NOTHING;
    // Without targets, the baseline alone.
    await buildEach(
      { ...request, targets: [] },
      (target) => target,
      context,
      async (built, site) => {
        trial = await started(built, site, signal);
        return {};
      },
    );
    return trial;
  } finally {
    await lock.release();
  }
}

async function started(
  built: AskingProgram,
  { workshop }: Site,
  signal: AbortSignal,
): Promise<Trial> {
  const { workFolder, cache, toolchain } = workshop;
  const { baseline } = await lineUp(built, cache, join(workFolder, 'trial'));
  if (baseline === undefined || built.program.harness !== undefined) return NOTHING;
  const executor = await openExecutor(toolchain, { signal });
  try {
    const benchmark = {
      ...(built.program.benchmarks[0] ?? defaultBenchmark(built.program.directory)),
      timeLimit: DEADLINE,
    };
    const place = { stageFolder: join(workFolder, 'stage-trial'), ...homeOf(built.program) };
    const start = (): ReturnType<typeof askHarness> =>
      askHarness(benchmark, { ...{ contestant: baseline, executor, signal }, ...place });
    const asked = await start();
    if ('failure' in asked) {
      const { code, message, details = '' } = asked.failure;
      if (code === 'benchmark-timeout') return NOTHING;
      return { needsArguments: true, printed: lines(details === '' ? message : details) };
    }
    const { end, stdout, stderr } = asked.ran;
    if (end.kind === 'timeout') return NOTHING;
    const isRefusal =
      end.kind === 'signal' || end.code !== 0 || usageIn(asked.ran, benchmark) !== undefined;
    return {
      needsArguments: isRefusal || (await isShort(asked.ran.wall, start)),
      printed: lines([stdout, stderr].map(({ bytes }) => bytes.toString('utf8')).join('\n')),
    };
  } finally {
    await executor.close();
  }
}

/** Whether the fastest of a few starts takes no longer than a start: the first one reads its files from a disk. */
async function isShort(
  first: number,
  start: () => ReturnType<typeof askHarness>,
): Promise<boolean> {
  let wall = first;
  for (let left = 4; left > 0 && wall >= SHORT && wall < 20 * SHORT; left -= 1) {
    const { ran } = await start();
    if (ran !== undefined) wall = Math.min(wall, ran.wall);
  }
  return wall < SHORT;
}

function lines(text: string): string {
  return visibleLines(text.trim().split('\n').slice(0, MOST_LINES).join('\n'));
}
