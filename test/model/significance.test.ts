import { expect, it } from 'vitest';
import { fewestRounds } from '../../src/model/significance.ts';
import { holmAdjusted } from '../../src/stats/holm.ts';
import { signedRankPValue } from '../../src/stats/signed-rank.ts';
import { decideVerdict } from '../../src/stats/verdict.ts';

it.each([1, 2, 4, 24, 30, 1000])(
  'with %d comparisons a plain difference gets its verdict from so many rounds on',
  (comparisons) => {
    const fewest = fewestRounds(comparisons);
    const verdict = (rounds: number): string => {
      const differences = Array.from({ length: rounds }, (_, round) => 1 + round / 1000);
      const pValues = Array.from({ length: comparisons }, () => signedRankPValue(differences));
      const [pValue = 1] = holmAdjusted(pValues);
      return decideVerdict({
        speedup: { estimate: 2.7, low: 2.6, high: 2.8 },
        pValue,
        precision: 0.01,
      });
    };
    expect(verdict(fewest)).toBe('faster');
    expect(verdict(fewest - 1)).toBe('inconclusive');
  },
);
