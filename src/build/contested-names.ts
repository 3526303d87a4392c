// Names that several units of an inferred library define: the linker would take whichever comes first, and the project's own
// build may have linked another. They are settled by what the program needs for certain, or the program fails.
import { basename, relative } from 'node:path';
import { FailureError, type Failure } from '../model/failure.ts';
import type { Library, Program } from '../model/program.ts';
import { elfSymbols } from '../toolchain/elf-symbols.ts';
import { listText } from '../text/list-text.ts';

/** One object that may be linked. */
export interface Candidate {
  /** Absolute path of what it is compiled from. */
  readonly source: string;
  /** Absolute path of the object. */
  readonly path: string;
}

interface Member {
  readonly source: string;
  readonly defined: readonly string[];
  /** Those of the defined that no other member of the program may define. */
  readonly strong: ReadonlySet<string>;
  readonly needed: readonly string[];
}

/** Where the linker's own order decided between members: no failure, since any program does with such a name's every definition. */
export interface ContestedName {
  readonly name: string;
  /** Absolute paths of what defines it, that which is linked first. */
  readonly sources: readonly string[];
}

export interface SettledOrder {
  /** Places of a library's members. */
  readonly order: readonly number[];
  readonly contested: readonly ContestedName[];
}

const MOST_SHOWN = 5;

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

/**
 * A library's members in the order in which the linker has to see them: those that the program needs for certain first, where
 * others define their names too.
 * @param roots what is linked in any case
 * @param members in the order of the library's units
 * @throws {FailureError} link-failed, where nothing says which of several members a name is meant from.
 */
export async function settledOrder(
  program: Program,
  library: Library,
  roots: readonly Candidate[],
  members: readonly Candidate[],
): Promise<SettledOrder> {
  const all = await Promise.all(members.map(memberOf));
  const order = [...all.keys()];
  const definers = definersOf(all);
  if (![...definers].some((entry) => isContested(...entry))) return { order, contested: [] };
  const link = new SettledLink(definers, new Set(library.certain));
  for (const root of await Promise.all(roots.map(memberOf))) link.take(root);
  const open = link.settle();
  if (open.size > 0) throw new FailureError(failureFor(program, open));
  const isTaken = (at: number): boolean => all[at] !== undefined && link.has(all[at]);
  return {
    order: [...order.filter(isTaken), ...order.filter((at) => !isTaken(at))],
    contested: link.decided,
  };
}

/** What a linker would take from a library, each step of it without a doubt. */
class SettledLink {
  /** What the members' order alone decided, of names that the libraries have too. */
  readonly decided: ContestedName[] = [];
  readonly #definers: ReadonlyMap<string, readonly Member[]>;
  readonly #certain: ReadonlySet<string>;
  readonly #taken = new Set<Member>();
  readonly #defined = new Set<string>();
  readonly #strong = new Set<string>();
  readonly #needed = new Set<string>();

  constructor(definers: ReadonlyMap<string, readonly Member[]>, certain: ReadonlySet<string>) {
    this.#definers = definers;
    this.#certain = certain;
  }

  has(member: Member): boolean {
    return this.#taken.has(member);
  }

  take(member: Member): void {
    this.#taken.add(member);
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
  settle(): Map<string, readonly Member[]> {
    for (;;) {
      const open = new Map<string, readonly Member[]>();
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
      const isOpen = (name: string, members: readonly Member[]): boolean =>
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

  /** Those that a name can be from: two that define the same cannot be in one program. */
  #possible(name: string): readonly Member[] {
    const definers = this.#definers.get(name) ?? [];
    if (definers.length < 2) return definers;
    const possible = definers.filter(
      ({ strong }) => ![...strong].some((each) => this.#strong.has(each)),
    );
    const certain = possible.find(({ source }) => this.#certain.has(source));
    return certain === undefined ? possible : [certain];
  }
}

async function memberOf({ source, path }: Candidate): Promise<Member> {
  const symbols = await elfSymbols(path);
  const { defined, weak, needed } = symbols ?? { defined: [], weak: [], needed: [] };
  const strong = new Set(defined);
  for (const name of weak) strong.delete(name);
  return { source, defined, strong, needed };
}

/** In the members' order. A source that is compiled in several ways counts once for a name: the first is meant. */
function definersOf(members: readonly Member[]): ReadonlyMap<string, readonly Member[]> {
  const definers = new Map<string, Member[]>();
  for (const member of members) {
    for (const name of member.defined) {
      const known = definers.get(name);
      if (known === undefined) definers.set(name, [member]);
      else if (!known.some(({ source }) => source === member.source)) known.push(member);
    }
  }
  return definers;
}

function isContested(name: string, definers: readonly Member[]): boolean {
  return definers.length > 1 && definers.some(({ strong }) => strong.has(name));
}

function isOfLibraries(name: string): boolean {
  return OF_LIBRARIES.has(name) || ALLOCATION_OPERATOR.test(name);
}

function failureFor(program: Program, open: ReadonlyMap<string, readonly Member[]>): Failure {
  const groups = new Map<string, { readonly names: string[]; readonly sources: string[] }>();
  for (const [name, members] of open) {
    const sources = members.map(({ source }) => relative(program.directory, source));
    const key = JSON.stringify(sources);
    const group = groups.get(key) ?? { names: [], sources };
    group.names.push(name);
    groups.set(key, group);
  }
  const [{ names, sources } = { names: [], sources: [] }] = groups.values();
  const others = groups.size - 1;
  return {
    code: 'link-failed',
    message: `${program.name} needs ${listText(names, MOST_SHOWN)}, which ${listText(shortNames(sources), MOST_SHOWN)} ${sources.length === 2 ? 'both' : 'all'} define, and compile_commands.json does not say which of them ${program.name} is made of.${others === 0 ? '' : ` So it is with the names of ${others} more ${others === 1 ? 'set' : 'sets'} of sources.`}`,
    hint: `Name the right one in "units" beside "main" in retarget.json, as in "units": [${JSON.stringify(sources[0])}]: it is linked, and the ${sources.length === 2 ? 'other is' : 'others are'} left out. If ${sources.length === 2 ? 'neither' : 'none of them'} belongs to ${program.name}, name all of its sources in "units" without "main".`,
    ...(others === 0
      ? {}
      : {
          details: [...groups.values()]
            .map((group) => `${listText(group.names, MOST_SHOWN)}: ${group.sources.join(', ')}`)
            .join('\n'),
        }),
  };
}

/** Their own names, where these tell them apart. */
function shortNames(sources: readonly string[]): readonly string[] {
  const short = sources.map((source) => basename(source));
  return new Set(short).size === short.length ? short : sources;
}
