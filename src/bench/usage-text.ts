// A program that was asked for nothing prints how it is used: what it says then, and what to do.
import type { Benchmark } from '../model/program.ts';
import type { Ran } from './executor.ts';
import { firstLines } from './metric-failure.ts';

const SEARCHED = 16 * 1024;
const SEARCHED_LINES = 25;
const SHOWN_LINES = 12;

export interface Usage {
  /** Its first lines, safe to show. */
  readonly lines: string;
  /** What to do, as a whole sentence. */
  readonly hint: string;
}

/** Nothing where it prints something else. */
export function usageIn(ran: Ran, { args }: Benchmark): Usage | undefined {
  for (const { bytes } of [ran.stderr, ran.stdout]) {
    const text = bytes.subarray(0, SEARCHED).toString('utf8').trim();
    const head = text.split('\n').slice(0, SEARCHED_LINES).join('\n');
    if (
      !/^[^\n]{0,40}\b(?:usage|syntax|synopsis)\b\s*(?:[:=]|$|\n)/imu.test(head) &&
      !/\btry\b[^\n]*--help/iu.test(head)
    )
      continue;
    return { lines: firstLines(text, SHOWN_LINES), hint: hintFor(args) };
  }
  return undefined;
}

function hintFor(args: readonly string[]): string {
  return args.length === 0
    ? 'It ran without arguments: `--args`, such as --args=\'-9 -c data.bin\', or "args" of a benchmark in retarget.json gives it some.'
    : 'It printed its usage: correct its arguments, by `--args` or by "args" of this benchmark in retarget.json.';
}
