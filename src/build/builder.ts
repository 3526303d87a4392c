// What every step of one build shares: the toolchain, the cache, the processes' queue and the one way to run a tool.
import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import pLimit from 'p-limit';
import PQueue from 'p-queue';
import type { ArtifactCache } from '../cache/artifact-cache.ts';
import { cacheFolder } from '../cache/cache-folder.ts';
import { FileHashes } from '../cache/file-hashes.ts';
import { FailureError, type Failure } from '../model/failure.ts';
import { failureOf } from '../model/failure-of.ts';
import { specOfTarget, type Target } from '../model/target.ts';
import type { Toolchain } from '../model/toolchain.ts';
import { VERSION } from '../model/version.ts';
import { runTool, type ProcessResult } from '../process/run-process.ts';
import { findOwnLinker, type OwnLinker } from '../toolchain/own-linker.ts';
import { flagEffect, type FlagEffect } from '../toolchain/flagged-cpu.ts';
import { toolchainIdentity } from '../toolchain/probe.ts';
import { diskFullWhileBuilding, toolKilled, toolNotStarted } from './messages/machine.ts';
import { BuildPace, type StepKind } from './build-pace.ts';
import { CodeBatches } from './code-batches.ts';
import { AskedNames } from './asked-names.ts';
import { ShadowingPlaces } from './shadowing-places.ts';
import { SourceDirectives } from './source-directives.ts';
import { filesNamedBy } from '../flags/flag-files.ts';
import { toolEnvironment } from './tool-environment.ts';
import { AttributesOfTargets } from './target-attributes.ts';

export interface BuilderOptions {
  readonly toolchain: Toolchain;
  readonly cache: ArtifactCache;
  /** Absolute path of an existing folder for files of this build only. */
  readonly workFolder: string;
  readonly signal?: AbortSignal | undefined;
  /** Compilers at work at once; one more than there are cores unless told. */
  readonly jobs?: number;
}

export interface RunOptions {
  /** A crash (not a kill from outside) is the input's fault, and the caller's to judge. */
  readonly mayCrash?: boolean;
  /** What it counts as, where it is a step of the build's progress. */
  readonly step?: StepKind;
  /** As `runTool` takes it. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** Environment variables that change what clang reads or writes. */
const COMPILER_VARIABLES = [
  ...['CPATH', 'C_INCLUDE_PATH', 'CPLUS_INCLUDE_PATH', 'LIBRARY_PATH', 'COMPILER_PATH'],
  ...['GCC_EXEC_PREFIX', 'SDKROOT', 'MACOSX_DEPLOYMENT_TARGET', 'CCC_OVERRIDE_OPTIONS'],
  'SOURCE_DATE_EPOCH',
];

/**
 * Raised with every change of what a step makes of the same ingredients: what another version of Retarget made is not found
 * again, nor is what another state of the code under development made.
 */
const RULES = 2;

/** Front ends go first: until they are done, the other steps' number is not bounded by cores. */
export const FRONT_END_PRIORITY = 2_000_000_000;

/** Cache look-ups at once: enough to keep a disk busy, few enough to keep memory and open files small. */
const LOOKUPS = 16;

export class Builder {
  readonly toolchain: Toolchain;
  readonly cache: ArtifactCache;
  readonly hashes = new FileHashes();
  readonly askedNames: AskedNames;
  readonly shadowingPlaces: ShadowingPlaces;
  readonly attributes: AttributesOfTargets;
  /** Steps that a tool ran for, and steps whose result the cache had. */
  readonly counts = { run: 0, cached: 0 };
  readonly pace: BuildPace;
  readonly codeBatches = new CodeBatches(this);
  /** Tools at work at once. */
  readonly jobs: number;
  readonly signal: AbortSignal;
  /** What all artifacts of this Retarget, toolchain and environment have in common: part of every key. */
  readonly identity: readonly unknown[];
  /** Milliseconds since the epoch: files that changed later may have been read in either state. */
  readonly startedAt = Date.now();
  readonly lookup = pLimit(LOOKUPS);
  readonly #abandoned = new AbortController();
  readonly #flagFiles = new Map<string, Promise<string[]>>();
  readonly #existing = new Map<string, Promise<boolean>>();
  readonly #effects = new Map<string, Promise<FlagEffect>>();
  #ownLinker: Promise<OwnLinker | undefined> | undefined;
  readonly #workFolder: string;
  readonly #queue: PQueue;

  /** @throws {FailureError} toolchain-broken, where clang or the linker cannot be read. */
  static async open(options: BuilderOptions): Promise<Builder> {
    return new Builder(options, await toolchainIdentity(options.toolchain));
  }

  private constructor(options: BuilderOptions, toolchain: string) {
    this.toolchain = options.toolchain;
    this.cache = options.cache;
    this.signal = AbortSignal.any([
      this.#abandoned.signal,
      ...(options.signal === undefined ? [] : [options.signal]),
    ]);
    // Every tool at work listens: as many as there are jobs.
    setMaxListeners(0, this.signal);
    const directives = new SourceDirectives();
    this.askedNames = new AskedNames(options.toolchain, directives, this.signal);
    this.shadowingPlaces = new ShadowingPlaces(options.toolchain, directives, this.signal);
    this.attributes = new AttributesOfTargets(options.toolchain, this.signal);
    this.#workFolder = options.workFolder;
    // One more than there are cores: while this process starts and reaps compilers, none of them idles.
    const jobs = options.jobs ?? availableParallelism() + 1;
    this.jobs = jobs;
    this.#queue = new PQueue({ concurrency: jobs });
    this.pace = new BuildPace(jobs);
    this.identity = [
      VERSION,
      RULES,
      toolchain,
      COMPILER_VARIABLES.map((name) => process.env[name] ?? null),
    ];
  }

