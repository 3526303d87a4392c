// Measures one benchmark of one program for several targets: stage, check, warm-up, rounds, warnings. What the profile calls.
import type { Failure } from '../model/failure.ts';
import type { Benchmark, OwnExecutable } from '../model/program.ts';
import type { Sample } from '../model/run.ts';
import { compared, samplesOf, variantId, type VariantIdentity } from '../model/variant.ts';
import { leastRounds } from '../stats/stopping.ts';
import { checkVariants, type Checked } from './check-variants.ts';
import type { Executor } from './executor.ts';
import { judgeSamples, type JudgedSamples } from './judge.ts';
import { Launcher } from './launcher.ts';
import { isBusy, watchMachine } from './machine-watch.ts';
import { NOTHING, NOTHING_MEASURED, withoutRounds, type Measured } from './measured.ts';
import { noCpuTime } from './messages/metrics.ts';
import { measureRounds, type RoundProgress } from './rounds.ts';
import { sampleWarnings } from './sample-warnings.ts';
import { selfTimedWarning } from './self-timed.ts';
import { bitcodeWarnings, leftWarnings } from './variant-warnings.ts';
import { openStage, type Contestant, type Stage } from './stage.ts';

export interface MeasureRequest {
  /** What is executed. */
  readonly benchmark: Benchmark;
  /**
   * What each execution is a sample of: benchmarks that differ from it, and from each other, in their names and in what their
   * metric reads; itself without it.
   */
  readonly rows?: readonly Benchmark[];
  /** Distinct executables only, the baseline's first. */
  readonly contestants: readonly Contestant[];
  /** Contestant that is a target's code from shared IR, by the target's own: what that one gains over it is told too. */
  readonly bitcodeOf?: ReadonlyMap<VariantIdentity, VariantIdentity>;
  /** Half-width of the relative interval to reach, such as 0.01. */
  readonly precision: number;
  /** Seconds of rounds; checks and warm-up come on top. At least `leastRounds` are measured whatever it is. */
  readonly budget: number;
  /** In the whole run, this benchmark's included: the more, the more rounds a verdict takes. Without it, this benchmark's. */
  readonly comparisons?: number;
  /** 32 bits, unsigned: the same seed gives the same order of variants and the same environment sizes. */
  readonly seed: number;
  /** Core to run on. */
  readonly pin?: number;
  /** Absolute path of a folder, on the executables' file system where possible; a folder of its own is made within and removed. */
  readonly stageFolder: string;
  /** File name that every variant runs under. */
  readonly executableName: string;
  /** Where the program would lie by itself. */
  readonly home?: Pick<OwnExecutable, 'path' | 'root'>;
  /** A stage of these contestants that others share, which is left as it is; without it one is opened and removed. */
  readonly stage?: () => Promise<Stage>;
  /** The program's flags let the compiler reorder floating-point operations (-ffast-math). */
  readonly reorders?: boolean;
  /** The program as a retarget.json of its own would name it, where there is none and none is offered. */
  readonly written?: object | undefined;
}

export interface MeasureOptions {
  readonly executor: Executor;
  readonly signal?: AbortSignal | undefined;
  /** A variant's output is about to be checked. */
  readonly onCheck?: ((variant: VariantIdentity) => void) | undefined;
  readonly onRound?: ((progress: RoundProgress) => void) | undefined;
}

/** With what it means by itself; correcting over a whole run is the caller's. */
export type Measurement = Measured & JudgedSamples;

/** A benchmark whose outputs were checked, and which holds its stage, where that is its own, until it is closed. */
export interface CheckedBenchmark {
  /** Seconds that one round takes, as the check's executions took; absent where nothing can be measured. */
  readonly roundSeconds?: number;
  /** Warms up and measures, once. Failures of the check are in the results too: one for each row, in order. */
  measure(
    share: Pick<MeasureRequest, 'budget' | 'comparisons'>,
    onRound?: (progress: RoundProgress) => void,
  ): Promise<readonly Measured[]>;
  /** Removes the stage; once is enough. */
  close(): Promise<void>;
}

