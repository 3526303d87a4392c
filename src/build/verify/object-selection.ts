// Which objects are compared where not all are: the largest of them for half of the time that there is, others by chance for the rest.
import { hashOf } from '../../cache/file-hashes.ts';

export interface ComparableObject {
  /** The same for one unit's objects for several targets. */
  readonly unit: string;
  readonly target: string;
  /** Bytes of IR: how long compiling takes goes with it. */
  readonly size: number;
}

export interface SelectionBudget {
  /** Milliseconds that comparing may take, each comparison by itself. */
  readonly limit: number;
  /** Milliseconds for each byte of size, before any comparison has told. */
  readonly rate: number;
}

/** Hands out candidates until their time is spent. At least one is always handed out. */
export class ObjectSelection<Item extends ComparableObject> {
  readonly #largest: Item[];
  readonly #others: Item[];
  readonly #taken = new Set<Item>();
  readonly #budget: SelectionBudget;
  #spent = 0;
  #expected = 0;
  #sizeDone = 0;

  constructor(items: readonly Item[], seed: number, budget: SelectionBudget) {
    this.#largest = largestFirst(items, seed);
    this.#others = items.toSorted(bySeed(seed));
    this.#budget = budget;
  }

  /** The next one that there is time for. */
  next(): Item | undefined {
    const half = this.#spent + this.#expected < this.#budget.limit / 2;
    const item =
      this.#find(half ? this.#largest : this.#others) ??
      this.#find(this.#others) ??
      (this.#taken.size === 0 ? this.#smallest() : undefined);
    if (item === undefined) return undefined;
    this.#taken.add(item);
    this.#expected += this.#costOf(item);
    return item;
  }

  /** @param milliseconds that comparing it took */
  done(item: Item, milliseconds: number): void {
    this.#expected = Math.max(0, this.#expected - this.#costOf(item));
    this.#spent += milliseconds;
    this.#sizeDone += item.size;
  }

  #find(items: readonly Item[]): Item | undefined {
    const left = this.#budget.limit - this.#spent - this.#expected;
    return items.find((item) => !this.#taken.has(item) && this.#costOf(item) <= left);
  }

  #smallest(): Item | undefined {
    return this.#largest.toSorted((a, b) => a.size - b.size)[0];
  }

  #costOf({ size }: Item): number {
    return size * (this.#sizeDone === 0 ? this.#budget.rate : this.#spent / this.#sizeDone);
  }
}

/** Each unit once before any is there for another target, and of its targets one by chance. */
function largestFirst<Item extends ComparableObject>(items: readonly Item[], seed: number): Item[] {
  const turns = new Map<string, number>();
  return items
    .toSorted(bySeed(seed))
    .map((item) => {
      const turn = turns.get(item.unit) ?? 0;
      turns.set(item.unit, turn + 1);
      return { item, turn };
    })
    .toSorted((a, b) => a.turn - b.turn || b.item.size - a.item.size)
    .map(({ item }) => item);
}

function bySeed(seed: number): (a: ComparableObject, b: ComparableObject) => number {
  const known = new Map<ComparableObject, string>();
  const place = (item: ComparableObject): string => {
    let hash = known.get(item);
    if (hash === undefined) {
      hash = hashOf(JSON.stringify([seed, item.unit, item.target]));
      known.set(item, hash);
    }
    return hash;
  };
  return (a, b) => (place(a) < place(b) ? -1 : 1);
}
