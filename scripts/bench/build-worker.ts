// One build in a process of its own, so that its compilers' CPU time can be told: prints one line of JSON.
//   build-worker.mjs retarget|bitcode|rebuild <configuration> <work folder> <target...>
import { subscribe } from 'node:diagnostics_channel';
import { mkdir, readdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import pLimit from 'p-limit';
import { buildProgram } from '../../src/build/build-program.ts';
import { ArtifactCache } from '../../src/cache/artifact-cache.ts';
import type { PreparedProgram } from '../../src/model/program.ts';
import type { Target } from '../../src/model/target.ts';
import type { Toolchain } from '../../src/model/toolchain.ts';
import { runProcess } from '../../src/process/run-process.ts';
import { unitDefaults } from '../../src/profile/unit-defaults.ts';
import { loadProject } from '../../src/project/load-project.ts';
import { linkArgv } from '../../src/toolchain/clang-link.ts';
import { findToolchain } from '../../src/toolchain/find-toolchain.ts';
import { targetFlags } from '../../src/toolchain/target-flags.ts';

export interface WorkerAnswer {
  /** Milliseconds of wall time of the build alone. */
  readonly wall: number;
  /** Milliseconds of this process's own CPU time, from its start. */
  readonly ownCpu: number;
  readonly stepsRun: number;
  /** Started by this process while it built: steps, and questions to the tools. */
  readonly processes: number;
  /** Bytes: this process's own, at its peak. */
  readonly peakMemory: number;
  /** Most files open at once in this process, looked at now and then; 0 where the system does not tell. */
  readonly mostFiles: number;
}

/** `bitcode`: without looking for code that looks at the target. */
export type BuildMode = 'retarget' | 'bitcode' | 'rebuild';

/** Milliseconds between looks at the open files. */
const LOOK_EVERY = 50;

const [mode = '', configuration = '', folder = '', ...names] = process.argv.slice(2);

async function main(): Promise<void> {
  const toolchain = await findToolchain();
  const { programs } = await loadProject(configuration);
  const [program] = programs;
  if (program === undefined || program.preparation !== undefined)
    throw new Error(`${configuration} has no program that is known`);
  const targets = names.map((name): Target => ({ name, features: [name], fit: { kind: 'runs' } }));
  await mkdir(join(folder, 'work'), { recursive: true });
  let mostFiles = 0;
  let processes = 0;
  subscribe('child_process', () => (processes += 1));
  const looking = setInterval(() => {
    void readdir('/proc/self/fd').then(
      (files) => (mostFiles = Math.max(mostFiles, files.length)),
      () => undefined,
    );
  }, LOOK_EVERY);
  const started = performance.now();
  const stepsRun =
    mode === 'rebuild'
      ? await rebuild(program, targets, toolchain)
      : await retarget(program, targets, toolchain);
  const wall = performance.now() - started;
  clearInterval(looking);
  const { user, system } = process.cpuUsage();
  const answer: WorkerAnswer = {
    ...{ wall, stepsRun, processes, mostFiles },
    ownCpu: (user + system) / 1000,
    peakMemory: process.resourceUsage().maxRSS * 1024,
  };
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}

async function retarget(
  program: PreparedProgram,
  targets: readonly Target[],
  toolchain: Toolchain,
): Promise<number> {
  const { signal } = new AbortController();
  const built = await buildProgram(program, targets, {
    ...{ toolchain, signal },
    cache: new ArtifactCache({ folder: join(folder, 'cache') }),
    workFolder: join(folder, 'work'),
    unitDefault: unitDefaults(toolchain, signal),
    bitcodeOnly: mode === 'bitcode',
  });
  const failed =
    built.failure ?? built.variants.find(({ variant }) => variant.failure)?.variant.failure;
  if (failed !== undefined) throw new Error(`${failed.message}\n${failed.details ?? ''}`);
  return built.facts.stepsRun;
}

/** What a person would do: every unit compiled from its source for every target, as many at once as there are cores. */
async function rebuild(
  program: PreparedProgram,
  targets: readonly Target[],
  toolchain: Toolchain,
): Promise<number> {
  const slot = pLimit(availableParallelism());
  let steps = 0;
  const run = (argv: readonly string[]): Promise<void> =>
    slot(async () => {
      const [command = '', ...args] = argv;
      const { exitCode, stderr } = await runProcess({ command, args, cwd: program.directory });
      if (exitCode !== 0) throw new Error(stderr);
      steps += 1;
    });
  await Promise.all(
    targets.map(async (target, targetIndex) => {
      const objects = await Promise.all(
        program.units.map(async (unit, unitIndex) => {
          const object = join(folder, 'work', `${targetIndex}-${unitIndex}.o`);
          const compiler =
            unit.language === 'c++' ? (toolchain.clangxx ?? toolchain.clang) : toolchain.clang;
          await run([
            compiler,
            ...unit.flags,
            ...targetFlags(toolchain, target),
            '-c',
            unit.source,
            '-o',
            object,
          ]);
          return object;
        }),
      );
      await run(
        linkArgv(toolchain, program, {
          objects,
          output: join(folder, 'work', `${targetIndex}.exe`),
        }),
      );
    }),
  );
  return steps;
}

await main();
