// Where a reader is in a piece of the page that is drawn anew: what has the keyboard's focus, what is unfolded, how far is scrolled.
// Elements are known again by their `data-key`, within the one above them that has one.

/** Elements with a key by the path of keys that leads to them; of several with one path, later ones are numbered. */
export function keyedElements(place: HTMLElement): ReadonlyMap<string, HTMLElement> {
  const paths = new Map<Element, string>();
  const found = new Map<string, HTMLElement>();
  const counts = new Map<string, number>();
  for (const element of place.querySelectorAll<HTMLElement>('[data-key]')) {
    const above = element.parentElement?.closest('[data-key]');
    const start = above == null ? '' : (paths.get(above) ?? '');
    const path = `${start}/${JSON.stringify(element.dataset['key'])}`;
    const count = counts.get(path) ?? 0;
    counts.set(path, count + 1);
    const numbered = count === 0 ? path : `${path}${count}`;
    paths.set(element, numbered);
    found.set(numbered, element);
  }
  return found;
}

/** @returns what brings the reader back to where they are now, as far as that still exists */
export function readerPlace(place: HTMLElement): () => void {
  const before = [...keyedElements(place)].map(([path, element]) => ({
    path,
    open: element instanceof HTMLDetailsElement ? element.open : undefined,
    // What scrolls by itself is made reachable by the keyboard.
    scroll: element.hasAttribute('tabindex')
      ? { top: element.scrollTop, left: element.scrollLeft }
      : undefined,
  }));
  const focusBack = focusPlace(place);
  return () => {
    const now = keyedElements(place);
    for (const { path, open, scroll } of before) {
      const element = now.get(path);
      if (element instanceof HTMLDetailsElement && open !== undefined) element.open = open;
      else if (scroll !== undefined) element?.scrollTo(scroll);
    }
    focusBack();
  };
}

/** @returns what gives the focus back to what has it now within the place; nothing where that is elsewhere or gone for good */
export function focusPlace(place: HTMLElement): () => void {
  const focused = document.activeElement;
  const holder = focused?.closest('[data-key]');
  const [path] =
    [...keyedElements(place)].find(([, element]) => element === holder) ?? ([] as const);
  if (path === undefined || focused == null) return () => undefined;
  return () => {
    if (focused.isConnected && focused === document.activeElement) return;
    const again = keyedElements(place).get(path);
    // A summary has no key of its own: its details do.
    const heir = focused === holder ? again : again?.querySelector<HTMLElement>(focused.localName);
    heir?.focus({ preventScroll: true });
  };
}
