// One call of a tool in a recorded build, and the log that the recorder writes them to.
import { resolve } from 'node:path';
import { ExpansionBounds } from '../../flags/expansion-bounds.ts';
import { splitResponseFile } from '../../flags/command-line.ts';

export interface RecordedStep {
  /** Absolute path of the tool's own file, links followed: `/usr/bin/x86_64-linux-gnu-gcc-12`. */
  readonly tool: string;
  /** Absolute path of the folder it ran in. */
  readonly directory: string;
  /** As called, the tool's name first, response files replaced by what they held. */
  readonly argv: readonly string[];
  /** Variables that name folders to search, where they were set: CPATH, LIBRARY_PATH and their kin. */
  readonly env?: Readonly<Record<string, string>>;
  /** Which of a record's builds it was a part of; absent while that one is looked at. */
  readonly build?: number;
  /** When it was called: milliseconds since 1970. */
  readonly startedAt?: number;
  /** What each source on its line was then, by absolute path; only while the build is looked at that it was a part of. */
  readonly sources?: Readonly<Record<string, SourceState>>;
  /** Those of them that the same build wrote anew with other content, by absolute path: the hash of what was compiled. */
  readonly rewritten?: Readonly<Record<string, number>>;
}

export interface SourceState {
  /** Of its last change: nanoseconds since 1970, in digits. */
  readonly changedAt: string;
  readonly size: number;
  /** FNV-1a of its content, 32 bits. */
  readonly hash: number;
}

const LENGTH_DIGITS = 10;
const NUL = 0;

/** The steps of a log, in the order they started; a record that was cut off (a full disk) ends it. */
export function parseRecordLog(log: Buffer): RecordedStep[] {
  const steps: RecordedStep[] = [];
  for (let at = 0; at + LENGTH_DIGITS < log.length;) {
    const length = Number(log.toString('latin1', at, at + LENGTH_DIGITS));
    const start = at + LENGTH_DIGITS + 1;
    if (!Number.isInteger(length) || start + length > log.length) break;
    const step = parseRecord(log.subarray(start, start + length));
    if (step !== undefined) steps.push(step);
    at = start + length;
  }
  return steps;
}

function parseRecord(bytes: Buffer): RecordedStep | undefined {
  const texts: string[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = bytes.indexOf(NUL, at);
    if (end === -1) break;
    texts.push(bytes.toString('utf8', at, end));
    at = end + 1;
  }
  const [, time, tool, directory, ...rest] = texts;
  if (tool === undefined || directory === undefined) return undefined;
  const endOfVariables = rest.indexOf('');
  const env = Object.fromEntries(
    rest.slice(0, endOfVariables).map((entry) => {
      const sign = entry.indexOf('=');
      return [entry.slice(0, sign), entry.slice(sign + 1)] as const;
    }),
  );
  const endOfWords = rest.indexOf('', endOfVariables + 1);
  const words = rest.slice(endOfVariables + 1, endOfWords).map((word) => word.slice(1));
  const endOfSources = rest.indexOf('', endOfWords + 1);
  const sources = sourceStates(directory, rest.slice(endOfWords + 1, endOfSources));
  const behind = rest.slice(endOfSources + 1);
  const responses = new Map<string, string>();
  for (let at = 0; at + 1 < behind.length; at += 2) {
    responses.set(behind[at] ?? '', behind[at + 1] ?? '');
  }
  return {
    tool,
    directory,
    argv: expandRecorded(words, responses),
    ...(Object.keys(env).length === 0 ? {} : { env }),
    startedAt: Number(time) * 1000,
    ...(Object.keys(sources).length === 0 ? {} : { sources }),
  };
}

function sourceStates(directory: string, texts: readonly string[]): Record<string, SourceState> {
  return Object.fromEntries(
    texts.flatMap((text) => {
      const [, changedAt, size, hash, name] = /^(\d+) (\d+) (\d+) ([^]*)$/u.exec(text) ?? [];
      if (changedAt === undefined || name === undefined) return [];
      return [[resolve(directory, name), { changedAt, size: Number(size), hash: Number(hash) }]];
    }),
  );
}

/** Puts in each `@file`'s place what it held then; a file inside itself, or beyond what is followed, stays a word. */
function expandRecorded(
  words: readonly string[],
  responses: ReadonlyMap<string, string>,
  open: readonly string[] = [],
  bounds = new ExpansionBounds(),
): string[] {
  return words.flatMap((word) => {
    const path = word.slice(1);
    const text = word.startsWith('@') && !open.includes(path) ? responses.get(path) : undefined;
    if (text === undefined || bounds.exceededBy(text.length, open.length + 1) !== undefined)
      return [word];
    return expandRecorded(splitResponseFile(text), responses, [...open, path], bounds);
  });
}
