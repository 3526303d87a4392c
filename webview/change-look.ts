// How each verdict of a comparison of two runs looks without colour.
import type { ChangeVerdict } from '../src/model/run-comparison.ts';
import { VERDICT_LOOKS } from './verdict-look.ts';
import type { VerdictLook } from './verdict-look.ts';

export const CHANGE_LOOKS: Readonly<Record<ChangeVerdict, VerdictLook>> = {
  faster: { ...VERDICT_LOOKS.faster, words: 'faster now' },
  slower: { ...VERDICT_LOOKS.slower, words: 'slower now' },
  'no difference': VERDICT_LOOKS['no difference'],
  inconclusive: VERDICT_LOOKS.inconclusive,
  'identical code': VERDICT_LOOKS['identical code'],
  'only before': {
    sign: '\u2212',
    words: 'only before',
    short: 'before',
    bar: 'hatched',
    tone: 'quiet',
  },
  'only after': { sign: '+', words: 'only after', short: 'after', bar: 'hatched', tone: 'quiet' },
  'not measured': {
    sign: '\u2013',
    words: 'not measured',
    short: 'none',
    bar: 'none',
    tone: 'quiet',
  },
  'not comparable': {
    sign: '\u2260',
    words: 'not comparable',
    short: 'differs',
    bar: 'none',
    tone: 'broken',
  },
};
