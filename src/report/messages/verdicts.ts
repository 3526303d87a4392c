// Why a comparison has no verdict: a few words for a table's row, and a sentence with what would decide it.
import { counted, plural } from '../../text/plural.ts';

export interface VerdictReason {
  readonly brief: string;
  readonly sentence: string;
}

/** What gives a benchmark more rounds: one that ended because its intervals were narrow does not want a budget. */
export interface MoreRounds {
  readonly needs: 'precision' | 'budget';
  /** Comparisons of the run that were corrected for each other. */
  readonly comparisons: number;
}

/** One side alone was slow in some rounds. @param often in how many of the rounds, and the other side in how many */
export function oneSideSlow(facts: {
  readonly often: number;
  readonly rarely: number;
  readonly rounds: number;
  readonly meanSpeedup: number;
}): VerdictReason {
  const { often, rarely, rounds, meanSpeedup } = facts;
  return {
    brief: `slow in ${often} of ${rounds} rounds`,
    sentence: `Undecided: one side took far longer than its median in ${often} of ${rounds} rounds, the other in ${rarely}. The interval excludes these rounds; with the mean of all rounds the speedup is ${meanSpeedup.toPrecision(3)}x.`,
  };
}

/** @param precision as a part of 1 */
export function intervalTooWide({ precision }: { readonly precision: number }): VerdictReason {
  const goal = `${Number((precision * 100).toPrecision(2))} %`;
  return {
    brief: 'interval too wide',
    sentence: `Undecided: the interval contains 1 and is wider than the requested precision of ±${goal}. A larger budget narrows it.`,
  };
}

export function tooFewRounds(
  facts: MoreRounds & { readonly rounds: number; readonly fewest: number },
): VerdictReason {
  const { rounds, fewest, comparisons } = facts;
  const need = plural(comparisons, 'a comparison needs', `${comparisons} comparisons need`);
  return {
    brief: `too few rounds (${rounds} of ${fewest})`,
    sentence: `Undecided: the interval excludes 1, but ${need} at least ${fewest} rounds, and this benchmark had ${rounds}. ${moreRounds(facts)}`,
  };
}

/** A single comparison needs no correction: the test takes in rounds that the interval sets aside. */
export function mayBeChance(facts: MoreRounds): VerdictReason {
  if (facts.comparisons <= 1) {
    return {
      brief: 'may be chance',
      sentence: `Undecided: the interval excludes 1, but over all rounds, including disturbed ones, the difference may be chance. ${moreRounds(facts)}`,
    };
  }
  const many = counted(facts.comparisons, 'comparison');
  return {
    brief: `may be chance (${many})`,
    sentence: `Undecided: the interval excludes 1, but among ${many} some look different by chance, so each needs stronger evidence. ${moreRounds(facts)}`,
  };
}

function moreRounds({ needs, comparisons }: MoreRounds): string {
  const more = needs === 'precision' ? 'Request a higher precision' : 'Raise the budget';
  return comparisons <= 1 ? `${more}.` : `${more}, or compare fewer targets.`;
}