/**
 * Checks, warms up and measures. An abort resolves with `stopped: 'interrupted'` and the finished rounds.
 * Failures of the program, its files and the executor are in the result; only defects throw.
 */
export async function measureBenchmark(
  request: MeasureRequest,
  options: MeasureOptions,
): Promise<Measurement> {
  const checked = await checkBenchmark(request, options);
  try {
    const [measured = NOTHING] = await checked.measure(request, options.onRound);
    return { ...measured, ...judgeSamples(measured, request.benchmark.metric, request) };
  } finally {
    await checked.close();
  }
}

/** The first half of `measureBenchmark`: what it finds out, how long a round takes included, is known before anything is measured. */
export async function checkBenchmark(
  request: Omit<MeasureRequest, 'budget' | 'comparisons'>,
  options: Omit<MeasureOptions, 'onRound'>,
): Promise<CheckedBenchmark> {
  const { benchmark, contestants } = request;
  const { executor, signal } = options;
  const ofEach = (measured: Measured): Measured[] =>
    (request.rows ?? [benchmark]).map(() => measured);
  const ended = (measured: Measured): CheckedBenchmark => ({
    measure: () => Promise.resolve(ofEach(measured)),
    close: () => Promise.resolve(),
  });
  const unmeasurable = unsupported(benchmark, executor);
  if (unmeasurable !== undefined)
    return ended({ ...NOTHING_MEASURED, stopped: 'failed', failure: unmeasurable });
  let ownStage: Stage | undefined;
  const close = async (): Promise<void> => ownStage?.clear();
  try {
    const stage =
      (await request.stage?.()) ??
      (ownStage = await openStage(
        ...([request.stageFolder, request.executableName, contestants, request.home] as const),
      ));
    const launcher = new Launcher(benchmark, stage, executor, {
      baseline: baselineOf(contestants),
      pin: request.pin,
      signal,
    });
    const checked = await checkStaged(request, options, launcher);
    return {
      ...(checked.failure === undefined ? { roundSeconds: launcher.roundSeconds } : {}),
      measure: (share, onRound) =>
        measureStaged({ ...request, ...share }, { executor, onRound }, launcher, checked).catch(
          (error: unknown) => ofEach(withoutRounds(error, signal)),
        ),
      close,
    };
  } catch (error) {
    await close();
    return ended(withoutRounds(error, signal));
  }
}

/** @throws {TypeError} where there is nothing to measure. */
function baselineOf([baseline]: readonly Contestant[]): Contestant {
  if (baseline === undefined) throw new TypeError('There is no contestant.');
  return baseline;
}

function checkStaged(
  {
    benchmark,
    rows,
    contestants,
    reorders,
    written,
  }: Omit<MeasureRequest, 'budget' | 'comparisons'>,
  { onCheck }: MeasureOptions,
  launcher: Launcher,
): Promise<Checked> {
  const [baseline, others] = [baselineOf(contestants), contestants.slice(1)];
  return checkVariants(benchmark, baseline, others, launcher, { onCheck, rows, reorders, written });
}

