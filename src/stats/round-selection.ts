// Rounds that something else disturbed: which within-round log ratios are set aside.
import { median } from './spread.ts';

/** Below this many rounds the spread is too uncertain to call anything an outlier. */
const FEWEST_TO_JUDGE = 10;

/** More than this share is no longer a disturbance but a second way of behaving, and stays. */
const LARGEST_SHARE = 0.25;

/**
 * Which rounds to keep. A round is set aside when its log ratio lies further from the centre than
 * 3.75 (1 + 3.3 / n) robust standard deviations (median distance from the centre / 0.6745): 5.0 at ten rounds,
 * 4.0 at sixty, where that is one round of normal noise in 20,000. The rule treats both sides alike, so it favours
 * neither variant; the limit is wider for few rounds because their spread is uncertain. Both constants were chosen
 * by simulation (scripts/bench/statistics.ts), so that coverage stays in place while disturbances of 5 % of the
 * samples stop hiding a 2 % difference. Source of the rule: Hampel (1985), Technometrics 27:95-107.
 * @param centre the median for an estimate. For a test of "no difference" it must be 0: rounds are then chosen by
 *   their size alone, so that every sign stays a fair coin and the test stays exact.
 */
export function undisturbedRounds(logRatios: readonly number[], centre: number): number[] {
  const n = logRatios.length;
  if (n < FEWEST_TO_JUDGE) return [...logRatios];
  const distances = logRatios.map((logRatio) => Math.abs(logRatio - centre));
  const limit = (3.75 * (1 + 3.3 / n) * median(distances)) / 0.6745;
  // Most ratios equal: what differs is then the only information about spread.
  if (limit === 0) return [...logRatios];
  const kept = logRatios.filter((_, round) => (distances[round] ?? 0) <= limit);
  return n - kept.length > LARGEST_SHARE * n ? [...logRatios] : kept;
}
