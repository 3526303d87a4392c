// Proof, with the real compiler, that masking is harmless: what it switches off was never used.
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Cpu } from '../../src/model/target.ts';
import type { Toolchain } from '../../src/model/toolchain.ts';
import { runProcess } from '../../src/process/run-process.ts';
import { harmlessFeatures } from '../../src/targets/harmless-features.ts';
import { allCpus } from '../../src/toolchain/cpus.ts';
import { findToolchain } from '../../src/toolchain/find-toolchain.ts';
import { enabledFeatures, parseTargetAttributes } from '../../src/toolchain/ir-attributes.ts';
import { targetFlags } from '../../src/toolchain/target-flags.ts';

const PLAIN = join(import.meta.dirname, '../fixtures/targets/plain.c');

type Arch = 'x86_64' | 'aarch64';

let folder: string;
let toolchain: Toolchain;
let x86: readonly Cpu[];
let arm: readonly Cpu[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'retarget-masking-'));
  process.env['RETARGET_CACHE'] = join(folder, 'cache');
  toolchain = await findToolchain();
  x86 = await allCpus(forArch('x86_64'));
  arm = await allCpusOf('aarch64');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function forArch(arch: Arch): Toolchain {
  return { ...toolchain, triple: `${arch}-unknown-linux-gnu` };
}

/** The engine asks for the default triple only; another is asked for here by its flag. */
async function allCpusOf(arch: Arch): Promise<Cpu[]> {
  const names = [
    'cortex-a53',
    'neoverse-n1',
    'neoverse-v2',
    'neoverse-v3',
    'apple-m4',
    'cortex-x925',
    'grace',
    'ampere1b',
  ];
  const cpus = await Promise.all(names.map((name) => featuresOf(arch, name, [])));
  return cpus.flatMap((features, index) =>
    features === undefined ? [] : [{ name: names[index] ?? '', features }],
  );
}

async function featuresOf(
  arch: Arch,
  name: string,
  masked: readonly string[],
): Promise<string[] | undefined> {
  const result = await compile(arch, name, masked, ['-O0', '-S', '-emit-llvm', '-o', '-']);
  if (result.exitCode !== 0) return undefined;
  return enabledFeatures(parseTargetAttributes(result.stdout).get('cycles')?.features);
}

function compile(arch: Arch, name: string, masked: readonly string[], flags: readonly string[]) {
  const target = { name, fit: { kind: 'masked' as const, masked } };
  return runProcess({
    command: toolchain.clang,
    args: [
      `--target=${forArch(arch).triple}`,
      ...targetFlags(forArch(arch), target),
      '-w',
      ...flags,
      PLAIN,
    ],
  });
}

async function objectHash(
  arch: Arch,
  name: string,
  masked: readonly string[],
  level: string,
): Promise<string> {
  const file = join(folder, `${name}-${masked.length}${level}.o`);
  const result = await compile(arch, name, masked, [level, '-c', '-o', file]);
  if (result.exitCode !== 0) throw new Error(result.stderr);
  return createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
}

/** Few CPUs that together have all the harmless features that any of these has. */
function covering(cpus: readonly Cpu[], harmless: ReadonlySet<string>): Cpu[] {
  const open = new Set(
    cpus.flatMap((cpu) => cpu.features).filter((feature) => harmless.has(feature)),
  );
  const chosen: Cpu[] = [];
  while (open.size > 0) {
    const gain = (cpu: Cpu): number => cpu.features.filter((feature) => open.has(feature)).length;
    const best = cpus.reduce((a, b) => (gain(b) > gain(a) ? b : a));
    chosen.push(best);
    for (const feature of best.features) open.delete(feature);
  }
  return chosen;
}

function harmlessOf(cpu: Cpu, arch: Arch): string[] {
  const harmless = new Set(harmlessFeatures(arch));
  return cpu.features.filter((feature) => harmless.has(feature));
}

describe('masking harmless features', () => {
  it.each(['-O3', '-Os'])(
    'gives plain C the same object on x86-64, byte for byte, at %s',
    async (level) => {
      for (const cpu of covering(x86, new Set(harmlessFeatures('x86_64')))) {
        const whole = await objectHash('x86_64', cpu.name, [], level);
        const masked = await objectHash('x86_64', cpu.name, harmlessOf(cpu, 'x86_64'), level);
        expect([cpu.name, masked]).toEqual([cpu.name, whole]);
      }
    },
  );

  it('gives plain C the same object on AArch64, byte for byte', async () => {
    for (const cpu of covering(arm, new Set(harmlessFeatures('aarch64')))) {
      const whole = await objectHash('aarch64', cpu.name, [], '-O3');
      const masked = await objectHash('aarch64', cpu.name, harmlessOf(cpu, 'aarch64'), '-O3');
      expect([cpu.name, masked]).toEqual([cpu.name, whole]);
    }
  });

  it.each([
    ['haswell', ['avx2', 'bmi2', 'movbe']],
    ['znver4', ['gfni', 'sse4a', 'prfchw']],
  ])('would change code for %s where a feature is used', async (name, features) => {
    const whole = await objectHash('x86_64', name, [], '-Os');
    for (const feature of features) {
      const without = await objectHash('x86_64', name, [feature], '-Os');
      expect({ feature, same: without === whole }).toEqual({ feature, same: false });
    }
  });

  it('switches off what it names and nothing else', async () => {
    for (const cpu of covering(x86, new Set(harmlessFeatures('x86_64')))) {
      const masked = harmlessOf(cpu, 'x86_64');
      const left = await featuresOf('x86_64', cpu.name, masked);
      expect(left).toEqual(cpu.features.filter((feature) => !masked.includes(feature)));
    }
    for (const cpu of covering(arm, new Set(harmlessFeatures('aarch64')))) {
      const masked = harmlessOf(cpu, 'aarch64');
      const left = await featuresOf('aarch64', cpu.name, masked);
      expect(left).toEqual(cpu.features.filter((feature) => !masked.includes(feature)));
    }
  });
});