async function measureStaged(
  request: MeasureRequest,
  { executor, onRound }: Pick<MeasureOptions, 'executor' | 'onRound'>,
  launcher: Launcher,
  checked: Checked,
): Promise<readonly Measured[]> {
  const { benchmark, contestants, rows = [benchmark] } = request;
  const baseline = baselineOf(contestants);
  const ended = (failure: Failure, failures: ReadonlyMap<string, Failure>): Measured[] =>
    rows.map(({ name }) => ({
      ...{ ...NOTHING_MEASURED, stopped: 'failed', failures, failure },
      warnings: checked.warnings.map((warning) => ({ ...warning, benchmark: name })),
    }));
  if (checked.failure !== undefined) return ended(checked.failure, checked.failures);
  const failures = new Map(checked.failures);
  const alive = (): Contestant[] => contestants.filter((each) => !failures.has(variantId(each)));
  await warmUp(benchmark, alive(), launcher, checked.exitCode, baseline, failures);
  const failure = failures.get(variantId(baseline));
  if (failure !== undefined) {
    failures.delete(variantId(baseline));
    return ended(failure, failures);
  }

  const watch = await watchMachine();
  const cpuBefore = launcher.cpuTime;
  const own = compared(alive()).length - 1;
  const result = await measureRounds(
    {
      ...{ ...request, rows, baseline, variants: alive(), exitCode: checked.exitCode },
      readsStderr: checked.readsStderr,
      checkAgain: checked.again,
      leastRounds: leastRounds(request.comparisons ?? own),
    },
    launcher,
    onRound,
  );
  const machine = await watch.stop(executor.measuresCpu ? launcher.cpuTime - cpuBefore : undefined);
  const selfTimed = await selfTimedWarning(
    benchmark,
    result.rows[0]?.judgement.comparisons ?? [],
    compared(contestants),
    launcher,
  );
  const aside = [
    ...checked.warnings,
    ...machine,
    ...selfTimed,
    ...leftWarnings(contestants, launcher),
  ];
  return result.rows.map((row, index): Measured => {
    const own = new Map([...failures, ...row.failures]);
    const baselineFailure = own.get(variantId(baseline));
    own.delete(variantId(baseline));
    const { samples } = row;
    const shown = rows[index] ?? benchmark;
    const warnings = [
      ...aside,
      ...sampleWarnings({
        benchmark: shown,
        baseline: baseline.target,
        samples: seriesOf(compared(contestants), samples),
        rounds: result.rounds,
        stopped: result.stopped,
        widest: row.judgement.widest,
        precision: request.precision,
        comparisons: row.judgement.comparisons,
        busy: isBusy(machine),
      }),
      ...bitcodeWarnings(request.bitcodeOf ?? new Map(), own),
    ];
    return {
      samples,
      rounds: result.rounds,
      stopped: baselineFailure === undefined ? result.stopped : 'failed',
      warnings: warnings.map((warning) => ({ ...warning, benchmark: shown.name })),
      failures: own,
      ...(baselineFailure === undefined ? {} : { failure: baselineFailure }),
      ...(result.discredited === true ? { discredited: true } : {}),
    };
  });
}

/** Each target's samples, of those that were measured. */
function seriesOf(
  variants: readonly VariantIdentity[],
  samples: readonly Sample[],
): Map<string, Sample[]> {
  const series = variants.map((variant) => [variant.target, samplesOf(samples, variant)] as const);
  return new Map(series.filter(([, own]) => own.length > 0));
}

/** The check ran each variant once, the baseline twice; what is missing to the wanted number is run here. */
async function warmUp(
  benchmark: Benchmark,
  variants: readonly Contestant[],
  launcher: Launcher,
  expected: number,
  baseline: Contestant,
  failures: Map<string, Failure>,
): Promise<void> {
  for (const variant of variants) {
    const done = variant === baseline ? 2 : 1;
    for (let run = done; run < benchmark.warmup; run++) {
      const launch = { variant, padding: 0, capture: 'none', keep: 0, expected } as const;
      const { failure } = await launcher.run(launch);
      if (failure === undefined) continue;
      failures.set(variantId(variant), failure);
      break;
    }
  }
}

function unsupported({ name, metric }: Benchmark, executor: Executor): Failure | undefined {
  if (metric.kind !== 'cpu' || executor.measuresCpu) return undefined;
  return {
    code: 'runner-failed',
    ...noCpuTime({ benchmark: name }),
    remedies: [{ kind: 'set', what: 'metric', value: 'wall' }],
  };
}
