// How fast variants are built: against the limit that their own compilers' CPU time sets, and against full rebuilds; and how
// long it takes to the first execution where nothing has changed.
import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { openExecutor } from '../../src/bench/open-executor.ts';
import type { Executor } from '../../src/bench/executor.ts';
import { median } from '../../src/stats/spread.ts';
import { findToolchain } from '../../src/toolchain/find-toolchain.ts';
import { environment } from './environment.ts';
import { firstSample } from './first-sample.ts';
import { buildByCmake, generateCpp, generateSmallC } from './generated-programs.ts';
import type { BenchTable } from './table.ts';
import { timedBuild, type TimedBuild } from './timed-build.ts';

const TARGETS = ['x86-64', 'x86-64-v2', 'x86-64-v3', 'x86-64-v4', 'znver4', 'sapphirerapids'];
const CPP_UNITS = 24;
const CMAKE_UNITS = 200;

export async function run(): Promise<BenchTable> {
  const folder = await mkdtemp(join(tmpdir(), 'retarget-bench-build-'));
  const executor = await openExecutor(await findToolchain());
  try {
    const example = join(process.cwd(), 'examples', 'kernels', 'retarget.json');
    const cpp = await generateCpp(join(folder, 'cpp'), CPP_UNITS);
    const rows = [
      await compare('example', example, 7, executor, folder),
      await compare(`C++, ${CPP_UNITS} units`, cpp.configuration, 3, executor, folder),
    ];
    const touched = await touchOne(cpp, executor, folder);
    const env = environment({ RETARGET_CACHE: join(folder, 'cache') });
    const small = await generateSmallC(join(folder, 'small'), CMAKE_UNITS);
    const unchanged = [
      `example ${seconds(await firstSample(dirname(example), env))}`,
      `CMake, ${CMAKE_UNITS} units ${seconds(await firstSample(await buildByCmake(small), env))}`,
    ];
    return {
      title: `Build: ${TARGETS.length} targets on ${availableParallelism()} cores (medians of interleaved builds)`,
      columns: [
        ...['program', 'retarget', 'limit', 'over limit', 'full rebuilds', 'over rebuilds'],
        ...['own CPU', 'processes', 'of them steps'],
      ],
      rows,
      notes: [
        'limit: CPU seconds of its front ends (once), code generations and links, over the cores; at most 1.15 wanted.',
        `One C++ file touched: ${touched} steps run (its front end, ${TARGETS.length} code generations, ${TARGETS.length} links).`,
        `Nothing changed, start to first execution: ${unchanged.join(', ')}; under 0.30 s wanted.`,
      ],
    };
  } finally {
    await executor.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function compare(
  name: string,
  configuration: string,
  times: number,
  executor: Executor,
  folder: string,
): Promise<string[]> {
  const ours: TimedBuild[] = [];
  const theirs: TimedBuild[] = [];
  for (let i = 0; i < times; i++) {
    ours.push(
      await timedBuild('retarget', configuration, join(folder, `ours-${name}-${i}`), {
        executor,
        targets: TARGETS,
      }),
    );
    theirs.push(
      await timedBuild('rebuild', configuration, join(folder, `theirs-${name}-${i}`), {
        executor,
        targets: TARGETS,
      }),
    );
  }
  const limits = ours.map(({ compilers }) => compilers / availableParallelism());
  const overLimit = median(ours.map(({ wall }, i) => wall / (limits[i] ?? NaN)));
  const overRebuilds = median(ours.map(({ wall }, i) => wall / (theirs[i]?.wall ?? NaN)));
  return [
    name,
    seconds(median(ours.map(({ wall }) => wall))),
    seconds(median(limits)),
    overLimit.toFixed(2),
    seconds(median(theirs.map(({ wall }) => wall))),
    overRebuilds.toFixed(2),
    seconds(median(ours.map(({ ownCpu }) => ownCpu))),
    String(median(ours.map(({ processes }) => processes))),
    String(median(ours.map(({ stepsRun }) => stepsRun))),
  ];
}

async function touchOne(
  program: { readonly configuration: string; readonly oneSource: string },
  executor: Executor,
  folder: string,
): Promise<number> {
  const place = join(folder, 'touched');
  await timedBuild('retarget', program.configuration, place, { executor, targets: TARGETS });
  await appendFile(program.oneSource, '\nint touched;\n');
  return (
    await timedBuild('retarget', program.configuration, place, { executor, targets: TARGETS })
  ).stepsRun;
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(2)} s`;
}
