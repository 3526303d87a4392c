// All that one execution leaves to be compared: its standard output, and the files that its check names.
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Failure, FailureWords } from '../model/failure.ts';
import type { Benchmark } from '../model/program.ts';
import type { CapturedStream } from './executor.ts';
import * as say from './messages/outputs.ts';
import { withoutValue } from './metric.ts';
import { differencesBetween, type Differences } from './output-check.ts';

/** Bytes of each stream and file kept for the check; what follows is counted and hashed. */
export const KEPT_OUTPUT = 8 * 1024 * 1024;
/** Bytes of a file that are read at all. */
const MOST_READ = 1024 * 1024 * 1024;
const PIECE = 1024 * 1024;

export interface Outputs {
  readonly stdout: CapturedStream;
  /** By the names that the check has for them, in its order. */
  readonly files: ReadonlyMap<string, CapturedStream>;
}

/** Where outputs differ: in standard output, or in a file. */
export interface OutputDifferences extends Differences {
  readonly file?: string;
  /** Of files that are no text: where the first differing byte is, from 0, how many differ, and of how many. */
  readonly binary?: { readonly first: number; readonly differing: number; readonly size: number };
}

/** What the check's files were before an execution, by name: a file that stays so was not written. */
export type FileStates = ReadonlyMap<string, string | undefined>;

/** To be asked right before an execution, behind what is run before it. */
export async function fileStates(benchmark: Benchmark): Promise<FileStates> {
  const states = new Map<string, string | undefined>();
  for (const name of benchmark.check.files ?? []) {
    states.set(name, await stateOf(resolve(benchmark.directory, name)));
  }
  return states;
}

async function stateOf(path: string): Promise<string | undefined> {
  const found = await stat(path, { bigint: true }).catch(() => undefined);
  return found === undefined
    ? undefined
    : [found.ino, found.size, found.mtimeNs, found.ctimeNs].join(' ');
}

/**
 * Reads what an execution left.
 * @param before what `fileStates` said before it
 */
export async function outputsOf(
  benchmark: Benchmark,
  target: string,
  stdout: CapturedStream,
  before: FileStates,
): Promise<{ readonly outputs: Outputs } | { readonly failure: Failure }> {
  const files = new Map<string, CapturedStream>();
  for (const name of benchmark.check.files ?? []) {
    const path = resolve(benchmark.directory, name);
    const refused = (words: FailureWords): { readonly failure: Failure } => ({
      failure: { code: 'benchmark-missing', ...words, place: { file: path } },
    });
    const facts = { benchmark: benchmark.name, target, file: name };
    const state = await stateOf(path);
    if (state === undefined) return refused(say.fileNotWritten(facts));
    if (await isFolder(path)) return refused(say.fileIsFolder(facts));
    if (state === before.get(name)) return refused(say.fileLeftBefore(facts));
    const read = await readFile(path);
    if ('why' in read) return refused(say.fileUnreadable({ ...facts, because: read }));
    files.set(name, read);
  }
  return { outputs: { stdout, files } };
}

async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found?.isDirectory() === true;
}

/** Its content, or why not. */
async function readFile(path: string): Promise<CapturedStream | say.Unreadable> {
  try {
    const found = await stat(path);
    if (!found.isFile()) return { why: 'irregular' };
    if (found.size > MOST_READ) return { why: 'too-long', most: MOST_READ };
    // Should a pipe have taken its place, opening it waits for nobody who writes.
    const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const kept: Buffer[] = [];
      const hash = createHash('sha256');
      const piece = Buffer.alloc(PIECE);
      let total = 0;
      for (;;) {
        const { bytesRead } = await handle.read(piece, 0, PIECE);
        if (bytesRead === 0) break;
        const room = Math.max(0, KEPT_OUTPUT - total);
        if (room > 0) kept.push(Buffer.from(piece.subarray(0, Math.min(room, bytesRead))));
        if (bytesRead > room) hash.update(piece.subarray(room, bytesRead));
        total += bytesRead;
        if (total > MOST_READ) return { why: 'too-long', most: MOST_READ };
      }
      return { bytes: Buffer.concat(kept), total, restHash: hash.digest('hex') };
    } finally {
      await handle.close();
    }
  } catch (error) {
    return { why: 'error', error: (error as NodeJS.ErrnoException).code ?? 'unknown error' };
  }
}

/** The differences between what two executions of a benchmark left, the first place that has any; or nothing. */
export function outputDifferences(
  { check, metric }: Benchmark,
  left: Outputs,
  right: Outputs,
): OutputDifferences | undefined {
  const printed = differencesBetween(
    withoutValue(metric, left.stdout),
    withoutValue(metric, right.stdout),
    check,
  );
  if (printed !== undefined) return printed;
  if (check.output === 'exit-code') return undefined;
  for (const [file, ours] of left.files) {
    const theirs = right.files.get(file);
    if (theirs === undefined) continue;
    const found =
      isText(ours) && isText(theirs)
        ? differencesBetween(ours, theirs, check)
        : bytesBetween(ours, theirs);
    if (found !== undefined) return { ...found, file };
  }
  return undefined;
}

function isText({ bytes }: CapturedStream): boolean {
  // A multi-byte character may be cut where a long file's kept part ends.
  return (
    !bytes.includes(0) && !new TextDecoder().decode(bytes, { stream: true }).includes('\uFFFD')
  );
}

function bytesBetween(left: CapturedStream, right: CapturedStream): OutputDifferences | undefined {
  const nothing = { lines: [], equal: [] };
  if (left.bytes.equals(right.bytes)) {
    const isSame = left.total === right.total && left.restHash === right.restHash;
    return isSame ? undefined : nothing;
  }
  const size = Math.max(left.total, right.total);
  let first = -1;
  let differing = Math.abs(left.bytes.length - right.bytes.length);
  const both = Math.min(left.bytes.length, right.bytes.length);
  for (let at = 0; at < both; at++) {
    if (left.bytes[at] === right.bytes[at]) continue;
    if (first < 0) first = at;
    differing++;
  }
  return { ...nothing, binary: { first: first < 0 ? both : first, differing, size } };
}
