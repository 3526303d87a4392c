import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeHost } from '../../src/host/describe-host.ts';
import { psabiLevels } from '../../src/host/psabi-levels.ts';
import { FailureError, type Failure } from '../../src/model/failure.ts';
import type { Host } from '../../src/model/host.ts';
import type { Cpu } from '../../src/model/target.ts';
import type { Toolchain } from '../../src/model/toolchain.ts';
import { runProcess } from '../../src/process/run-process.ts';
import { explainTarget } from '../../src/targets/explain-target.ts';
import { harmlessFeatures, harmlessReason } from '../../src/targets/harmless-features.ts';
import { judgeFit, targetOf } from '../../src/targets/judge-fit.ts';
import {
  defaultBaseline,
  defaultTargets,
  listTargets,
  nearestNames,
  resolveTargets,
} from '../../src/targets/resolve-targets.ts';
import { allCpus, cpusNamed } from '../../src/toolchain/cpus.ts';
import { findToolchain } from '../../src/toolchain/find-toolchain.ts';
import { targetFlags } from '../../src/toolchain/target-flags.ts';

let folder: string;
let toolchain: Toolchain;
let host: Host;
let levels: readonly Cpu[];
const cacheBefore = process.env['RETARGET_CACHE'];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'retarget-targets-'));
  process.env['RETARGET_CACHE'] = join(folder, 'cache');
  toolchain = await findToolchain();
  host = await describeHost(toolchain);
  levels = await psabiLevels(toolchain);
});
afterAll(async () => {
  if (cacheBefore === undefined) delete process.env['RETARGET_CACHE'];
  else process.env['RETARGET_CACHE'] = cacheBefore;
  await rm(folder, { recursive: true, force: true });
});

/** A host with exactly one CPU's features, whatever this machine has. */
async function hostLike(name: string, without: readonly string[] = []): Promise<Host> {
  const [cpu] = await cpusNamed(toolchain, [name]);
  const features = (cpu?.features ?? []).filter((feature) => !without.includes(feature));
  return { ...host, arch: 'x86_64', cpu: name, features };
}

async function cpuNamed(name: string): Promise<Cpu> {
  const [cpu] = await cpusNamed(toolchain, [name]);
  if (cpu === undefined) throw new Error(`${name} is unknown`);
  return cpu;
}

async function failureOf(names: readonly string[]): Promise<Failure> {
  try {
    await resolveTargets(names, { toolchain, host });
  } catch (error) {
    if (error instanceof FailureError) return error.failure;
    throw error;
  }
  throw new Error('all names are known');
}

describe('a CPU against a host', () => {
  it('runs where the host has all its features, whatever the host is called', async () => {
    const bigger = await hostLike('icelake-server');
    expect(judgeFit(await cpuNamed('haswell'), bigger)).toEqual({ kind: 'runs' });
    expect(judgeFit(await cpuNamed('x86-64-v4'), bigger)).toEqual({ kind: 'runs' });
  });

  it('runs masked where only harmless features are missing', async () => {
    const cloud = await hostLike('icelake-server', ['sgx', 'pku', 'pconfig', 'wbnoinvd']);
    expect(judgeFit(await cpuNamed('skylake'), cloud)).toEqual({ kind: 'masked', masked: ['sgx'] });
    expect(judgeFit(await cpuNamed('icelake-server'), cloud)).toEqual({
      kind: 'masked',
      masked: ['pconfig', 'pku', 'sgx', 'wbnoinvd'],
    });
  });

  it('cannot run where one code-generating feature is missing', async () => {
    const intel = await hostLike('icelake-server', ['pku', 'wbnoinvd']);
    const fit = judgeFit(await cpuNamed('znver3'), intel);
    expect(fit).toMatchObject({ kind: 'cannot-run', missing: ['sse4a'] });
    expect(fit.kind === 'cannot-run' && fit.masked).toEqual(
      expect.arrayContaining(['clzero', 'mwaitx', 'pku', 'rdpru', 'wbnoinvd']),
    );
  });

  it('runs on a host that has more features, and never gains by one that is taken away', () => {
    const names = [
      ...harmlessFeatures('x86_64').slice(0, 6),
      'avx',
      'avx2',
      'gfni',
      'never-heard-of',
    ];
    const rank = { 'cannot-run': 0, masked: 1, runs: 2 };
    fc.assert(
      fc.property(
        fc.subarray(names),
        fc.subarray(names),
        fc.constantFrom(...names),
        (own, there, taken) => {
          const cpu = { name: 'x', features: own };
          const before = judgeFit(cpu, { arch: 'x86_64', features: there });
          const after = judgeFit(cpu, {
            arch: 'x86_64',
            features: there.filter((one) => one !== taken),
          });
          expect(rank[after.kind]).toBeLessThanOrEqual(rank[before.kind]);
          const lacking = own.filter((feature) => !there.includes(feature));
          const named =
            before.kind === 'runs'
              ? []
              : [...before.masked, ...(before.kind === 'cannot-run' ? before.missing : [])];
          expect([...named].sort()).toEqual([...lacking].sort());
        },
      ),
    );
  });

  it('takes an unknown feature, and one of another architecture, for code-generating', () => {
    for (const feature of ['never-heard-of', 'ete', 'constructor', 'toString']) {
      expect(harmlessReason('x86_64', feature)).toBeUndefined();
      expect(
        judgeFit({ name: 'x', features: [feature] }, { arch: 'x86_64', features: [] }).kind,
      ).toBe('cannot-run');
    }
    expect(harmlessReason('aarch64', 'ete')).toBeTypeOf('string');
    expect(harmlessReason('riscv64', 'sgx')).toBeUndefined();
  });
});

