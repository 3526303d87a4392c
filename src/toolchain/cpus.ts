// The CPU names a toolchain generates code for, and the features each name stands for.
import { availableParallelism } from 'node:os';
import pLimit from 'p-limit';
import * as z from 'zod';
import type { Cpu } from '../model/target.ts';
import type { Toolchain } from '../model/toolchain.ts';
import { remember } from './answer-cache.ts';
import { enabledFeatures, parseTargetAttributes } from './ir-attributes.ts';
import { askClang, brokenClang, clangIdentity, compileProbe } from './probe.ts';
import { cpuFlag } from './target-flags.ts';

const namesSchema = z.array(z.string());
/** Each CPU's features are one text: thousands of short ones take their reader's time at every start. */
const cpusSchema = z.array(z.tuple([z.string(), z.string()]));

type StoredCpu = z.infer<typeof cpusSchema>[number];

function stored(name: string, targetFeatures: string | undefined): StoredCpu {
  return [name, enabledFeatures(targetFeatures).join(' ')];
}

function restored([name, features]: StoredCpu): Cpu {
  return { name, features: features === '' ? [] : features.split(' ') };
}

/** clang waits for its own start-up as much as it computes. */
const STARTS_PER_CORE = 2;

/**
 * Every CPU that the toolchain's default triple can be compiled for, in clang's order, with all its features.
 * `native` is not among them.
 */
export async function allCpus(toolchain: Toolchain, signal?: AbortSignal): Promise<readonly Cpu[]> {
  if (isX86(toolchain)) return x86Cpus(toolchain, signal);
  const names = await listedCpus(toolchain, signal);
  return cpusNamed(toolchain, names, signal);
}

/** The CPUs of these names, in their order; names that the toolchain does not take are left out. */
export async function cpusNamed(
  toolchain: Toolchain,
  names: readonly string[],
  signal?: AbortSignal,
): Promise<readonly Cpu[]> {
  if (isX86(toolchain)) {
    const byName = new Map((await x86Cpus(toolchain, signal)).map((cpu) => [cpu.name, cpu]));
    return names.flatMap((name) => byName.get(name) ?? []);
  }
  const listed = new Set(await listedCpus(toolchain, signal));
  const limit = pLimit(STARTS_PER_CORE * availableParallelism());
  const asked = await Promise.all(
    names
      .filter((name) => listed.has(name))
      .map((name) => limit(() => cpuByFlag(toolchain, name, signal))),
  );
  return asked.filter((cpu) => cpu !== undefined);
}

/**
 * Every name that `--print-supported-cpus` shows. On x86 these include names for 32-bit code only and
 * names of other compilers' that no clang takes: `allCpus` is what can be compiled for.
 */
export async function listedCpus(
  toolchain: Toolchain,
  signal?: AbortSignal,
): Promise<readonly string[]> {
  return remember(['cpu-names', await clangIdentity(toolchain)], namesSchema, async () => {
    const output = await askClang(toolchain, ['--print-supported-cpus'], signal);
    const names = parseSupportedCpus(`${output.stdout}\n${output.stderr}`);
    if (output.exitCode !== 0 || names.length === 0) {
      throw brokenClang(toolchain, 'cpus-unknown', output.stderr);
    }
    return names;
  });
}

/** Output of `clang --print-supported-cpus`: one name a line, after a tab. */
export function parseSupportedCpus(output: string): string[] {
  const names = output.split(/\r?\n/).flatMap((line) => /^\t(\S+)$/.exec(line)?.[1] ?? []);
  return [...new Set(names)];
}

/** One CPU as clang itself compiles for it with `-march=` or `-mcpu=`; absent where it does not take the name. */
export async function cpuByFlag(
  toolchain: Toolchain,
  name: string,
  signal?: AbortSignal,
): Promise<Cpu | undefined> {
  const identity = await clangIdentity(toolchain);
  const [known] = await remember(['cpu', identity, name], cpusSchema, async () => {
    const result = await compileProbe(
      toolchain,
      { source: 'void probe(void) {}\n', language: 'c', flags: [cpuFlag(toolchain, name)] },
      signal,
    );
    if ('complaint' in result) return [];
    const attributes = parseTargetAttributes(result.ir).get('probe');
    return [stored(name, attributes?.features)];
  });
  return known === undefined ? undefined : restored(known);
}

/**
 * On x86 one compile answers for all names: a function per CPU, marked `target("arch=NAME")`, carries the same
 * features as a compile with `-march=NAME`. clang leaves functions with a name that it does not take for
 * this triple at the default CPU, which tells them apart. (Elsewhere the two ways differ for some CPUs.)
 */
async function x86Cpus(toolchain: Toolchain, signal?: AbortSignal): Promise<readonly Cpu[]> {
  const question = ['cpus', await clangIdentity(toolchain)] as const;
  const known = await remember(question, cpusSchema, async () => {
    const names = await listedCpus(toolchain, signal);
    const source = names
      .map((name, index) => `__attribute__((target("arch=${name}"))) void cpu_${index}(void) {}\n`)
      .join('');
    const result = await compileProbe(toolchain, { source, language: 'c', flags: [] }, signal);
    if ('complaint' in result) {
      throw brokenClang(toolchain, 'features-unknown', result.complaint);
    }
    const attributes = parseTargetAttributes(result.ir);
    return names.flatMap((name, index) => {
      const own = attributes.get(`cpu_${index}`);
      return own?.cpu === name ? [stored(name, own.features)] : [];
    });
  });
  return known.map(restored);
}

/** Whether the toolchain's default triple is 32- or 64-bit x86. */
export function isX86(toolchain: Pick<Toolchain, 'triple'>): boolean {
  return /^(x86_64|amd64|i[3-6]86)\b/.test(toolchain.triple);
}
