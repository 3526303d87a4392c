// Whether each round resembles the one before, and how much wider that makes an honest interval.

/** One-sided 2.5 % point: rarer than this by chance is taken for real. */
const EVIDENCE = 1.96;

/** An estimate above this would make the interval's width arbitrary. */
const LARGEST = 0.9;

/**
 * Lag-1 autocorrelation of a series, corrected for its bias of about -(1 + 3 phi) / n; 0 unless it is
 * positive beyond chance. Random order within rounds already keeps the machine's own autocorrelation out of
 * the ratios; what is left, and found here, is state that one variant keeps from round to round. Sources:
 * Box, Jenkins & Reinsel (2008), section 2.1; Kendall (1954), Biometrika 41:403-404 (bias).
 */
export function residualAutocorrelation(series: readonly number[]): number {
  const n = series.length;
  const mean = series.reduce((sum, value) => sum + value, 0) / n;
  let square = 0;
  let product = 0;
  let previous = 0;
  for (const value of series) {
    const deviation = value - mean;
    square += deviation * deviation;
    product += deviation * previous;
    previous = deviation;
  }
  // A constant series leaves only rounding here.
  if (n < 4 || square <= n * (1e-12 * (1 + Math.abs(mean))) ** 2) return 0;
  const correlation = product / square;
  if ((correlation + 1 / n) * Math.sqrt(n) < EVIDENCE) return 0;
  return Math.min(LARGEST, (correlation * n + 1) / (n - 3));
}

/**
 * Factor on the standard error of a mean of autocorrelated values: sqrt((1 + phi) / (1 - phi)) for a first-order
 * process. Source: Wilks (2011), Statistical Methods in the Atmospheric Sciences, 3rd ed., section 5.2.4.
 */
export function widening(autocorrelation: number): number {
  return Math.sqrt((1 + autocorrelation) / (1 - autocorrelation));
}
