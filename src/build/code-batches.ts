// Code generation of small units, several in one process: clang takes longer to start than to make one's object. The units of a
// batch have one command line. What does not go smoothly is made again by itself, which tells what is wrong with which.
import { mkdir, readFile, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Artifact } from '../cache/artifact-cache.ts';
import { innerCompile, INNER_IR, INNER_OBJECT } from '../toolchain/inner-compile.ts';
import type { Toolchain } from '../model/toolchain.ts';
import type { ProcessResult } from '../process/run-process.ts';

/** What a batch needs of its build. */
export interface BatchingBuild {
  readonly toolchain: Toolchain;
  readonly signal: AbortSignal;
  readonly jobs: number;
  temporary(extension: string): string;
  inTurn<T>(priority: number, work: () => Promise<T>): Promise<T>;
  runNow(
    argv: readonly string[],
    directory: string,
    options: { readonly mayCrash: boolean },
  ): Promise<ProcessResult>;
  ran(step: 'code generation', milliseconds: number, steps: number): void;
}

export interface BatchedCode {
  readonly ir: Artifact;
  /** The driver's whole command line for these files. */
  readonly argv: (files: { readonly ir: string; readonly object: string }) => readonly string[];
  readonly directory: string;
  /** Of waiting steps, the one with the highest goes first. */
  readonly priority: number;
}

interface Waiting extends BatchedCode {
  /** @param object nothing where the unit has to be made by itself. */
  readonly resolve: (object: Buffer | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/** Bytes of IR: of a larger unit, the start is no matter. */
const SMALL = 128 * 1024;
/** Bytes of IR in one batch: a few tenths of a second of work. */
const MOST = 4 * SMALL;
/** A batch costs a start, and a question to the driver. */
const FEWEST = 3;

/** Those of one command line. */
interface Line {
  readonly waiting: Set<Waiting>;
  /** Asked once. */
  inner?: Promise<readonly string[] | undefined>;
  /** A batch of it did not go smoothly: no further one is tried. */
  refused: boolean;
}

export class CodeBatches {
  readonly #builder: BatchingBuild;
  readonly #lines = new Map<string, Line>();

  constructor(builder: BatchingBuild) {
    this.#builder = builder;
  }

  /**
   * The object, or nothing where the unit has to be made by itself.
   * @throws {FailureError} where the machine fails.
   */
  async object(code: BatchedCode): Promise<Buffer | undefined> {
    if (code.ir.size > SMALL) return undefined;
    const key = [...code.argv({ ir: INNER_IR, object: INNER_OBJECT }), code.directory].join('\n');
    const line = this.#lines.get(key) ?? { waiting: new Set(), refused: false };
    this.#lines.set(key, line);
    if (line.refused) return undefined;
    return new Promise((resolve, reject) => {
      const own: Waiting = { ...code, resolve, reject };
      line.waiting.add(own);
      void this.#builder.inTurn(code.priority, () => this.#runWith(own, line));
    });
  }

  /** Those of one command line that wait, and fit; none where an earlier batch took the first of them. Never rejects. */
  async #runWith(first: Waiting, line: Line): Promise<void> {
    if (!line.waiting.has(first)) return;
    const all = [...this.#lines.values()].reduce((sum, { waiting }) => sum + waiting.size, 0);
    // The other slots get their share.
    const share = Math.ceil(all / this.#builder.jobs);
    const batch: Waiting[] = [];
    let size = 0;
    for (const each of new Set([first, ...line.waiting])) {
      if (batch.length > 0 && (batch.length >= share || size + each.ir.size > MOST)) break;
      size += each.ir.size;
      batch.push(each);
      line.waiting.delete(each);
    }
    try {
      const isWorthIt = batch.length >= FEWEST && !line.refused;
      const objects = isWorthIt ? await this.#run(batch, line) : undefined;
      if (isWorthIt && objects === undefined) line.refused = true;
      for (const [at, { resolve }] of batch.entries()) resolve(objects?.[at]);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }

  async #run(batch: readonly Waiting[], line: Line): Promise<readonly Buffer[] | undefined> {
    const builder = this.#builder;
    const [first] = batch;
    if (first === undefined) return undefined;
    const argv = first.argv({ ir: INNER_IR, object: INNER_OBJECT });
    line.inner ??= innerCompile(builder.toolchain, argv, first.directory, builder.signal);
    const inner = await line.inner;
    if (inner === undefined) return undefined;
    const folder = builder.temporary('.batch');
    try {
      // Objects come to lie beside what they are made from.
      await mkdir(folder);
      const files = batch.map((_, at) => join(folder, `${at}.ll`));
      await Promise.all(batch.map(({ ir }, at) => symlink(ir.path, files[at] ?? '')));
      const words = [...argv.slice(0, 1), ...inner, ...files];
      const began = performance.now();
      const result = await builder.runNow(words, first.directory, { mayCrash: true });
      // What is said of one unit does not tell which.
      if (result.exitCode !== 0 || result.stderr !== '') return undefined;
      const objects = await Promise.all(
        batch.map((_, at) => readFile(join(folder, `${at}.o`))),
      ).catch(() => undefined);
      if (objects !== undefined)
        builder.ran('code generation', performance.now() - began, batch.length);
      return objects;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
}
