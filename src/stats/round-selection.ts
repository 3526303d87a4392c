// Rounds that something else disturbed: which within-round log ratios are set aside before an interval is drawn.
import { median, medianAbsoluteDeviation } from './spread.ts';

/** Below this many rounds the spread is too uncertain to call anything an outlier. */
const FEWEST_TO_JUDGE = 10;

/** More than this share is no longer a disturbance but a second way of behaving, and stays. */
const LARGEST_SHARE = 0.25;

/**
 * Which rounds to keep. A round is set aside when its log ratio lies further from the median than
 * 3.75 (1 + 3.3 / n) robust standard deviations (MAD / 0.6745): 5.0 at ten rounds, 4.0 at sixty. For normal
 * noise that is under one round in ten thousand at sixty. The rule looks alike on both sides, so it favours
 * neither variant; the growing limit makes up for how uncertain a MAD of few rounds is. Both constants were
 * chosen by simulation (scripts/bench/statistics.ts), so that coverage stays in place while disturbances of
 * 5 % of the samples stop hiding a 2 % difference. Source of the rule: Hampel (1985), Technometrics 27:95-107.
 */
export function undisturbedRounds(logRatios: readonly number[]): boolean[] {
  const n = logRatios.length;
  const everyRound = logRatios.map(() => true);
  if (n < FEWEST_TO_JUDGE) return everyRound;
  const centre = median(logRatios);
  const limit = (3.75 * (1 + 3.3 / n) * medianAbsoluteDeviation(logRatios)) / 0.6745;
  // Most ratios equal: what differs is then the only information about spread.
  if (limit === 0) return everyRound;
  const kept = logRatios.map((logRatio) => Math.abs(logRatio - centre) <= limit);
  const setAside = kept.filter((keep) => !keep).length;
  return setAside > LARGEST_SHARE * n ? everyRound : kept;
}
