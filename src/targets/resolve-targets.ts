// From the names that a user gives, or from none, to targets judged against the host.
import { distance } from 'fastest-levenshtein';
import { FailureError, type Failure } from '../model/failure.ts';
import type { Place } from '../model/failure.ts';
import type { Host } from '../model/host.ts';
import {
  NATIVE,
  type Cpu,
  type ListedTarget,
  type Target,
  type TargetSpec,
} from '../model/target.ts';
import type { Toolchain } from '../model/toolchain.ts';
import { allCpus, cpusNamed, listedCpus } from '../toolchain/cpus.ts';
import { cpuWithFlags } from '../toolchain/flagged-cpu.ts';
import { byGeneration, familyOf } from './cpu-families.ts';
import {
  clangRefusesFlags,
  cpusOnlyListed,
  cpusUnknown,
  flagsOfTargetRefused,
  nameOfAnotherCpu,
  nearestTo,
  sameNameTwice,
  type Complaint,
} from './messages.ts';
import { flagComplaint, isSameSpec, specOf } from './target-spec.ts';
import { judgeFit, nativeTarget, targetOf } from './judge-fit.ts';

export interface TargetContext {
  readonly toolchain: Toolchain;
  readonly host: Host;
  readonly signal?: AbortSignal | undefined;
  /** Where a name was read from, for the message about one that nobody knows. */
  readonly placeOf?: (name: string) => Place | undefined;
}

/** What became of one target that somebody wrote. */
export type Answered =
  | { readonly spec: TargetSpec; readonly target: Target }
  /** No CPU is called so. */
  | { readonly spec: TargetSpec; readonly unknown: string }
  /** Its flags cannot be had. */
  | { readonly spec: TargetSpec; readonly refused: Failure };

/**
 * The targets of these words (`znver4`, `znver4:-mno-gather`) and descriptions, in their order, each once; `native` is one of them.
 * @throws {FailureError} target-unknown, naming every unknown name and the nearest known ones, or what is wrong with flags.
 */
export async function resolveTargets(
  wanted: readonly (string | TargetSpec)[],
  context: TargetContext,
): Promise<readonly Target[]> {
  const answers = await askTargets(wanted, context);
  const unknown = answers.flatMap((answer) => ('unknown' in answer ? [answer] : []));
  if (unknown.length > 0) throw await unknownTargets(unknown, context);
  return answers.flatMap((answer) => {
    if ('refused' in answer) {
      const place = context.placeOf?.(answer.spec.name);
      throw new FailureError({ ...answer.refused, ...(place === undefined ? {} : { place }) });
    }
    return 'target' in answer ? answer.target : [];
  });
}

/**
 * What each of these is, each name once, in their order; nothing of what is wrong with one is thrown.
 * @throws {FailureError} toolchain failures; `usage` where two different targets have one name.
 */
export async function askTargets(
  wanted: readonly (string | TargetSpec)[],
  context: TargetContext,
): Promise<readonly Answered[]> {
  const specs = new Map<string, TargetSpec>();
  for (const each of wanted) {
    const spec = typeof each === 'string' ? specOf(each) : each;
    const other = specs.get(spec.name);
    if (other === undefined) specs.set(spec.name, spec);
    else if (!isSameSpec(other, spec)) throw sameName(other, spec);
  }
  const all = [...specs.values()];
  const cpus = await knownCpus([...new Set(all.map(({ cpu }) => cpu))], context);
  return Promise.all(all.map((spec) => answerFor(spec, cpus.get(spec.cpu), context)));
}

async function knownCpus(
  names: readonly string[],
  { toolchain, host, signal }: TargetContext,
): Promise<Map<string, Target>> {
  const others = names.filter((name) => name !== NATIVE);
  const cpus = await cpusNamed(toolchain, others, signal);
  const byName = new Map(cpus.map((cpu) => [cpu.name, targetOf(cpu, host)]));
  return names.includes(NATIVE) ? byName.set(NATIVE, nativeTarget(host)) : byName;
}

