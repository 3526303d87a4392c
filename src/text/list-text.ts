// How a list stands in a sentence.

/** `a`, `a and b`, `a, b and c`; with a limit, `a, b and 3 more`. */
export function listText(items: readonly string[], limit = Infinity): string {
  const shown =
    items.length > limit ? [...items.slice(0, limit), `${items.length - limit} more`] : [...items];
  const last = shown.pop() ?? '';
  return shown.length === 0 ? last : `${shown.join(', ')} and ${last}`;
}
