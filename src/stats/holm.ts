// Correction of p-values for the number of comparisons.

/**
 * Holm's step-down adjustment: the chance that any of the true null hypotheses is rejected at level a stays
 * at most a, whatever the dependence between comparisons. Order is kept. Source: Holm (1979), Scandinavian
 * Journal of Statistics 6:65-70.
 */
export function holmAdjusted(pValues: readonly number[]): number[] {
  const order = pValues.map((_, index) => index);
  order.sort((a, b) => (pValues[a] ?? NaN) - (pValues[b] ?? NaN));
  const adjusted = new Array<number>(pValues.length).fill(1);
  let largest = 0;
  order.forEach((index, position) => {
    const scaled = (pValues.length - position) * (pValues[index] ?? NaN);
    largest = Math.max(largest, Math.min(1, scaled));
    adjusted[index] = largest;
  });
  return adjusted;
}
