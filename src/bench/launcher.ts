// Runs one variant of one benchmark: stage, environment and limits put together; what went wrong comes out as a failure.
import { randomUUID } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { FailureError, type Failure } from '../model/failure.ts';
import type { Benchmark } from '../model/program.ts';
import { variantId, type VariantIdentity } from '../model/variant.ts';
import { environmentOf } from './benchmark-environment.ts';
import { endFailure, startFailure } from './execution-failure.ts';
import type { Execution, Executor, Outcome, Ran } from './executor.ts';
import { fileStates, type FileStates } from './outputs.ts';
import { prepare } from './prepare.ts';
import type { Stage } from './stage.ts';

/** Name of the variable that only fills the environment, so that the stack starts elsewhere in each round. */
export const PADDING_VARIABLE = 'RETARGET_PADDING';
/** Name of the variable that says whose process it is. */
const MARK_VARIABLE = 'RETARGET_PROFILE';
/** This process's own. */
const MARK = randomUUID();
/** Of a folder that executions write into: entries that are looked at, and names that advice gives. */
const MOST_SEEN = 2000;
const MOST_NAMED = 5;

export interface Launch {
  readonly variant: VariantIdentity;
  /** Bytes of padding in the environment. */
  readonly padding: number;
  readonly capture: Execution['capture'];
  readonly keep: number;
  /** Exit code that the baseline's check ended with; absent at the baseline's own first check. */
  readonly expected?: number;
}

export type Launched =
  | { readonly ran: Ran; readonly failure?: never }
  | { readonly failure: Failure; readonly ran?: never };

export class Launcher {
  /** Most processes any execution of a variant left behind, by its id. */
  readonly leftProcesses = new Map<string, number>();
  /** Nanoseconds of CPU time that the executions used together. */
  cpuTime = 0;
  /** By variant's id, seconds that its last execution took, with putting it on the stage. */
  readonly #seconds = new Map<string, number>();
  readonly #benchmark: Benchmark;
  readonly #baseline: string;
  readonly #stage: Stage;
  readonly #executor: Executor;
  readonly #pin: number | undefined;
  readonly #signal: AbortSignal | undefined;
  readonly #argv: readonly string[];
  readonly #env: Readonly<Record<string, string>>;
  #before: FileStates = new Map();
  /** When the first execution began, in milliseconds since 1970. */
  #began: number | undefined;

  constructor(
    benchmark: Benchmark,
    stage: Stage,
    executor: Executor,
    options: {
      readonly baseline: VariantIdentity;
      readonly pin?: number | undefined;
      readonly signal?: AbortSignal | undefined;
    },
  ) {
    this.#baseline = variantId(options.baseline);
    this.#benchmark = benchmark;
    this.#stage = stage;
    this.#executor = executor;
    this.#pin = options.pin;
    this.#signal = options.signal;
    this.#argv = [stage.path, ...benchmark.args];
    this.#env = { ...environmentOf(benchmark), [MARK_VARIABLE]: MARK };
  }

  /** Whether the user ended it: what is thrown afterwards is no failure. */
  get interrupted(): boolean {
    return this.#signal?.aborted === true;
  }

  /** What the check's files were when the last execution whose output was kept began, behind what is run before it. */
  get before(): FileStates {
    return this.#before;
  }

