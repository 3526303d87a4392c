// Two percentages in one sentence, of which one is more than the other: rounded alike, they would read as one.

/** More of these, and nobody can see what differs. */
const MOST_MORE = 6;

/**
 * Both as text, with as many digits as it takes to tell them apart.
 * @param text a percentage, with so many digits more than usual
 */
export function percentsApart(
  fractions: readonly [number, number],
  text: (percentage: number, more: number) => string,
): readonly [string, string] {
  const [left, right] = fractions.map((fraction) => fraction * 100) as [number, number];
  for (let more = 0; ; more += 1) {
    const texts = [text(left, more), text(right, more)] as const;
    if (texts[0] !== texts[1] || left === right || more === MOST_MORE) return texts;
  }
}
