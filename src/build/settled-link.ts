// What a linker takes from a library of all that a program could need, found out from the names in objects.
import { elfSymbols, type ElfSymbols } from '../binary/elf-symbols.ts';

/** One object that may be linked. */
export interface LinkCandidate {
  /** Absolute path of what it is compiled from. */
  readonly source: string;
  /** Absolute path of the object. */
  readonly path: string;
}

/** One of them, with the names that its object has. */
export interface LinkMember extends LinkCandidate {
  readonly defined: readonly string[];
  /** Those of the defined that no other member of the program may define. */
  readonly strong: ReadonlySet<string>;
  /** What others may define instead. */
  readonly yielding: readonly string[];
  readonly needed: readonly string[];
  /** What it takes where somebody defines it. */
  readonly optional: readonly string[];
}

/** Where the linker's own order decided between members: no failure, since any program does with such a name's every definition. */
export interface ContestedName {
  readonly name: string;
  /** Absolute paths of what defines it, that which is linked first. */
  readonly sources: readonly string[];
}

const NO_SYMBOLS: ElfSymbols = { defined: [], weak: [], yielding: [], needed: [], optional: [] };

/**
 * Functions that the C and C++ libraries have, with a meaning that no definition of a program's own changes: tests, tracers and
 * portable sources define them again.
 */
const OF_LIBRARIES = new Set([
  ...['malloc', 'calloc', 'realloc', 'reallocarray', 'free', 'cfree', 'free_sized'],
  ...['aligned_alloc', 'posix_memalign', 'memalign', 'valloc', 'pvalloc', 'malloc_usable_size'],
  ...['strlcpy', 'strlcat'],
]);
/** Operators new and delete that a program may replace, with sizes, alignments and std::nothrow. */
const ALLOCATION_OPERATOR = /^(?:_Zn[aw]m|_Zd[al]Pvm?)(?:St11align_val_t)?(?:RKSt9nothrow_t)?$/u;

/** What a linker would take from a library, each step of it without a doubt. */
export class SettledLink {
  /** What the members' order alone decided, of names that the libraries have too. */
  readonly decided: ContestedName[] = [];
  readonly #definers: ReadonlyMap<string, readonly LinkMember[]>;
  readonly #certain: ReadonlySet<string>;
  readonly #taken = new Set<LinkMember>();
  readonly #sources = new Set<string>();
  readonly #defined = new Set<string>();
  readonly #strong = new Set<string>();
  readonly #needed = new Set<string>();
  /** Who gives a weak definition of a name, or a weak reference to it. */
  readonly #weak = new Map<string, LinkMember>();

  constructor(definers: ReadonlyMap<string, readonly LinkMember[]>, certain: ReadonlySet<string>) {
    this.#definers = definers;
    this.#certain = certain;
  }

  /** Whether it could go on from here with a member more, every name that this needs being settled. */
  canTake(member: LinkMember): boolean {
    const trial = new SettledLink(this.#definers, this.#certain);
    for (const each of [...this.#taken, member]) trial.take(each);
    return trial.settle().size === 0;
  }

  has(member: LinkMember): boolean {
    return this.#taken.has(member);
  }

  defines(name: string): boolean {
    return this.#defined.has(name);
  }

  /** Whether a member is taken that is made of this source. */
  hasSource(source: string): boolean {
    return this.#sources.has(source);
  }

  /** Whether a member may stand beside all that is taken: two that define the same cannot be in one program. */
  allows({ strong }: LinkMember): boolean {
    return ![...strong].some((each) => this.#strong.has(each));
  }

  /** Weak names that nothing taken defines for good, each with the member that has it. */
  get yielding(): readonly (readonly [string, LinkMember])[] {
    return [...this.#weak].filter(([name]) => !this.#strong.has(name));
  }

  take(member: LinkMember): void {
    this.#taken.add(member);
    this.#sources.add(member.source);
    for (const name of [...member.yielding, ...member.optional]) {
      if (!this.#weak.has(name)) this.#weak.set(name, member);
    }
    for (const name of member.defined) {
      this.#defined.add(name);
      this.#needed.delete(name);
    }
    for (const name of member.strong) this.#strong.add(name);
    for (const name of member.needed) {
      if (!this.#defined.has(name) && this.#definers.has(name)) this.#needed.add(name);
    }
  }

  /** @returns names that are needed and that nothing settles, each with those that define it. */
  settle(): Map<string, readonly LinkMember[]> {
    for (;;) {
      const open = new Map<string, readonly LinkMember[]>();
      let taken = false;
      for (const name of [...this.#needed]) {
        if (this.#defined.has(name)) continue;
        const possible = this.#possible(name);
        const [only] = possible;
        if (only === undefined) continue;
        if (possible.length === 1) {
          this.take(only);
          taken = true;
        } else open.set(name, possible);
      }
      if (taken) continue;
      const isOpen = (name: string, members: readonly LinkMember[]): boolean =>
        isContested(name, members) && !isOfLibraries(name);
      const contested = new Map([...open].filter((entry) => isOpen(...entry)));
      // All others are one inline function or template in several objects, of which every linker takes the first.
      const [[name, members] = ['', []]] = open;
      const [first] = members;
      if (contested.size > 0 || first === undefined) return contested;
      if (isContested(name, members)) {
        this.decided.push({ name, sources: members.map(({ source }) => source) });
      }
      this.take(first);
    }
  }

  /** Those that a name can be from. */
  #possible(name: string): readonly LinkMember[] {
    const definers = this.#definers.get(name) ?? [];
    if (definers.length < 2) return definers;
    const possible = definers.filter((each) => this.allows(each));
    const certain = possible.find(({ source }) => this.#certain.has(source));
    return certain === undefined ? possible : [certain];
  }
}

export async function memberOf({ source, path }: LinkCandidate): Promise<LinkMember> {
  const symbols = await elfSymbols(path);
  const { defined, weak, yielding, needed, optional } = symbols ?? NO_SYMBOLS;
  const strong = new Set(defined);
  for (const name of weak) strong.delete(name);
  return { source, path, defined, strong, yielding, needed, optional };
}

/** In the members' order. A source that is compiled in several ways counts once for a name: the first is meant. */
export function definersOf(
  members: readonly LinkMember[],
): ReadonlyMap<string, readonly LinkMember[]> {
  const definers = new Map<string, LinkMember[]>();
  for (const member of members) {
    for (const name of member.defined) {
      const known = definers.get(name);
      if (known === undefined) definers.set(name, [member]);
      else if (!known.some(({ source }) => source === member.source)) known.push(member);
    }
  }
  return definers;
}

export function isContested(name: string, definers: readonly LinkMember[]): boolean {
  return definers.length > 1 && definers.some(({ strong }) => strong.has(name));
}

export function isOfLibraries(name: string): boolean {
  return OF_LIBRARIES.has(name) || ALLOCATION_OPERATOR.test(name);
}
