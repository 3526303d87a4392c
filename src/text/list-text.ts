// How a list stands in a sentence.

const lists = new Intl.ListFormat('en-GB', { type: 'conjunction' });
const alternatives = new Intl.ListFormat('en-GB', { type: 'disjunction' });

/** `a`, `a and b`, `a, b and c`; with a limit, `a, b and 3 more`. */
export function listText(items: readonly string[], limit = Infinity): string {
  return lists.format(
    items.length > limit ? [...items.slice(0, limit), `${items.length - limit} more`] : items,
  );
}

/** `a`, `a or b`, `a, b or c`. */
export function orText(items: readonly string[]): string {
  return alternatives.format(items);
}
