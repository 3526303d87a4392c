// How each verdict looks without colour: a sign, words, and how strongly its bar is drawn.
import type { Verdict } from '../src/model/run.ts';

export interface VerdictLook {
  readonly sign: string;
  readonly words: string;
  /** The same where there is little room. */
  readonly short: string;
  /** `solid`: a difference was found. `hatched`: measured, none found. `hollow`: too uncertain to say. `none`: nothing to draw. */
  readonly bar: 'solid' | 'hatched' | 'hollow' | 'none';
  /** Class for the table's badge. */
  readonly tone: 'good' | 'bad' | 'quiet' | 'broken';
}

export const VERDICT_LOOKS: Readonly<Record<Verdict, VerdictLook>> = {
  baseline: { sign: '\u25cb', words: 'baseline', short: 'baseline', bar: 'hatched', tone: 'quiet' },
  faster: { sign: '\u25b2', words: 'faster', short: 'faster', bar: 'solid', tone: 'good' },
  slower: { sign: '\u25bc', words: 'slower', short: 'slower', bar: 'solid', tone: 'bad' },
  'no difference': {
    sign: '=',
    words: 'no difference',
    short: 'none',
    bar: 'hatched',
    tone: 'quiet',
  },
  inconclusive: { sign: '?', words: 'inconclusive', short: 'unsure', bar: 'hollow', tone: 'quiet' },
  'identical code': {
    sign: '\u2261',
    words: 'identical code',
    short: 'identical',
    bar: 'hatched',
    tone: 'quiet',
  },
  'wrong output': {
    sign: '\u2260',
    words: 'wrong output',
    short: 'wrong',
    bar: 'none',
    tone: 'broken',
  },
  'cannot run': {
    sign: '\u2298',
    words: 'cannot run here',
    short: "can't run",
    bar: 'none',
    tone: 'broken',
  },
  failed: { sign: '\u2715', words: 'failed', short: 'failed', bar: 'none', tone: 'broken' },
};
