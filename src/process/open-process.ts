// A long-lived process that is talked to in lines: requests to its standard input, answers from its standard output.
import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { startProcess, type ProcessEnd } from './start-process.ts';

export interface OpenRequest {
  /** Absolute path. */
  readonly command: string;
  readonly args: readonly string[];
  /** Closes the process. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds between its closed standard input and its forced end (default 5000). */
  readonly grace?: number;
}

export interface OpenProcess {
  /** Sends one line; the text holds no newline. Lost without an error once the process has ended. */
  send(line: string): void;
  /** The next line, in order; `undefined` once the process closed its output, or wrote a line without an end. */
  receive(): Promise<string | undefined>;
  /** Resolves at the end of the process, however it came. Never rejects. */
  readonly ended: Promise<ProcessEnd>;
  /** Closes its standard input, lets it go on if it was stopped, waits for its end, and kills its group after `grace`. */
  close(): Promise<void>;
}

const DEFAULT_GRACE = 5000;
/** Characters; what is longer is nothing that anybody wrote for us. */
const LONGEST_LINE = 4 * 1024 * 1024;

/** Starts argv and keeps it; its standard error is dropped. Lines are text without carriage returns. */
export function openProcess(request: OpenRequest): OpenProcess {
  request.signal?.throwIfAborted();
  const child = startProcess({
    command: request.command,
    args: request.args,
    stdin: 'pipe',
    stdout: 'pipe',
    stderr: 'ignore',
  });
  const lines: string[] = [];
  const waiting: ((line: string | undefined) => void)[] = [];
  let finished = child.pid === undefined || child.stdout === null;
  const finish = (): void => {
    finished = true;
    for (const resolve of waiting.splice(0)) resolve(undefined);
  };
  if (child.stdout !== null) {
    const take = (line: string): void => {
      const resolve = waiting.shift();
      if (resolve === undefined) lines.push(line);
      else resolve(line);
    };
    readLines(child.stdout, take);
    child.stdout.once('close', finish);
  }
  const close = async (): Promise<void> => {
    request.signal?.removeEventListener('abort', onAbort);
    child.stdin?.end();
    child.resume();
    const timer = setTimeout(() => {
      child.kill();
    }, request.grace ?? DEFAULT_GRACE);
    await child.ended;
    clearTimeout(timer);
    finish();
  };
  const onAbort = (): void => void close();
  request.signal?.addEventListener('abort', onAbort, { once: true });
  void child.ended.then((end) => {
    request.signal?.removeEventListener('abort', onAbort);
    if (end.spawnError !== undefined) finish();
  });
  return {
    send: (line) => {
      if (child.stdin?.writable === true) child.stdin.write(`${line}\n`);
    },
    receive: () => {
      const line = lines.shift();
      if (line !== undefined || finished) return Promise.resolve(line);
      return new Promise((resolve) => waiting.push(resolve));
    },
    ended: child.ended,
    close,
  };
}

/** Hands on each line that ends, and closes the stream where one does not. */
function readLines(stream: Readable, take: (line: string) => void): void {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  stream.on('data', (chunk: Buffer) => {
    const [first = '', ...others] = decoder.write(chunk).split('\n');
    rest += first;
    for (const other of others) {
      take(rest.endsWith('\r') ? rest.slice(0, -1) : rest);
      rest = other;
    }
    if (rest.length > LONGEST_LINE) stream.destroy();
  });
}
