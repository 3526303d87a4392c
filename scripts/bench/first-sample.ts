// How long the command takes from its start to the first execution of a program when nothing has changed.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { median } from '../../src/stats/spread.ts';

const PROFILES = 7;

/** What the command says right before it runs a program of the project's, or the first variant where there is none. */
const RUNS_SOMETHING = /comparing the baseline with the project's own program|checking output/u;

/** Absolute path of the command, as it ships. */
export function command(): string {
  return join(process.cwd(), 'dist', 'cli.js');
}

/**
 * Milliseconds until the first program is about to run, which the command says in a line of its own; then it is
 * interrupted. Median, after a first profile that fills the cache.
 */
export async function firstSample(path: string, env: Record<string, string>): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i <= PROFILES; i++) {
    const started = performance.now();
    const child = spawn(process.execPath, [command(), 'profile', path, '--budget', '1'], {
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    await new Promise<void>((resolve, reject) => {
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        said += text;
        if (!RUNS_SOMETHING.test(said)) return;
        // The first time fills the cache.
        if (i > 0) times.push(performance.now() - started);
        said = '';
        child.kill('SIGINT');
      });
      child.on('error', reject).on('close', () => {
        resolve();
      });
    });
  }
  if (times.length < PROFILES)
    throw new Error(`only ${times.length} profiles of ${path} came to a first sample`);
  return median(times);
}
