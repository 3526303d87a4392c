// The Mann-Whitney statistic: its distribution, the ranks that bound an interval, and the p-value.
import { normalCdf, normalQuantile } from './normal.ts';

/** Both samples up to this size: exact distribution. */
const EXACT_LIMIT = 50;

/**
 * P(U <= u) for u = 0 .. m * n, U being the number of pairs with x > y when both samples come from one
 * continuous distribution. Source: Mann & Whitney (1947), Annals of Mathematical Statistics 18:50-60, whose
 * recurrence on the largest observation this is: p(m, n, u) = m/(m+n) p(m-1, n, u-n) + n/(m+n) p(m, n-1, u).
 */
function rankSumCdf(m: number, n: number): Float64Array {
  // Row i holds p(i, j, .) for j = 0 .. n.
  let row: Float64Array[] = Array.from({ length: n + 1 }, () => Float64Array.of(1));
  for (let i = 1; i <= m; i++) {
    const next: Float64Array[] = [Float64Array.of(1)];
    for (let j = 1; j <= n; j++) {
      const probability = new Float64Array(i * j + 1);
      const fewerX = row[j] ?? probability;
      const fewerY = next[j - 1] ?? probability;
      fewerX.forEach((p, u) => (probability[u + j] = (p * i) / (i + j)));
      fewerY.forEach((p, u) => (probability[u] = (probability[u] ?? 0) + (p * j) / (i + j)));
      next.push(probability);
    }
    row = next;
  }
  const cdf = row[n] ?? Float64Array.of(1);
  for (let u = 1; u < cdf.length; u++) cdf[u] = Math.min(1, (cdf[u - 1] ?? 0) + (cdf[u] ?? 0));
  return cdf;
}

/**
 * The rank k for which the k-th smallest and k-th largest of the m * n differences bound the shift with at
 * least the asked confidence; 0 where the samples are too small. Source: Hollander, Wolfe & Chicken (2014),
 * section 4.3. Ties make the closed interval conservative.
 */
export function rankSumBound(m: number, n: number, confidence: number): number {
  const tail = (1 - confidence) / 2;
  if (m > EXACT_LIMIT || n > EXACT_LIMIT) {
    const deviation = Math.sqrt((m * n * (m + n + 1)) / 12);
    return Math.max(0, Math.floor((m * n) / 2 + 0.5 + normalQuantile(tail) * deviation));
  }
  const cdf = rankSumCdf(m, n);
  let k = 0;
  while ((cdf[k] ?? 1) <= tail) k++;
  return k;
}

/**
 * Two-sided Mann-Whitney p-value. Exact for samples of up to 50 without ties; otherwise normal approximation
 * with the tied variance and continuity correction (Lehmann 1975, Nonparametrics, section 1.4).
 */
export function rankSumPValue(x: readonly number[], y: readonly number[]): number {
  const pooled = [
    ...x.map((value) => ({ value, isX: true })),
    ...y.map((value) => ({ value, isX: false })),
  ].sort((a, b) => a.value - b.value);
  const m = x.length;
  const n = y.length;
  let rankSum = 0;
  let tieTerm = 0;
  for (let start = 0; start < pooled.length;) {
    const value = pooled[start]?.value;
    let end = start + 1;
    while (end < pooled.length && pooled[end]?.value === value) end++;
    const size = end - start;
    tieTerm += size ** 3 - size;
    const ofX = pooled.slice(start, end).filter(({ isX }) => isX).length;
    rankSum += (ofX * (start + 1 + end)) / 2;
    start = end;
  }
  const u = rankSum - (m * (m + 1)) / 2;
  const smaller = Math.min(u, m * n - u);
  if (tieTerm === 0 && m <= EXACT_LIMIT && n <= EXACT_LIMIT) {
    return Math.min(1, 2 * (rankSumCdf(m, n)[smaller] ?? 1));
  }
  const all = m + n;
  const variance = ((m * n) / 12) * (all + 1 - tieTerm / (all * (all - 1)));
  if (variance <= 0) return 1;
  return Math.min(1, 2 * normalCdf((smaller + 0.5 - (m * n) / 2) / Math.sqrt(variance)));
}
