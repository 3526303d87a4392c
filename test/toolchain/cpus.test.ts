// Asks the real toolchain of this machine.
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Toolchain } from '../../src/model/toolchain.ts';
import { allCpus, cpuByFlag, cpusNamed, isX86, listedCpus } from '../../src/toolchain/cpus.ts';
import { defaultAttributes } from '../../src/toolchain/default-attributes.ts';
import { findToolchain } from '../../src/toolchain/find-toolchain.ts';
import { flagEffect } from '../../src/toolchain/flagged-cpu.ts';
import { nativeCpu } from '../../src/toolchain/native-cpu.ts';

let folder: string;
let toolchain: Toolchain;
const cacheBefore = process.env['RETARGET_CACHE'];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'retarget-cpus-'));
  process.env['RETARGET_CACHE'] = join(folder, 'cache');
  toolchain = await findToolchain();
});
afterAll(async () => {
  if (cacheBefore === undefined) delete process.env['RETARGET_CACHE'];
  else process.env['RETARGET_CACHE'] = cacheBefore;
  await rm(folder, { recursive: true, force: true });
});

describe('the CPUs of the real toolchain', () => {
  it('have the features that a compile for each by its flag has, and no other names compile', async () => {
    const cpus = await allCpus(toolchain);
    const listed = await listedCpus(toolchain);
    const byFlag = await cpusOneByOne(listed);
    expect(cpus).toEqual(byFlag);
    expect(cpus.length).toBeGreaterThan(30);
  });

  async function cpusOneByOne(names: readonly string[]) {
    const found = [];
    for (let at = 0; at < names.length; at += 4) {
      const some = names.slice(at, at + 4).map((name) => cpuByFlag(toolchain, name));
      found.push(...(await Promise.all(some)).filter((cpu) => cpu !== undefined));
    }
    return found;
  }

  it('come by name in the order asked, without the unknown ones', async () => {
    const names = (await allCpus(toolchain)).map((cpu) => cpu.name);
    const [first, second] = [names[3] ?? '', names[1] ?? ''];
    const found = await cpusNamed(toolchain, [first, 'no-such-cpu', second]);
    expect(found.map((cpu) => cpu.name)).toEqual([first, second]);
  });

  it('are remembered: a second question starts no compiler', async () => {
    const cpus = await allCpus(toolchain);
    const native = await nativeCpu(toolchain);
    const files = (await readdir(join(folder, 'cache', 'toolchain'))).length;
    expect(await allCpus(toolchain)).toEqual(cpus);
    expect(await nativeCpu(toolchain)).toEqual(native);
    expect((await readdir(join(folder, 'cache', 'toolchain'))).length).toBe(files);
  });

  it('are asked again of another build of clang', async () => {
    const broken = join(folder, 'clang');
    await writeFile(broken, '#!/bin/sh\necho "no such option" >&2\nexit 1\n', { mode: 0o755 });
    await expect(allCpus({ ...toolchain, clang: broken })).rejects.toMatchObject({
      failure: { code: 'toolchain-broken', details: 'no such option' },
    });
  });

  it('are not asked where the signal is aborted', async () => {
    process.env['RETARGET_CACHE'] = join(folder, 'empty-cache');
    try {
      await expect(allCpus(toolchain, AbortSignal.abort())).rejects.toMatchObject({
        name: 'AbortError',
      });
    } finally {
      process.env['RETARGET_CACHE'] = join(folder, 'cache');
    }
  });
});

describe('default attributes', () => {
  it('are those of a compile without a CPU, in C and in C++', async () => {
    const c = await defaultAttributes(toolchain);
    expect(await defaultAttributes(toolchain, { language: 'c++' })).toEqual(c);
    expect(c.cpu).toBeTypeOf('string');
    expect(c.features).toMatch(/^[+-]/);
  });

  it('follow flags that choose a target, and not what is only included or defined', async () => {
    const plain = await defaultAttributes(toolchain);
    const flags = [
      '-O3',
      '-DX=1',
      '-D',
      'Y',
      '-I',
      'include',
      '-include',
      'absent.h',
      '-Wall',
      '-Werror',
    ];
    expect(await defaultAttributes(toolchain, { flags })).toEqual(plain);
    const arm = await defaultAttributes(toolchain, { flags: ['--target=aarch64-linux-gnu'] });
    expect(arm.features).toContain('+neon');
  });

  it('come back the same from the cache, absent ones included', async () => {
    const flags = ['--target=aarch64-linux-gnu', '-O1'];
    const first = await defaultAttributes(toolchain, { flags });
    expect(await defaultAttributes(toolchain, { flags })).toStrictEqual(first);
  });

  it("give clang's complaint where it refuses a flag", async () => {
    await expect(defaultAttributes(toolchain, { flags: ['-fno-such-flag'] })).rejects.toMatchObject(
      {
        failure: {
          code: 'compile-failed',
          details: expect.stringContaining('-fno-such-flag') as string,
        },
      },
    );
  });
});

describe('one question asked by several at once', () => {
  /** A clang that writes a line for each of its starts. */
  async function counted(name: string) {
    const log = join(folder, `${name}.log`);
    const clang = join(folder, name);
    const script = `#!/bin/sh\necho start >>'${log}'\nexec '${toolchain.clang}' "$@"\n`;
    await writeFile(clang, script, { mode: 0o755 });
    const starts = async (): Promise<number> =>
      (await readFile(log, 'utf8')).split('\n').length - 1;
    return { toolchain: { ...toolchain, clang }, starts };
  }

  it('starts one compiler', async () => {
    const own = await counted('clang-counted');
    const ask = () => defaultAttributes(own.toolchain);
    const [first, ...others] = await Promise.all([ask(), ask(), ask()]);
    expect(first.features).toContain('+');
    expect(others).toEqual([first, first]);
    expect(await own.starts()).toBe(1);
  });

  it('is answered for the others where the first of them is cancelled', async () => {
    const own = await counted('clang-cancelled');
    const controller = new AbortController();
    const first = defaultAttributes(own.toolchain, { signal: controller.signal });
    const others = [defaultAttributes(own.toolchain), defaultAttributes(own.toolchain)];
    controller.abort();
    await expect(first).rejects.toMatchObject({ name: 'AbortError' });
    const expected = await defaultAttributes(toolchain);
    expect(await Promise.all(others)).toEqual([expected, expected]);
  });
});

describe('the native CPU', () => {
  it('has the features that every CPU of its architecture has', async () => {
    const native = await nativeCpu(toolchain);
    expect(native.name).not.toBe('native');
    if (isX86(toolchain))
      expect(native.features).toEqual(expect.arrayContaining(['sse2', 'cx8', 'fxsr']));
    expect([...native.features].sort()).toEqual(native.features);
  });
});

it.each(['-fmerge-all-constants', '-fno-assume-unique-vtables', '-fforce-emit-vtables'])(
  'a flag whose effect no probe in C shows is told to the front end: %s',
  async (flag) => {
    const cpu = isX86(toolchain) ? 'x86-64' : 'generic';
    const effect = await flagEffect(toolchain, { name: 'flagged', cpu, flags: [flag] });
    expect(effect).toEqual({ kind: 'front end' });
  },
);
