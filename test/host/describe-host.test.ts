import { readFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeHost, hostFrom, type HostContext } from '../../src/host/describe-host.ts';
import { loaderLevel, parseLoaderHelp } from '../../src/host/loader-levels.ts';
import type { MachineFacts } from '../../src/host/machine-facts.ts';
import { highestLevel, LEVEL_NAMES, psabiLevels } from '../../src/host/psabi-levels.ts';
import type { Cpu } from '../../src/model/target.ts';
import type { Toolchain } from '../../src/model/toolchain.ts';
import { findToolchain } from '../../src/toolchain/find-toolchain.ts';
import { nativeCpu } from '../../src/toolchain/native-cpu.ts';

let folder: string;
let toolchain: Toolchain;
let levels: readonly Cpu[];
const cacheBefore = process.env['RETARGET_CACHE'];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'retarget-host-'));
  process.env['RETARGET_CACHE'] = folder;
  toolchain = await findToolchain();
  levels = await psabiLevels(toolchain);
});
afterAll(async () => {
  if (cacheBefore === undefined) delete process.env['RETARGET_CACHE'];
  else process.env['RETARGET_CACHE'] = cacheBefore;
  await rm(folder, { recursive: true, force: true });
});

const facts: MachineFacts = {
  brand: 'AMD EPYC',
  vendor: 'AMD',
  os: { platform: 'linux', distribution: 'Debian GNU/Linux 12', kernel: '6.1.0' },
  cores: { physical: 2, logical: 4 },
  caches: { l1d: 32768, l2: 1048576 },
  frequency: { base: 2.6 },
  memory: 16 * 1024 ** 3,
};

function cpu(name: string, features: readonly string[]): Cpu {
  return { name, features: [...features].sort() };
}

function context(changes: Partial<HostContext> = {}): HostContext {
  return { arch: 'x86_64', levels, named: undefined, ...changes };
}

const codes = (host: { notes: readonly { code: string }[] }): string[] =>
  host.notes.map((note) => note.code);

describe('this host', () => {
  it('is described whole, and the same when asked again', async () => {
    const host = await describeHost(toolchain);
    expect(host.brand).not.toBe('');
    expect(host.cores.logical).toBeGreaterThanOrEqual(1);
    expect(host.cores.physical).toBeGreaterThanOrEqual(1);
    expect(host.memory).toBeGreaterThan(64 * 1024 ** 2);
    expect(host.id).toMatch(/^[0-9a-f]{16}$/);
    expect(host.cpu).toBe((await nativeCpu(toolchain)).name);
    for (const note of host.notes) expect(note.message).toMatch(/^[A-Z].*\.$/);
    expect(await describeHost(toolchain)).toEqual(host);
  });

  it.runIf(process.platform === 'linux' && process.arch === 'x64')(
    "reaches the level that the C library's loader accepts, or says that it does not",
    async () => {
      const host = await describeHost(toolchain);
      const accepted = await loaderLevel();
      expect(LEVEL_NAMES).toContain(host.level);
      expect(codes(host).includes('loader-disagrees')).toBe(
        accepted !== undefined && accepted !== host.level,
      );
    },
  );
});

describe('psABI levels', () => {
  it('are four, each holding the ones below it', () => {
    expect(levels.map((level) => level.name)).toEqual(LEVEL_NAMES);
    levels.slice(1).forEach((level, index) => {
      expect(level.features).toEqual(expect.arrayContaining([...(levels[index]?.features ?? [])]));
    });
  });

  it('do not exist for another architecture', async () => {
    expect(await psabiLevels({ ...toolchain, triple: 'aarch64-linux-gnu' })).toEqual([]);
  });

  it('are reached by features alone, and one that is missing counts', () => {
    for (const level of levels) expect(highestLevel(levels, level.features)).toBe(level.name);
    const v3 = levels[2]?.features ?? [];
    expect(
      highestLevel(
        levels,
        v3.filter((feature) => feature !== 'bmi2'),
      ),
    ).toBe('x86-64-v2');
    // avx512f and the rest, but without what v3 needs: no v4.
    const v4 = levels[3]?.features.filter((feature) => feature !== 'fma') ?? [];
    expect(highestLevel(levels, v4)).toBe('x86-64-v2');
    expect(highestLevel(levels, ['sse2'])).toBeUndefined();
  });

  it("are read from the loader's own words", async () => {
    const help = await readFile(
      join(import.meta.dirname, '../fixtures/toolchain/ld-so-help.txt'),
      'utf8',
    );
    expect(parseLoaderHelp(help)).toBe('x86-64-v4');
    const masked = help.replace('x86-64-v4 (supported, searched)', 'x86-64-v4');
    expect(parseLoaderHelp(masked)).toBe('x86-64-v3');
    const none = help.replaceAll(/(x86-64-v\d) \(supported, searched\)/g, '$1');
    expect(parseLoaderHelp(none)).toBe('x86-64');
    expect(parseLoaderHelp('Usage: ld.so [OPTION]... EXECUTABLE-FILE')).toBeUndefined();
  });
});

