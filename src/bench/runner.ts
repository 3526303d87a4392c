// Drives runner.c: says in one line what to run, reads what came of it. The words of the protocol are here and there only.
import { constants } from 'node:os';
import { FailureError } from '../model/failure.ts';
import type { Warning } from '../model/run.ts';
import { killMarked } from '../process/kill-marked.ts';
import { openProcess, type OpenProcess } from '../process/open-process.ts';
import * as say from './messages/runner.ts';
import type { CapturedStream, End, Execution, Executor, Outcome } from './executor.ts';

const PROTOCOL = '1';
const HELLO_LIMIT = 10_000;
/** Milliseconds beyond a program's time limit; the runner takes ten seconds at most to end what a program left. */
const SILENCE = 15_000;
const CANCELLED_SILENCE = 4000;
const SECOND_LOOK = 1000;
const LONGEST_TIMER = 2 ** 31 - 1;

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
  isLost = false;

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
    const silence = new Silence(() => this.close());
    const cancel = (): void => {
      this.#process.send('cancel');
      silence.begin(CANCELLED_SILENCE);
    };
    signal?.addEventListener('abort', cancel, { once: true });
    silence.begin(execution.timeLimit + SILENCE);
    try {
      this.#process.send(requestLine(execution));
      const outcome = await this.#answer(silence);
      // Cancelled by the signal it can go on; by anything else, it was told to end.
      if (outcome !== 'cancelled') return outcome;
      signal?.throwIfAborted();
      throw lost(say.runnerClosed());
    } catch (error) {
      if (!(error instanceof FailureError)) throw error;
      // Whatever it says next is no answer to the next question.
      this.isLost = true;
      await this.close();
      const { env, mark } = execution;
      if (mark !== undefined) await killMarked(`${mark}=${env[mark] ?? ''}`);
      signal?.throwIfAborted();
      throw error;
    } finally {
      silence.end();
      signal?.removeEventListener('abort', cancel);
      this.#busy = false;
    }
  }

  async #answer(silence: Silence): Promise<Outcome | 'cancelled'> {
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    for (;;) {
      const line = await this.#process.receive();
      if (line === undefined) {
        await this.close();
        if (silence.isOver) throw lost(say.runnerSilent({ milliseconds: SILENCE }));
        throw lost(say.runnerEnded({ end: await endOfProcess(this.#process) }));
      }
      if (silence.isOver) throw lost(say.runnerSilent({ milliseconds: SILENCE }));
      const [word = '', ...fields] = line.split(' ');
      if (word === 'out') out.push(Buffer.from(fields[0] ?? '', 'base64'));
      else if (word === 'err') err.push(Buffer.from(fields[0] ?? '', 'base64'));
      else if (word === 'failed') return refusal(fields);
      else if (word === 'changed') throw lost(say.runnerChanged());
      else if (word === 'done') return result(fields, Buffer.concat(out), Buffer.concat(err));
      else throw lost(say.runnerMisspoke({ line }));
    }
  }

  close(): Promise<void> {
    return this.#process.close();
  }
}

/** How long nothing is heard of the runner, which a program may have stopped. */
class Silence {
  #timer: NodeJS.Timeout | undefined;
  readonly #onEnd: () => Promise<void>;
  isOver = false;

  constructor(onEnd: () => Promise<void>) {
    this.#onEnd = onEnd;
  }

  /** @param milliseconds that nothing may be heard from now on */
  begin(milliseconds: number): void {
    this.end();
    this.#timer = setTimeout(
      () => {
        // Where this process itself was stopped, the answer is there, and is read before this.
        this.#timer = setTimeout(() => {
          this.isOver = true;
          void this.#onEnd();
        }, SECOND_LOOK);
      },
      Math.min(milliseconds, LONGEST_TIMER),
    );
  }

  end(): void {
    clearTimeout(this.#timer);
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

/** What a system or a limit of the runner's says that has nothing left: no word about the program. */
const EXHAUSTED = new Set(['EMFILE', 'ENFILE', 'EAGAIN']);

function refusal([step = '', error = '']: readonly string[]): Outcome {
  const name = nameOf(constants.errno, Number(error)) ?? `error ${error}`;
  if (EXHAUSTED.has(name)) throw lost(say.runnerRefused({ error: name }));
  switch (step) {
    case 'input':
      return { state: 'not-started', step: 'stdin', error: name };
    case 'directory':
    case 'pin':
    case 'program':
      return { state: 'not-started', step, error: name };
    default:
      throw lost(say.runnerRefused({ error: name }));
  }
}

function result(fields: readonly string[], out: Buffer, err: Buffer): Outcome | 'cancelled' {
  const [wall, user, system, peak, kind, code, left, outTotal, outHash, errTotal, errHash] = fields;
  if (errHash === undefined) throw lost(say.runnerCutShort({ answer: fields.join(' ') }));
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

/** Its guard ends as shells do for a child that a signal killed, or stopped. */
async function endOfProcess(process: OpenProcess): Promise<say.EndFacts> {
  const end = await process.ended;
  const { exitCode = 0 } = end;
  const signal = exitCode > 128 ? nameOf(constants.signals, exitCode - 128) : undefined;
  return say.processEnd(signal === undefined ? end : { signal });
}

function broken(message: string): FailureError {
  return new FailureError({ code: 'runner-failed', message, ...say.RUNNER_ADVICE });
}

/** While a program ran, which may be why. */
function lost(message: string): FailureError {
  return new FailureError({ code: 'runner-failed', message, ...say.LOST_RUNNER_ADVICE });
}
