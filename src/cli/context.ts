// What every command is handed: where to write, how it may look, and when to stop.
import type { TerminalStyle } from '../report/terminal-style.ts';
import { terminalStyle } from '../report/terminal-style.ts';
import { storageFailure } from '../store/storage-failure.ts';
import { VERSION } from '../model/version.ts';

type Env = Readonly<Record<string, string | undefined>>;

export interface CommandContext {
  readonly signal: AbortSignal;
  readonly env: Env;
  readonly version: string;
  readonly stderr: NodeJS.WriteStream;
  /** How standard output and standard error may look. */
  readonly style: TerminalStyle;
  readonly errorStyle: TerminalStyle;
  /** Writes results to standard output; a reader that has gone away is no error. */
  readonly out: (text: string) => Promise<void>;
  /** Writes for people to standard error. */
  readonly note: (text: string) => void;
}

export function commandContext(signal: AbortSignal): CommandContext {
  const { stdout, stderr, env, platform } = process;
  return {
    signal,
    env,
    version: VERSION,
    stderr,
    style: terminalStyle(stdout, env, platform),
    errorStyle: terminalStyle(stderr, env, platform),
    out: (text) => write(stdout, text),
    note: (text) => {
      stderr.write(text);
    },
  };
}

function write(stream: NodeJS.WriteStream, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(text, (error: NodeJS.ErrnoException | null | undefined) => {
      if (error === null || error === undefined || error.code === 'EPIPE') resolve();
      else reject(storageFailure(error, 'standard output'));
    });
  });
}