describe('targets by name', () => {
  it('come in the order given, each once, native among them', async () => {
    const names = (await allCpus(toolchain)).map((cpu) => cpu.name);
    const [first, second] = [names[5] ?? '', names[2] ?? ''];
    const targets = await resolveTargets([first, 'native', second, first, 'native'], {
      toolchain,
      host,
    });
    expect(targets.map((target) => target.name)).toEqual([first, 'native', second]);
    expect(targets[1]).toEqual({ name: 'native', features: host.features, fit: { kind: 'runs' } });
  });

  it('are refused where unknown, with the nearest names', async () => {
    const failure = await failureOf(['native', 'x86_64_v3', 'znver33']);
    expect(failure.code).toBe('target-unknown');
    expect(failure.message).toContain('"x86_64_v3", "znver33"');
    expect(failure.message).not.toContain('native');
    expect(failure.hint).toContain('Similar to "x86_64_v3": x86-64-v3');
    expect(failure.hint).toContain('znver3');
    expect(failure.remedies).toContainEqual({ kind: 'list-targets' });
  });

  it('are only ever compared with names: a flag or a command is one more unknown name', async () => {
    for (const name of ['-v', '--help', '$(touch x)', '', 'a\nb', 'haswell '])
      expect(await failureOf([name])).toMatchObject({ code: 'target-unknown' });
  });

  it('say so where clang lists a name that it does not compile for', async () => {
    const failure = await failureOf(['pentium4']);
    expect(failure.message).toMatch(/lists "pentium4", but does not compile x86_64 code for it/);
  });

  it('are near to a mistyped name by its letters, not by its case or its hyphens', () => {
    const known = ['x86-64', 'x86-64-v3', 'znver4', 'znver5', 'haswell'];
    expect(nearestNames('X86_64_V3', known)[0]).toBe('x86-64-v3');
    expect(nearestNames('hazwell', known)[0]).toBe('haswell');
    expect(nearestNames('zen4', known)[0]).toBe('znver4');
    expect(nearestNames('v3', known)[0]).toBe('x86-64-v3');
    expect(nearestNames('znver9', known)[0]).toBe('znver5');
    expect(nearestNames('znver1', known)[0]).toBe('znver4');
  });
});

describe('all targets', () => {
  it('are listed with the levels first, each judged, and those that run really run', async () => {
    const targets = await listTargets({ toolchain, host });
    expect(targets.slice(0, 4).map((target) => target.name)).toEqual(
      levels.map((level) => level.name),
    );
    const names = targets.map((target) => target.name);
    expect(names).not.toContain('native');
    // By vendor and generation, newest first.
    const zen = targets.filter(({ family }) => family === 'AMD Zen').map(({ name }) => name);
    expect(zen).toEqual([...zen].sort().reverse());
    expect(zen).toContain('znver3');
    const intel = [
      'sapphirerapids',
      'skylake-avx512',
      'haswell',
      'nehalem',
      'gracemont',
      'goldmont',
    ];
    expect(names.filter((name) => intel.includes(name))).toEqual(intel);
    expect(targets.filter(({ family }) => family === 'Other CPUs')).toEqual([]);
    const runnable = targets.filter((target) => target.fit.kind !== 'cannot-run');
    // The most demanding of those that are said to run are the ones to try.
    const demanding = [...runnable]
      .sort((a, b) => b.features.length - a.features.length)
      .slice(0, 4);
    for (const target of demanding) {
      const program = join(folder, `try-${target.name}`);
      const compiled = await runProcess({
        command: toolchain.clang,
        args: [
          '-O3',
          ...targetFlags(toolchain, target),
          '-o',
          program,
          join(import.meta.dirname, '../fixtures/targets/busy.c'),
        ],
      });
      expect(compiled).toMatchObject({ exitCode: 0 });
      const run = await runProcess({ command: program, args: [] });
      expect([target.name, run]).toMatchObject([
        target.name,
        { exitCode: 0, stdout: '2731371510\n' },
      ]);
    }
  });
});

describe('the targets of a profile where nobody chose', () => {
  it('are the levels that the host reaches, and native', () => {
    expect(defaultTargets({ ...host, level: 'x86-64-v3' }, levels)).toEqual([
      'x86-64',
      'x86-64-v2',
      'x86-64-v3',
      'native',
    ]);
    const unlevelled: Host = { ...host };
    Reflect.deleteProperty(unlevelled, 'level');
    expect(defaultTargets(unlevelled, levels)).toEqual(['native']);
  });

  it('are generic and native off x86-64', () => {
    const arm: Host = { ...host, arch: 'aarch64' };
    expect(defaultTargets(arm, [])).toEqual(['generic', 'native']);
    expect(defaultBaseline(arm)).toBe('generic');
    expect(defaultBaseline({ arch: 'x86_64' })).toBe('x86-64');
  });
});

describe('why a host is not a target', () => {
  it('is told feature by feature', async () => {
    const intel = await hostLike('skylake-avx512');
    const target = targetOf(await cpuNamed('znver4'), intel);
    const explained = explainTarget(target, intel);
    expect(explained).toMatchObject({
      target,
      host: { brand: intel.brand, cpu: 'skylake-avx512' },
    });
    expect(explained.missing).toEqual(expect.arrayContaining(['sse4a', 'gfni', 'avx512bf16']));
    expect(explained.masked).toEqual(expect.arrayContaining(['clzero', 'vaes']));
    expect(explained.beyond).not.toContain('cmov');
  });

  it('names what the host has beyond the target', async () => {
    const bigger = await hostLike('znver4');
    const explained = explainTarget(targetOf(await cpuNamed('x86-64-v3'), bigger), bigger);
    expect(explained).toMatchObject({ missing: [], masked: [] });
    expect(explained.beyond).toEqual(expect.arrayContaining(['avx512f', 'sse4a']));
  });
});
