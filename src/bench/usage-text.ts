// A program that was asked for nothing prints how it is used: what it says then, and what to do.
import type { Benchmark } from '../model/program.ts';
import type { Remedy } from '../model/remedy.ts';
import type { Ran } from './executor.ts';
import { printedUsage, ranWithoutArguments } from './messages/execution.ts';
import { firstLines } from './metric-failure.ts';

const SEARCHED = 16 * 1024;
const SEARCHED_LINES = 25;
const SHOWN_LINES = 12;

export interface Usage {
  /** Its first lines, safe to show. */
  readonly lines: string;
  /** What to do, as a whole sentence. */
  readonly hint: string;
  readonly remedies: readonly Remedy[];
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
    return {
      lines: firstLines(text, SHOWN_LINES),
      hint: args.length === 0 ? ranWithoutArguments() : printedUsage(),
      remedies: [{ kind: 'set', what: 'args' }],
    };
  }
  return undefined;
}
