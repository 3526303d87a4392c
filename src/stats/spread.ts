// Centre, spread and outliers of one variant's samples.

/** Median; the mean of the middle two where the count is even. NaN for no values. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const upper = sorted[half] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? NaN) + upper) / 2;
}

/**
 * Median absolute deviation from the median, in the values' unit. Not scaled: for normal noise it is 0.6745
 * standard deviations. Source: Hampel (1974), JASA 69:383-393.
 */
export function medianAbsoluteDeviation(values: readonly number[]): number {
  const centre = median(values);
  return median(values.map((value) => Math.abs(value - centre)));
}

/** Beyond this modified z-score a value is an outlier (Iglewicz & Hoaglin's own choice). */
const OUTLIER_SCORE = 3.5;

/**
 * Indices of values whose modified z-score, 0.6745 (x - median) / MAD, exceeds 3.5 in size: about 0.05 % of
 * normal noise. Where over half the values are equal the MAD is 0 and the mean absolute deviation, scaled by
 * 1 / 1.2533, takes its place. Source: Iglewicz & Hoaglin (1993), How to Detect and Handle Outliers, ASQC.
 */
export function outliers(values: readonly number[]): number[] {
  const centre = median(values);
  const deviations = values.map((value) => Math.abs(value - centre));
  const mad = median(deviations);
  const mean = deviations.reduce((sum, deviation) => sum + deviation, 0) / values.length;
  const unit = mad > 0 ? mad / 0.6745 : mean * 1.253314;
  return deviations.flatMap((deviation, index) =>
    deviation > OUTLIER_SCORE * unit ? [index] : [],
  );
}
