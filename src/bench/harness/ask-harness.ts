// Runs the baseline's executable once, to see what it prints.
import type { Benchmark, OwnExecutable } from '../../model/program.ts';
import type { Executor } from '../executor.ts';
import { Launcher, type Launched } from '../launcher.ts';
import { openStage, type Contestant } from '../stage.ts';

/** Bytes of a list that are kept: some hundred thousand names. */
const KEPT_LIST = 16 * 1024 * 1024;

export interface HarnessContext {
  /** The baseline's. */
  readonly contestant: Contestant;
  readonly executor: Executor;
  readonly signal?: AbortSignal | undefined;
  /** As `measureBenchmark` has them. */
  readonly stageFolder: string;
  readonly executableName: string;
  readonly home?: Pick<OwnExecutable, 'path' | 'root'>;
}

/** As a benchmark is run: same place, same environment, same limits. */
export async function askHarness(
  benchmark: Benchmark,
  { contestant, executor, signal, stageFolder, executableName, home }: HarnessContext,
): Promise<Launched> {
  const stage = await openStage(stageFolder, executableName, [contestant], home);
  try {
    const launcher = new Launcher(benchmark, stage, executor, { baseline: contestant, signal });
    const { ran, failure } = await launcher.run({
      ...{ variant: contestant, padding: 0, capture: 'both', keep: KEPT_LIST },
    });
    return ran === undefined ? { failure } : { ran };
  } finally {
    await stage.clear();
  }
}
