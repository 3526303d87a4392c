// How a list stands in a sentence.

/** Made by the first sentence that needs one: that takes ten milliseconds, which most starts of a command can do without. */
let lists: Intl.ListFormat | undefined;
let alternatives: Intl.ListFormat | undefined;

/** `a`, `a and b`, `a, b and c`; with a limit, `a, b and 3 more`. */
export function listText(items: readonly string[], limit = Infinity): string {
  lists ??= new Intl.ListFormat('en-GB', { type: 'conjunction' });
  return lists.format(
    items.length > limit ? [...items.slice(0, limit), `${items.length - limit} more`] : items,
  );
}

/** `a`, `a or b`, `a, b or c`. */
export function orText(items: readonly string[]): string {
  alternatives ??= new Intl.ListFormat('en-GB', { type: 'disjunction' });
  return alternatives.format(items);
}
