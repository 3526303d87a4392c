// Drives runner.c: says in one line what to run, reads what came of it. The words of the protocol are here and there only.
import { constants } from 'node:os';
import { FailureError } from '../model/failure.ts';
import type { Warning } from '../model/run.ts';
import { openProcess, type OpenProcess } from '../process/open-process.ts';
import * as say from './messages/runner.ts';
import type { CapturedStream, End, Execution, Executor, Outcome } from './executor.ts';

const PROTOCOL = '1';
const HELLO_LIMIT = 10_000;

/**
 * Starts a compiled runner.
 * @throws {FailureError} `runner-failed` where the file is no runner or cannot start.
 */
export async function startRunner(
  path: string,
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<Executor> {
  const process = openProcess({ command: path, args: [], signal: options.signal });
  const timer = setTimeout(() => void process.close(), HELLO_LIMIT);
  const hello = await process.receive();
  clearTimeout(timer);
  const counters = /^hello (\d+) (\d+)$/.exec(hello ?? '');
  if (counters?.[1] !== PROTOCOL) {
    await process.close();
    options.signal?.throwIfAborted();
    throw broken(say.runnerNotStarted({ path, end: await endOfProcess(process) }));
  }
  return new Runner(process, counters[2] !== '0');
}

class Runner implements Executor {
  readonly kind = 'runner';
  readonly measuresCpu = true;
  readonly warning?: Warning;
  readonly #process: OpenProcess;
  #busy = false;

  constructor(process: OpenProcess, counters: boolean) {
    this.#process = process;
    if (!counters) {
      this.warning = {
        code: 'counters-absent',
        message: say.noCounters(),
      };
    }
  }

  async execute(execution: Execution, signal?: AbortSignal): Promise<Outcome> {
    signal?.throwIfAborted();
    // Answers carry no request's name: two at once would be mixed up, and would disturb each other anyway.
    if (this.#busy) throw broken(say.runnerBusy());
    this.#busy = true;
    const cancel = (): void => {
      this.#process.send('cancel');
    };
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      this.#process.send(requestLine(execution));
      const outcome = await this.#answer();
      signal?.throwIfAborted();
      if (outcome === 'cancelled') throw broken(say.runnerClosed());
      return outcome;
    } finally {
      signal?.removeEventListener('abort', cancel);
      this.#busy = false;
    }
  }

  async #answer(): Promise<Outcome | 'cancelled'> {
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    for (;;) {
      const line = await this.#process.receive();
      if (line === undefined) {
        throw broken(say.runnerEnded({ end: await endOfProcess(this.#process) }));
      }
      const [word = '', ...fields] = line.split(' ');
      if (word === 'out') out.push(Buffer.from(fields[0] ?? '', 'base64'));
      else if (word === 'err') err.push(Buffer.from(fields[0] ?? '', 'base64'));
      else if (word === 'failed') return refusal(fields);
      else if (word === 'done') return result(fields, Buffer.concat(out), Buffer.concat(err));
      else throw broken(say.runnerMisspoke({ line }));
    }
  }

  close(): Promise<void> {
    return this.#process.close();
  }
}

function requestLine(execution: Execution): string {
  const env = Object.entries(execution.env).map(([name, value]) => `${name}=${value}`);
  const capture = { none: 'none', stdout: 'out', both: 'both' }[execution.capture];
  return (
    [
      'run',
      Math.ceil(execution.timeLimit),
      execution.keep,
      execution.pin ?? -1,
      capture,
      execution.directory,
      execution.stdin ?? '/dev/null',
      execution.program,
      execution.argv.length,
      ...execution.argv,
      env.length,
      ...env,
    ]
      // Through bytes: half a surrogate pair, which encodeURIComponent refuses, becomes the replacement character.
      .map((field) => encodeURIComponent(Buffer.from(String(field)).toString()))
      .join(' ')
  );
}

function refusal([step = '', error = '']: readonly string[]): Outcome {
  const name = nameOf(constants.errno, Number(error)) ?? `error ${error}`;
  switch (step) {
    case 'input':
      return { state: 'not-started', step: 'stdin', error: name };
    case 'directory':
    case 'pin':
    case 'program':
      return { state: 'not-started', step, error: name };
    default:
      throw broken(say.runnerRefused({ error: name }));
  }
}

function result(fields: readonly string[], out: Buffer, err: Buffer): Outcome | 'cancelled' {
  const [wall, user, system, peak, kind, code, left, outTotal, outHash, errTotal, errHash] = fields;
  if (errHash === undefined) throw broken(say.runnerCutShort({ answer: fields.join(' ') }));
  if (kind === 'cancelled') return kind;
  const captured = (bytes: Buffer, total = '', hash = ''): CapturedStream => ({
    bytes,
    total: Number(total),
    restHash: hash,
  });
  const counters = fields.slice(11).map((field) => {
    const [name = '', value] = field.split('=');
    return [name, Number(value)] as const;
  });
  return {
    state: 'ran',
    end: endOf(kind, Number(code)),
    wall: Number(wall),
    user: Number(user),
    system: Number(system),
    peakMemory: Number(peak),
    ...(counters.length === 0 ? {} : { counters: Object.fromEntries(counters) }),
    leftProcesses: Number(left),
    stdout: captured(out, outTotal, outHash),
    stderr: captured(err, errTotal, errHash),
  };
}

function endOf(kind: string | undefined, code: number): End {
  if (kind === 'timeout') return { kind };
  if (kind === 'exit') return { kind: 'exit', code };
  return { kind: 'signal', signal: nameOf(constants.signals, code) ?? `signal ${code}` };
}

function nameOf(names: Readonly<Record<string, number>>, number: number): string | undefined {
  return Object.keys(names).find((name) => names[name] === number);
}

async function endOfProcess(process: OpenProcess): Promise<say.EndFacts> {
  return say.processEnd(await process.ended);
}

function broken(message: string): FailureError {
  return new FailureError({
    code: 'runner-failed',
    message,
    ...say.RUNNER_ADVICE,
  });
}