describe("the host's notes", () => {
  const v3 = (): readonly string[] => levels[2]?.features ?? [];

  it('are absent where everything agrees', () => {
    const native = cpu('haswell', v3());
    const host = hostFrom(
      { ...facts, loaderLevel: 'x86-64-v3' },
      native,
      context({ named: native }),
    );
    expect(host.notes).toEqual([]);
    expect(host.level).toBe('x86-64-v3');
    expect(host).not.toHaveProperty('loaderLevel');
  });

  it('say what the CPU lacks of its name, and what it has beyond it', () => {
    const named = cpu('rocketlake', [...v3(), 'avx512f', 'pku', 'sgx']);
    const native = cpu('rocketlake', [...v3(), 'avx512f', 'amx-tile', 'avx512fp16']);
    const host = hostFrom(facts, native, context({ named }));
    expect(codes(host)).toEqual(['name-disagrees']);
    expect(host.notes[0]?.message).toContain('identifies this CPU as rocketlake');
    expect(host.notes[0]?.message).toContain('lacks pku and sgx');
    expect(host.notes[0]?.message).toContain('it also has amx-tile and avx512fp16');
  });

  it('stay one readable sentence where much differs', () => {
    const many = Array.from({ length: 60 }, (_, index) => `feature${index}`);
    const host = hostFrom(
      facts,
      cpu('x86-64', [...v3(), ...many]),
      context({ named: cpu('x86-64', v3()) }),
    );
    expect(host.notes[0]?.message.length).toBeLessThan(400);
    expect(host.notes[0]?.message).toContain('and 48 more');
  });

  it('name the hypervisor', () => {
    const host = hostFrom({ ...facts, virtualisation: 'KVM' }, cpu('generic', v3()), context());
    expect(codes(host)).toEqual(['virtual-machine']);
    expect(host.notes[0]?.message).toContain('KVM');
  });

  it('tell when the loader is of another opinion, and are silent where it has none', () => {
    const native = cpu('haswell', v3());
    expect(codes(hostFrom({ ...facts, loaderLevel: 'x86-64-v2' }, native, context()))).toEqual([
      'loader-disagrees',
    ]);
    expect(codes(hostFrom(facts, native, context()))).toEqual([]);
  });

  it('tell which facts the system keeps to itself', () => {
    const bare = { ...facts, caches: {}, frequency: {} };
    const host = hostFrom(bare, cpu('haswell', v3()), context());
    expect(host.notes[0]?.message).toBe(
      'This system does not report cache sizes and clock frequencies.',
    );
  });
});

describe("the host's id", () => {
  const id = (changes: Partial<MachineFacts>, features: string[] = ['sse2']): string =>
    hostFrom({ ...facts, ...changes }, cpu('x', features), context()).id;

  it('is the same after a new kernel, which moves the memory it reserves', () => {
    const kernel = { os: { ...facts.os, kernel: '6.12.0' }, memory: facts.memory - 40 * 1024 ** 2 };
    expect(id(kernel)).toBe(id({}));
  });

  it.each([
    ['brand', { brand: 'AMD EPYC 9B14' }],
    ['cores', { cores: { physical: 2, logical: 2 } }],
    ['memory', { memory: 32 * 1024 ** 3 }],
    ['virtualisation', { virtualisation: 'KVM' }],
  ])('is another with another %s', (_, changes) => {
    expect(id(changes)).not.toBe(id({}));
  });

  it('is another with another feature', () => {
    expect(id({}, ['sse2', 'avx'])).not.toBe(id({}));
  });
});
