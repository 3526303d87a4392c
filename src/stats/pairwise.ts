// Order statistics of all pairwise means or differences, without forming them: time O(n log n), memory O(n).

/** How many pairs lie at or below a bound, and the attained values next to it. */
interface Probe {
  readonly count: number;
  /** Largest attained value <= the bound. */
  readonly floor: number;
  /** Smallest attained value > the bound. */
  readonly ceiling: number;
}

/**
 * Order statistics of the Walsh averages (x[i] + x[j]) / 2 with i <= j, of which there are n(n+1)/2.
 * @param sorted ascending, not empty
 * @returns a function of the rank, counted from 1
 */
export function walshAverages(sorted: readonly number[]): (rank: number) => number {
  const x = Float64Array.from(sorted);
  const n = x.length;
  const probe = (bound: number): Probe => {
    let count = 0;
    let floor = -Infinity;
    let ceiling = Infinity;
    let j = n - 1;
    for (let i = 0; i < n; i++) {
      const xi = x[i] ?? NaN;
      while (j >= i && (xi + (x[j] ?? NaN)) / 2 > bound) j--;
      if (j >= i) {
        count += j - i + 1;
        floor = Math.max(floor, (xi + (x[j] ?? NaN)) / 2);
      }
      // The first partner above the bound may lie left of i once the pointers have crossed; i with itself is then the smallest.
      const above = Math.max(j + 1, i);
      if (above < n) ceiling = Math.min(ceiling, (xi + (x[above] ?? NaN)) / 2);
    }
    return { count, floor, ceiling };
  };
  return (rank) => select(rank, x[0] ?? NaN, x[n - 1] ?? NaN, probe);
}

/**
 * Order statistics of the differences x[i] - y[j], of which there are m * n.
 * @param sortedX ascending, not empty
 * @param sortedY ascending, not empty
 * @returns a function of the rank, counted from 1
 */
export function pairwiseDifferences(
  sortedX: readonly number[],
  sortedY: readonly number[],
): (rank: number) => number {
  const x = Float64Array.from(sortedX);
  const y = Float64Array.from(sortedY);
  const m = x.length;
  const n = y.length;
  const probe = (bound: number): Probe => {
    let count = 0;
    let floor = -Infinity;
    let ceiling = Infinity;
    // y[first..] are the partners that keep x[i] - y[j] at or below the bound; `first` only grows with i.
    let first = 0;
    for (let i = 0; i < m; i++) {
      const xi = x[i] ?? NaN;
      while (first < n && xi - (y[first] ?? NaN) > bound) first++;
      count += n - first;
      if (first < n) floor = Math.max(floor, xi - (y[first] ?? NaN));
      if (first > 0) ceiling = Math.min(ceiling, xi - (y[first - 1] ?? NaN));
    }
    return { count, floor, ceiling };
  };
  const smallest = (x[0] ?? NaN) - (y[n - 1] ?? NaN);
  const largest = (x[m - 1] ?? NaN) - (y[0] ?? NaN);
  return (rank) => select(rank, smallest, largest, probe);
}

/** Median of `count` values given by their order statistics. */
export function medianOfRanks(rank: (rank: number) => number, count: number): number {
  const half = Math.floor(count / 2);
  return count % 2 === 1 ? rank(half + 1) : (rank(half) + rank(half + 1)) / 2;
}

/**
 * Bisection between attained values: each step halves the range and lands on values that exist, so it ends
 * on the exact order statistic whatever the ties.
 */
function select(
  rank: number,
  smallest: number,
  largest: number,
  probe: (bound: number) => Probe,
): number {
  let low = smallest;
  let high = largest;
  while (low < high) {
    const middle = low + (high - low) / 2;
    // Rounding may put the middle of two neighbouring numbers on the upper one, which would not shrink the range.
    const { count, floor, ceiling } = probe(middle < high ? middle : low);
    if (count >= rank) high = floor;
    else low = ceiling;
  }
  return low;
}
