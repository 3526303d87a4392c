// What comparing objects came to: counts, and of what differs as much as a reader can use.
import type { Departure, Uncompared, Verification } from '../../model/verification.ts';
import type { Toolchain } from '../../model/toolchain.ts';
import type { CodeListings } from './compare-code.ts';
import { knownCauses } from './direct-crate.ts';
import type { ObjectComparison } from './compare-object.ts';
import type { Comparable } from './comparable-objects.ts';

/** Keeps both sides' listings of what differs, and says where; nothing where it cannot. */
export type KeepListings = (
  departure: Departure,
  listings: CodeListings,
) => Promise<Departure['listings']>;

/** Departures kept for a program, and those of them with listings. */
const MOST_DEPARTURES = 200;
const MOST_LISTINGS = 20;
/** Sources named beside a reason. */
const MOST_SOURCES = 8;

type LeftOut = Omit<Uncompared, 'detail'> & { readonly detail?: Uncompared['detail'] | undefined };

export class Findings {
  readonly #found: string;
  readonly departures: Departure[] = [];
  #compared = 0;
  #equal = 0;
  #remembered = 0;
  readonly #uncompared = new Map<string, Uncompared>();
  readonly #keepListings: KeepListings | undefined;

  constructor(
    toolchain: Toolchain,
    uncompared: readonly Uncompared[],
    keepListings: KeepListings | undefined,
  ) {
    this.#found = toolchain.version;
    this.#keepListings = keepListings;
    for (const each of uncompared) this.#leaveOut(each);
  }

  get counts(): Pick<Verification, 'compared' | 'equal' | 'remembered'> {
    return { compared: this.#compared, equal: this.#equal, remembered: this.#remembered };
  }

  get uncompared(): readonly Uncompared[] {
    return [...this.#uncompared.values()];
  }

  async add(item: Comparable, comparison: ObjectComparison): Promise<void> {
    if (comparison.kind === 'uncompared') {
      const { reason, detail } = comparison;
      this.#leaveOut({ reason, objects: 1, sources: [item.crate?.name ?? item.source], detail });
      return;
    }
    this.#compared += 1;
    if (comparison.kind === 'equal') {
      this.#equal += 1;
      if (comparison.isRemembered) this.#remembered += 1;
      return;
    }
    if (this.departures.length >= MOST_DEPARTURES) return;
    const departure = departureOf(item, comparison, this.#found);
    const at = this.departures.push(departure) - 1;
    const keepListings = this.#keepListings;
    if (comparison.kind !== 'different' || at >= MOST_LISTINGS || keepListings === undefined)
      return;
    const listings = await comparison.listings();
    const kept = listings === undefined ? undefined : await keepListings(departure, listings);
    if (kept !== undefined) this.departures[at] = { ...departure, listings: kept };
  }

  #leaveOut({ reason, objects, sources, detail }: LeftOut): void {
    const key = JSON.stringify([reason, detail]);
    const before = this.#uncompared.get(key);
    const all = [...new Set([...(before?.sources ?? []), ...sources])];
    this.#uncompared.set(key, {
      ...{ reason, objects: (before?.objects ?? 0) + objects },
      sources: all.slice(0, MOST_SOURCES),
      ...(detail === undefined ? {} : { detail }),
    });
  }
}

function departureOf(
  { target, source, library, crate, direct }: Comparable,
  comparison: ObjectComparison & { readonly kind: 'different' | 'refused' },
  version: string,
): Departure {
  const causes =
    crate === undefined || comparison.kind === 'refused' ? [] : knownCauses(crate, version);
  const { functions, functionCount } =
    comparison.kind === 'different' ? comparison : { functions: [], functionCount: 0 };
  return {
    ...{ target, source },
    ...(library === undefined ? {} : { library }),
    ...(crate === undefined ? {} : { crate: crate.name }),
    ...(causes.length === 0 ? {} : { causes }),
    ...{ functions, functionCount },
    directArgv: direct.argv,
    ...(comparison.kind === 'refused' ? { refusal: comparison.words } : {}),
  };
}