  /** Absolute path of a file that nobody else uses; it does not exist yet. */
  temporary(extension: string): string {
    return join(this.#workFolder, `${randomUUID()}${extension}`);
  }

  /**
   * Runs one tool when a core is free; of waiting tools, the one with the highest priority goes first.
   * @throws {FailureError} where it cannot start, crashes, or the disk is full; an exit code is the caller's to judge.
   */
  run(
    argv: readonly string[],
    directory: string,
    priority: number,
    options: RunOptions = {},
  ): Promise<ProcessResult> {
    return this.inTurn(priority, async () => {
      const began = performance.now();
      const result = await this.runNow(argv, directory, options);
      this.ran(options.step, performance.now() - began);
      return result;
    });
  }

  /** Steps have run. @param milliseconds that they took together */
  ran(step: StepKind | undefined, milliseconds: number, steps = 1): void {
    this.counts.run += steps;
    if (step !== undefined) this.pace.ran(step, milliseconds, steps);
  }

  /** Does some work when a core is free: tools that it runs, it runs by `runNow`. */
  inTurn<T>(priority: number, work: () => Promise<T>): Promise<T> {
    return this.#queue.add(work, { priority });
  }

  /** As `run`, for those whose turn it is. */
  async runNow(
    argv: readonly string[],
    directory: string,
    options: RunOptions,
  ): Promise<ProcessResult> {
    const [command = '', ...args] = argv;
    const result = await runTool({
      ...{ command, args, cwd: directory, signal: this.signal },
      env: options.env ?? toolEnvironment(this.#workFolder),
    });
    const failure = machineFailure(command, directory, result);
    const crashed = result.signal !== undefined && result.signal !== 'SIGKILL';
    const judged = options.mayCrash === true && crashed;
    if (failure !== undefined && !judged) throw new FailureError(failure);
    return result;
  }

  /**
   * The files that flags name (profiles, plugins, lists, linker scripts) with their contents' hashes: part of the
   * key of every step that gets the flags, since no dependency file lists them.
   */
  async flagFiles(flags: readonly string[], directory: string): Promise<readonly unknown[]> {
    const files = await filesNamedBy(flags, directory, this.#flagFiles);
    return Promise.all(files.map(async (file) => [file, await this.hashes.of(file)]));
  }

  /** What a target's own flags change besides its features; asked once. @throws {FailureError} toolchain-broken. */
  effectOf(target: Target): Promise<FlagEffect> {
    const known = this.#effects.get(target.name);
    const effect = known ?? flagEffect(this.toolchain, specOfTarget(target), this.signal);
    this.#effects.set(target.name, effect);
    return effect;
  }

  /**
   * Those of the absolute paths at which a file is; units of one program mostly ask for the same. No folder is a header,
   * and the system's own, such as /tmp, change during any build.
   */
  async existing(paths: readonly string[]): Promise<string[]> {
    const there = await Promise.all(
      paths.map((path) => {
        let exists = this.#existing.get(path);
        if (exists === undefined) {
          exists = stat(path).then(
            (facts) => facts.isFile(),
            () => false,
          );
          this.#existing.set(path, exists);
        }
        return exists;
      }),
    );
    return paths.filter((_, at) => there[at] === true);
  }

  /** The linker that clang takes by itself, where it finds one; asked once, by the first link. */
  ownLinker(): Promise<OwnLinker | undefined> {
    this.#ownLinker ??= findOwnLinker(this.toolchain, this.signal);
    return this.#ownLinker;
  }

  /** Ends every step that runs or waits: the build has failed as a whole. */
  abandon(): void {
    this.#abandoned.abort();
  }

  /**
   * What is wrong with the unit, target or link whose step threw this.
   * @throws the error itself where it is the machine's failure or an abort.
   */
  failureOfStep(error: unknown): Failure {
    this.signal.throwIfAborted();
    const failure = failureOf(error);
    if (MACHINE_FAILURES.has(failure.code)) throw error;
    return failure;
  }
}

/** Failures that the next step would meet again: they end the whole build. */
const MACHINE_FAILURES = new Set([
  ...['disk-full', 'folder-read-only', 'toolchain-broken', 'system', 'internal'],
]);

/** What went wrong with the machine rather than with the user's code. */
function machineFailure(
  command: string,
  directory: string,
  result: ProcessResult,
): Failure | undefined {
  if (result.spawnError !== undefined) {
    return {
      code: 'toolchain-broken',
      ...toolNotStarted({ command, directory, error: result.spawnError }),
    };
  }
  if (result.exitCode !== 0 && /No space left on device/u.test(result.stderr)) {
    return diskFull(result.stderr.trim());
  }
  if (result.signal !== undefined) {
    return {
      code: 'toolchain-broken',
      ...toolKilled({ command, signal: result.signal }),
      details: result.stderr.trim(),
    };
  }
  return undefined;
}

export function diskFull(details: string): Failure {
  return {
    code: 'disk-full',
    ...diskFullWhileBuilding({ folder: cacheFolder() }),
    details,
  };
}