  /** Seconds of one round: the last execution of each variant that ran as it should. */
  get roundSeconds(): number {
    return [...this.#seconds.values()].reduce((sum, seconds) => sum + seconds, 0);
  }

  /**
   * Runs it once. What takes the executor down is as wrong as what crashes.
   * @throws the signal's reason, and {FailureError} `disk-full` or `folder-read-only`.
   */
  async run(launch: Launch): Promise<Launched> {
    try {
      return await this.#run(launch);
    } catch (error) {
      if (isLoss(error)) return { failure: error.failure };
      throw error;
    }
  }

  async #run(launch: Launch): Promise<Launched> {
    const began = performance.now();
    const id = variantId(launch.variant);
    this.#seconds.delete(id);
    const benchmark = this.#benchmark;
    const unprepared = await this.#prepare();
    if (unprepared !== undefined) return { failure: unprepared };
    const outcome = await this.#execute(launch);
    if (outcome.state === 'not-started') {
      return { failure: startFailure(outcome, benchmark, this.#pin) };
    }
    this.cpuTime += outcome.user + outcome.system;
    const most = Math.max(this.leftProcesses.get(id) ?? 0, outcome.leftProcesses);
    if (most > 0) this.leftProcesses.set(id, most);
    const failure = endFailure(outcome, benchmark, {
      variant: launch.variant,
      isBaseline: id === this.#baseline,
      exitCode: launch.expected,
      stage: this.#stage,
      written: await this.#left(launch, outcome),
    });
    if (failure !== undefined) return { failure };
    this.#seconds.set(id, (performance.now() - began) / 1000);
    return { ran: outcome };
  }

  /**
   * The same, and whatever came of it is the caller's to judge.
   * @throws as `run`, and {FailureError} where what is run before it fails or the executor is lost.
   */
  async outcome(launch: Omit<Launch, 'expected'>): Promise<Outcome> {
    const unprepared = await this.#prepare();
    if (unprepared !== undefined) throw new FailureError(unprepared);
    return this.#execute(launch);
  }

  /** Files that the executions so far wrote into their folder. */
  written(): Promise<readonly string[]> {
    return writtenSince(this.#benchmark.directory, this.#began ?? Date.now());
  }

  /** The same where they may be why this execution ended in another way; those that it names, if it names any. */
  async #left(
    { variant, expected }: Launch,
    { end, stdout, stderr }: Ran,
  ): Promise<readonly string[]> {
    const isOther = end.kind === 'exit' && end.code !== (expected ?? 0);
    if (!isOther || variantId(variant) !== this.#baseline) return [];
    const said = [stderr, stdout].map(({ bytes }) => bytes.toString('latin1')).join('\n');
    // The project's own program has run before, to be held against: its files are among those of this profile.
    const recent = await writtenSince(
      this.#benchmark.directory,
      Date.now() - process.uptime() * 1000,
    );
    const named = recent.filter((name) => said.includes(name));
    return named.length > 0 || expected === undefined ? named : this.written();
  }

  /** Why what the benchmark has run before each execution did not do its work. */
  async #prepare(): Promise<Failure | undefined> {
    this.#signal?.throwIfAborted();
    const { directory, timeLimit } = this.#benchmark;
    const surroundings = { env: this.#env, mark: MARK_VARIABLE, directory, timeLimit };
    const prepared = await prepare(this.#benchmark, surroundings, this.#executor, this.#signal);
    this.cpuTime += prepared.cpuTime;
    return prepared.failure;
  }

  async #execute(launch: Omit<Launch, 'expected'>): Promise<Outcome> {
    this.#signal?.throwIfAborted();
    this.#began ??= Date.now();
    await this.#stage.put(launch.variant);
    const benchmark = this.#benchmark;
    if (launch.capture === 'both') this.#before = await fileStates(benchmark);
    return this.#executor.execute(
      {
        program: this.#stage.path,
        argv: this.#argv,
        env: { ...this.#env, [PADDING_VARIABLE]: 'x'.repeat(launch.padding) },
        mark: MARK_VARIABLE,
        directory: benchmark.directory,
        timeLimit: benchmark.timeLimit,
        capture: launch.capture,
        keep: launch.keep,
        ...(benchmark.stdin === undefined ? {} : { stdin: benchmark.stdin }),
        ...(this.#pin === undefined ? {} : { pin: this.#pin }),
      },
      this.#signal,
    );
  }
}

/** Whether the executor was lost, in which another one may do better with another program. */
export function isLoss(error: unknown): error is FailureError {
  return error instanceof FailureError && error.failure.code === 'runner-failed';
}

/** Names of regular files there that were written since, sorted. @param since milliseconds since 1970 */
async function writtenSince(directory: string, since: number): Promise<readonly string[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => []);
  if (entries.length > MOST_SEEN) return [];
  const written: string[] = [];
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const found = await stat(join(directory, entry.name)).catch(() => undefined);
    // File systems keep times more coarsely than clocks do.
    if (found !== undefined && found.mtimeMs >= since - 20) written.push(entry.name);
  }
  return written.sort().slice(0, MOST_NAMED);
}