async function answerFor(
  spec: TargetSpec,
  plain: Target | undefined,
  context: TargetContext,
): Promise<Answered> {
  const { name, cpu, flags } = spec;
  if (plain === undefined) return { spec, unknown: cpu };
  if (flags.length === 0 && name === cpu) return { spec, target: plain };
  const { toolchain, host, signal } = context;
  const refused = (words: Complaint, details?: string): Answered => ({
    spec,
    refused: {
      code: 'target-unknown',
      ...words,
      ...(details === undefined ? {} : { details }),
    },
  });
  // A name that says another CPU would make a wrong number of a right one.
  if (name !== cpu && (name === NATIVE || (await isCpu(name, context)))) {
    return refused(nameOfAnotherCpu({ name, cpu }));
  }
  if (flags.length === 0) return { spec, target: { ...plain, name, cpu } };
  const complaint = flagComplaint(flags);
  if (complaint !== undefined) return refused(flagsOfTargetRefused({ name, complaint }));
  const made = await cpuWithFlags(toolchain, spec, plain, signal);
  if ('complaint' in made) {
    const words = made.complaint.trim();
    const [first = ''] = words.split('\n');
    const error = first.replace(/^.*?error: /u, '');
    return refused(
      clangRefusesFlags({ version: toolchain.version, name, error }),
      words.includes('\n') ? words : undefined,
    );
  }
  const { features } = made;
  const fit = judgeFit({ name, features }, host);
  return { spec, target: { name, features, fit, cpu, flags } };
}

async function isCpu(name: string, { toolchain, signal }: TargetContext): Promise<boolean> {
  return (await cpusNamed(toolchain, [name], signal)).length > 0;
}

function sameName(one: TargetSpec, other: TargetSpec): FailureError {
  return new FailureError({
    code: 'usage',
    ...sameNameTwice({ name: one.name, made: [one, other] }),
  });
}

/** Every CPU that the toolchain can compile for, judged: by vendor and generation, the psABI levels first. Without `native`. */
export async function listTargets(context: TargetContext): Promise<readonly ListedTarget[]> {
  const cpus = await allCpus(context.toolchain, context.signal);
  return [...cpus]
    .sort((a, b) => byGeneration(a.name, b.name))
    .map((cpu) => ({ ...targetOf(cpu, context.host), family: familyOf(cpu.name) }));
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
  answers: readonly { readonly spec: TargetSpec; readonly unknown: string }[],
  context: TargetContext,
): Promise<FailureError> {
  const unknown = [...new Set(answers.map((answer) => answer.unknown))];
  const [place] = answers.flatMap(({ spec }) => context.placeOf?.(spec.name) ?? []);
  return new FailureError({
    code: 'target-unknown',
    ...(await unknownWords(unknown, context)),
    remedies: [{ kind: 'list-targets' }],
    ...(place === undefined ? {} : { place }),
  });
}

/** Why these names are no targets, and the names nearest to each. */
export async function unknownWords(
  unknown: readonly string[],
  context: TargetContext,
): Promise<Complaint> {
  const { toolchain, host, signal } = context;
  const listed = await listedCpus(toolchain, signal);
  const asked = { version: toolchain.version, arch: host.arch, names: unknown };
  const areListed = unknown.every((name) => listed.includes(name));
  return {
    message: areListed ? cpusOnlyListed(asked) : cpusUnknown(asked),
    hint: nearestTo(
      await Promise.all(
        unknown.map(async (name) => ({ name, near: await nearestTargets(name, context) })),
      ),
    ),
  };
}

/** The three targets closest to a name that is none, closest first. @throws {FailureError} toolchain failures */
export async function nearestTargets(
  name: string,
  { toolchain, signal }: TargetContext,
): Promise<readonly string[]> {
  const cpus = await allCpus(toolchain, signal);
  return nearestNames(name, [...cpus.map((cpu) => cpu.name), NATIVE]);
}

/** Edits from one to the other; a name given in part (`v3`, `lake-avx512`) is nearer than any misspelling. */
function farness(given: string, candidate: string): number {
  const edits = distance(given, candidate);
  return given.length > 1 && candidate.endsWith(given) ? edits / 100 : edits;
}

/** How far apart the numbers are that two names of one series end in: `znver9` means the newest `znver`, not the oldest. */
function numbersApart(given: string, candidate: string): number {
  const [one, other] = [given, candidate].map((name) => /^(?<stem>.*?)(?<end>\d+)$/u.exec(name));
  return one?.groups?.['stem'] === other?.groups?.['stem'] && one != null
    ? Math.abs(Number(one.groups?.['end']) - Number(other?.groups?.['end']))
    : Infinity;
}

/** The three known names closest to a mistyped one, closest first; case and the choice of `-` or `_` do not count. */
export function nearestNames(name: string, known: readonly string[]): string[] {
  const plain = (text: string): string => text.toLowerCase().replaceAll(/[_.\s]/g, '-');
  return (
    known
      .map((candidate) => ({
        candidate,
        far: farness(plain(name), plain(candidate)),
        apart: numbersApart(plain(name), plain(candidate)),
      }))
      // Infinity less Infinity is no number.
      .sort((a, b) => a.far - b.far || (a.apart < b.apart ? -1 : Number(a.apart > b.apart)))
      .slice(0, 3)
      .map(({ candidate }) => candidate)
  );
}
