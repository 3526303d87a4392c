// Hartigan's dip: how far a sample is from having one mode.

/**
 * The dip statistic: the largest distance between a sample's distribution function and the nearest unimodal
 * one; at least 1 / (2n), and at most 1/4 from two values on. Sources: Hartigan & Hartigan (1985), Annals of Statistics 13:70-84;
 * P. M. Hartigan (1985), Applied Statistics 34:320-325 (AS 217), whose narrowing of the modal interval this is.
 * @param sorted ascending, not empty
 */
export function dipStatistic(sorted: readonly number[]): number {
  const x = Float64Array.from(sorted);
  const n = x.length;
  let low = 0;
  let high = n - 1;
  // Distances are counted in steps of the distribution function until the end; one step is what any sample has.
  let dip = 1;
  while (at(x, low) < at(x, high)) {
    const minorant = hull(x, low, high, 1);
    const majorant = hull(x, low, high, -1);
    const { distance, left, right } = widestGap(x, minorant, majorant);
    if (distance < dip) break;
    // Outside the narrowed modal interval the nearest unimodal function runs along the hulls.
    const below = minorant.filter((corner) => corner <= left);
    const above = majorant.filter((corner) => corner >= right);
    dip = Math.max(dip, stray(x, below, 1), stray(x, above, -1));
    if (left === low && right === high) break;
    low = left;
    high = right;
  }
  return dip / (2 * n);
}

function at(x: Float64Array, index: number | undefined): number {
  return index === undefined ? NaN : (x[index] ?? NaN);
}

/**
 * Corners (indices, ascending) of the greatest convex minorant (sign 1) or least concave majorant (sign -1) of
 * the points (x[i], i) from low to high.
 */
function hull(x: Float64Array, low: number, high: number, sign: 1 | -1): number[] {
  const corners: number[] = [];
  for (let i = low; i <= high; i++) {
    for (;;) {
      const last = corners.at(-1);
      const before = corners.at(-2);
      if (last === undefined || before === undefined) break;
      // Slopes compared crosswise, so that equal x need no division.
      const slopeBefore = (at(x, i) - at(x, last)) * (last - before);
      const slopeAfter = (at(x, last) - at(x, before)) * (i - last);
      if (sign * (slopeAfter - slopeBefore) > 0) break;
      corners.pop();
    }
    corners.push(i);
  }
  return corners;
}

/** Height at x[index] of the chord between two indices, in steps. */
function chord(x: Float64Array, from: number, to: number, index: number): number {
  const width = at(x, to) - at(x, from);
  return width > 0 ? from + ((at(x, index) - at(x, from)) * (to - from)) / width : from;
}

/**
 * Where majorant (running along the tops of the steps) and minorant (along their feet) are furthest apart, and
 * the corners of either that enclose the place: the next modal interval.
 */
function widestGap(
  x: Float64Array,
  minorant: readonly number[],
  majorant: readonly number[],
): { distance: number; left: number; right: number } {
  let widest = { distance: 0, left: minorant[0] ?? 0, right: majorant.at(-1) ?? 0 };
  let under = 0;
  let over = 0;
  while (under < minorant.length && over < majorant.length) {
    const below = minorant[under] ?? 0;
    const above = majorant[over] ?? 0;
    let distance: number;
    let left: number;
    let right: number;
    if (below > above) {
      left = minorant[under - 1] ?? below;
      right = above;
      distance = above + 1 - chord(x, left, below, above);
      over++;
    } else {
      left = below;
      right = above;
      distance = chord(x, majorant[over - 1] ?? above, above, below) + 1 - below;
      under++;
    }
    if (distance >= widest.distance) widest = { distance, left, right };
  }
  return widest;
}

/** Largest distance of the distribution function from the chords between corners: above them (sign 1) or below (-1). */
function stray(x: Float64Array, corners: readonly number[], sign: 1 | -1): number {
  let largest = 1;
  for (let corner = 1; corner < corners.length; corner++) {
    const from = corners[corner - 1] ?? 0;
    const to = corners[corner] ?? 0;
    if (at(x, from) === at(x, to)) continue;
    for (let i = from; i <= to; i++) {
      largest = Math.max(largest, sign * (i - chord(x, from, to, i)) + 1);
    }
  }
  return largest;
}
