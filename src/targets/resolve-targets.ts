// From the names that a user gives, or from none, to targets judged against the host.
import { distance } from 'fastest-levenshtein';
import { FailureError } from '../model/failure.ts';
import type { Place } from '../model/failure.ts';
import type { Host } from '../model/host.ts';
import { NATIVE, type Cpu, type Target } from '../model/target.ts';
import type { Toolchain } from '../model/toolchain.ts';
import { allCpus, cpusNamed, listedCpus } from '../toolchain/cpus.ts';
import { LEVEL_NAMES } from '../host/psabi-levels.ts';
import { nativeTarget, targetOf } from './judge-fit.ts';

export interface TargetContext {
  readonly toolchain: Toolchain;
  readonly host: Host;
  readonly signal?: AbortSignal | undefined;
  /** Where a name was read from, for the message about one that nobody knows. */
  readonly placeOf?: (name: string) => Place | undefined;
}

/**
 * The targets of these names, in their order, each once; `native` is one of them.
 * @throws {FailureError} target-unknown, naming every unknown name and the nearest known ones.
 */
export async function resolveTargets(
  names: readonly string[],
  context: TargetContext,
): Promise<readonly Target[]> {
  const unique = [...new Set(names)];
  const byName = await knownTargets(unique, context);
  const unknown = unique.filter((name) => !byName.has(name));
  if (unknown.length > 0) throw await unknownTargets(unknown, context);
  return unique.flatMap((name) => byName.get(name) ?? []);
}

/** Those of these names that are targets, by name. */
export async function knownTargets(
  names: readonly string[],
  { toolchain, host, signal }: TargetContext,
): Promise<ReadonlyMap<string, Target>> {
  const cpus = await cpusNamed(
    toolchain,
    names.filter((name) => name !== NATIVE),
    signal,
  );
  const byName = new Map(cpus.map((cpu) => [cpu.name, targetOf(cpu, host)]));
  return names.includes(NATIVE) ? byName.set(NATIVE, nativeTarget(host)) : byName;
}

/** Every CPU that the toolchain can compile for, judged: the psABI levels first, then by name. Without `native`. */
export async function listTargets(context: TargetContext): Promise<readonly Target[]> {
  const cpus = await allCpus(context.toolchain, context.signal);
  const rank = (name: string): number => {
    const level = (LEVEL_NAMES as readonly string[]).indexOf(name);
    return level === -1 ? LEVEL_NAMES.length : level;
  };
  return [...cpus]
    .sort(
      (a, b) =>
        rank(a.name) - rank(b.name) || a.name.localeCompare(b.name, 'en', { numeric: true }),
    )
    .map((cpu) => targetOf(cpu, context.host));
}

/** What a profile compares where nobody chose: the levels that this host reaches, and its own CPU. */
export function defaultTargets(host: Host, levels: readonly Cpu[]): readonly string[] {
  if (levels.length === 0) return [defaultBaseline(host), NATIVE];
  const highest = levels.findIndex((level) => level.name === host.level);
  return [...levels.slice(0, highest + 1).map((level) => level.name), NATIVE];
}

/** What others are compared with where nobody chose: the CPU that a compile without `-march` is for. */
export function defaultBaseline(host: Pick<Host, 'arch'>): string {
  return host.arch === 'x86_64'
    ? 'x86-64'
    : host.arch.startsWith('riscv')
      ? `generic-rv${host.arch.slice(5)}`
      : 'generic';
}

async function unknownTargets(
  unknown: readonly string[],
  context: TargetContext,
): Promise<FailureError> {
  const { message, nearest } = await unknownWords(unknown, context);
  const hints = unknown.map((name, index) => {
    const near = nearest[index]?.join(', ') ?? '';
    return unknown.length === 1
      ? `Nearest: ${near}.`
      : `Nearest to ${JSON.stringify(name)}: ${near}.`;
  });
  const [place] = unknown.flatMap((name) => context.placeOf?.(name) ?? []);
  return new FailureError({
    code: 'target-unknown',
    message,
    hint: `${hints.join(' ')} \`retarget targets\` lists all.`,
    ...(place === undefined ? {} : { place }),
  });
}

/** Why these names are no targets, as one sentence, and for each the nearest names that are. */
export async function unknownWords(
  unknown: readonly string[],
  { toolchain, host, signal }: TargetContext,
): Promise<{ readonly message: string; readonly nearest: readonly (readonly string[])[] }> {
  const [cpus, listed] = await Promise.all([
    allCpus(toolchain, signal),
    listedCpus(toolchain, signal),
  ]);
  const known = [...cpus.map((cpu) => cpu.name), NATIVE];
  const quoted = unknown.map((name) => JSON.stringify(name)).join(', ');
  // clang lists 32-bit CPUs and other compilers' spellings that it does not compile for.
  const onlyListed = unknown.every((name) => listed.includes(name));
  return {
    message: onlyListed
      ? `clang ${toolchain.version} lists ${quoted}, but does not compile ${host.arch} code for ${unknown.length === 1 ? 'it' : 'them'}.`
      : `clang ${toolchain.version} knows no ${host.arch} CPU called ${quoted}.`,
    nearest: unknown.map((name) => nearestNames(name, known)),
  };
}

/** Edits from one to the other; a name given in part (`v3`, `lake-avx512`) is nearer than any misspelling. */
function farness(given: string, candidate: string): number {
  const edits = distance(given, candidate);
  return given.length > 1 && candidate.endsWith(given) ? edits / 100 : edits;
}

/** The three known names closest to a mistyped one, closest first; case and the choice of `-` or `_` do not count. */
export function nearestNames(name: string, known: readonly string[]): string[] {
  const plain = (text: string): string => text.toLowerCase().replaceAll(/[_.\s]/g, '-');
  return known
    .map((candidate) => ({ candidate, far: farness(plain(name), plain(candidate)) }))
    .sort((a, b) => a.far - b.far)
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}
