// The command line on a real terminal: util-linux's `script` gives it one, and its pipes are the keyboard and the screen.
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { argvText } from '../../src/text/argv-text.ts';
import { startProcess } from '../../src/process/start-process.ts';
import type { CommandLine } from './retarget.ts';

export interface Terminal {
  /** Everything that was shown, with the sequences that move and colour it. */
  text(): string;
  /** Resolves once this was shown after what was waited for before; the test's own time limit is its limit. */
  says(words: string): Promise<void>;
  type(keys: string): void;
  readonly ended: Promise<number | undefined>;
}

/** @param columns its width; `script` makes it 0 where it has no terminal of its own */
export function inTerminal(retarget: CommandLine, args: readonly string[], columns = 90): Terminal {
  const { command, args: all, env } = retarget.invocation(args);
  const process = startProcess({
    command: 'script',
    args: [
      '--quiet',
      '--return',
      '--command',
      `stty cols ${columns} rows 24; exec ${argvText([command, ...all])}`,
      '/dev/null',
    ],
    cwd: retarget.folder,
    env: { ...env, SHELL: '/bin/sh', TERM: 'xterm', CI: '' },
    stdin: 'pipe',
    stdout: 'pipe',
    stderr: 'pipe',
  });
  const { stdin, stdout } = process;
  if (stdin === null || stdout === null) throw new Error('no pipes');
  onTestFinished(() => {
    process.kill();
  });
  let shown = '';
  let heard = 0;
  stdout.on('data', (chunk: Buffer) => (shown += chunk.toString()));
  return {
    text: () => shown,
    says: async (words) => {
      while (!shown.slice(heard).includes(words)) await sleep(20);
      heard = shown.indexOf(words, heard) + words.length;
    },
    type: (keys) => stdin.write(keys),
    ended: process.ended.then((end) => end.exitCode),
  };
}
