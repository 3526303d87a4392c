// The word a person meant when they wrote one that does not exist.
import { distance } from 'fastest-levenshtein';

/** The known word nearest to this one, if one is near enough to be meant. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const flat = (text: string): string => text.toLowerCase().replace(/[-_ ]/gu, '');
  const ranked = known
    .map((candidate) => ({ candidate, away: distance(flat(word), flat(candidate)) }))
    .sort((left, right) => left.away - right.away);
  const [best] = ranked;
  return best !== undefined && best.away <= Math.max(2, Math.floor(word.length / 3))
    ? best.candidate
    : undefined;
}
