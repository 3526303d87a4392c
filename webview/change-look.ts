// How each verdict of a comparison of two runs looks without colour.
import type { ChangeVerdict } from '../src/model/run-comparison.ts';
import type { VerdictLook } from './verdict-look.ts';

export const CHANGE_LOOKS: Readonly<Record<ChangeVerdict, VerdictLook>> = {
  faster: { sign: '\u25b2', words: 'faster now', short: 'faster', bar: 'solid', tone: 'good' },
  slower: { sign: '\u25bc', words: 'slower now', short: 'slower', bar: 'solid', tone: 'bad' },
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
  'only before': {
    sign: '\u2212',
    words: 'only before',
    short: 'before',
    bar: 'hatched',
    tone: 'quiet',
  },
  'only after': { sign: '+', words: 'only after', short: 'after', bar: 'hatched', tone: 'quiet' },
  'not comparable': {
    sign: '\u2260',
    words: 'not comparable',
    short: 'differs',
    bar: 'none',
    tone: 'broken',
  },
};
