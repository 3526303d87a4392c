import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  realpath,
  rename,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FailureError, type Failure } from '../../src/model/failure.ts';
import { findToolchain } from '../../src/toolchain/find-toolchain.ts';
import { fakeLlvm, script } from './fake-llvm.ts';

const NAMES = ['PATH', 'RETARGET_LLVM', 'RETARGET_LLVM_FOLDERS', 'RETARGET_CACHE'] as const;
const before = Object.fromEntries(NAMES.map((name) => [name, process.env[name]]));

let root: string;
const inRoot = (...parts: string[]): string => join(root, ...parts);

beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'retarget find $(x) é-')));
  delete process.env['RETARGET_LLVM'];
  process.env['RETARGET_CACHE'] = inRoot('cache');
  process.env['RETARGET_LLVM_FOLDERS'] = '';
  lookIn();
});
afterEach(async () => {
  for (const name of NAMES) {
    if (before[name] === undefined) delete process.env[name];
    else process.env[name] = before[name];
  }
  await rm(root, { recursive: true, force: true });
});

/** The scripts themselves need `cat`, which must come from a folder that holds no clang. */
function lookIn(...folders: string[]): void {
  process.env['PATH'] = [...folders, inRoot('system')].join(':');
}
beforeEach(async () => {
  await mkdir(inRoot('system'));
  await symlink('/bin/cat', inRoot('system', 'cat'));
});

async function failureFrom(configured?: string): Promise<Failure> {
  try {
    await findToolchain({ configured });
  } catch (error) {
    if (error instanceof FailureError) return error.failure;
    throw error;
  }
  throw new Error('a toolchain was found');
}

describe('searching for a toolchain', () => {
  it('takes the newest of several on PATH, whatever their order', async () => {
    const folders = await Promise.all(
      ['16.0.6', '22.1.8', '9.0.1', '19.1.7'].map((version) =>
        fakeLlvm(inRoot(version, 'bin'), { version }),
      ),
    );
    lookIn(...folders);
    const found = await findToolchain();
    expect(found).toEqual({
      clang: inRoot('22.1.8/bin/clang'),
      clangxx: inRoot('22.1.8/bin/clang++'),
      llvmDis: inRoot('22.1.8/bin/llvm-dis'),
      llvmObjdump: inRoot('22.1.8/bin/llvm-objdump'),
      lld: inRoot('22.1.8/bin/ld.lld'),
      version: '22.1.8',
      major: 22,
      triple: 'x86_64-pc-linux-gnu',
      banner: 'clang version 22.1.8',
    });
  });

  it('compares versions as numbers', async () => {
    lookIn(
      await fakeLlvm(inRoot('a'), { version: '19.1.9' }),
      await fakeLlvm(inRoot('b'), { version: '19.1.10' }),
    );
    expect((await findToolchain()).version).toBe('19.1.10');
  });

  it('follows links as Debian makes them, and takes the tools of that installation', async () => {
    const real = await fakeLlvm(inRoot('usr/lib/llvm-19/bin'), { version: '19.1.7' });
    const bin = inRoot('usr/bin');
    await fakeLlvm(bin, { version: '14.0.6', tools: ['llvm-dis', 'llvm-objdump'] });
    await symlink(join(real, 'clang'), join(bin, 'clang-19'));
    lookIn(bin);
    const found = await findToolchain();
    expect(found.clang).toBe(join(real, 'clang'));
    expect(found.llvmDis).toBe(join(real, 'llvm-dis'));
  });

  it('takes the archiver of that release too, and does without one', async () => {
    lookIn(await fakeLlvm(inRoot('bin'), { version: '22.1.8' }));
    expect(await findToolchain()).not.toHaveProperty('llvmAr');
    await fakeLlvm(inRoot('bin'), { version: '22.1.8', tools: ['llvm-ar'] });
    expect((await findToolchain()).llvmAr).toBe(inRoot('bin/llvm-ar'));
  });

  it('never takes a tool of another release that lies beside clang', async () => {
    const bin = await fakeLlvm(inRoot('bin'), {
      version: '19.1.7',
      tools: ['clang'],
      suffix: '-19',
    });
    await fakeLlvm(bin, { version: '18.1.3', tools: ['llvm-dis', 'llvm-objdump', 'ld.lld'] });
    lookIn(bin);
    expect((await failureFrom()).code).toBe('toolchain-broken');
    await fakeLlvm(bin, { version: '19.1.7', tools: ['llvm-dis', 'llvm-objdump'], suffix: '-19' });
    const found = await findToolchain();
    expect(found.llvmDis).toBe(join(bin, 'llvm-dis-19'));
    expect(found).not.toHaveProperty('lld');
  });

  it('finds tools elsewhere on PATH if they are of exactly the same version', async () => {
    const clang = await fakeLlvm(inRoot('clang/bin'), {
      version: '21.1.0',
      tools: ['clang', 'clang++'],
    });
    const near = await fakeLlvm(inRoot('near'), {
      version: '21.1.1',
      tools: ['llvm-dis', 'llvm-objdump'],
    });
    const same = await fakeLlvm(inRoot('same'), {
      version: '21.1.0',
      tools: ['llvm-dis', 'llvm-objdump'],
    });
    lookIn(clang, near, same);
    expect((await findToolchain()).llvmDis).toBe(join(same, 'llvm-dis'));
  });

  it('passes over a newer one that is not whole', async () => {
    lookIn(
      await fakeLlvm(inRoot('new'), { version: '23.1.0', tools: ['clang', 'llvm-dis'] }),
      await fakeLlvm(inRoot('old'), { version: '18.1.8' }),
    );
    expect((await findToolchain()).version).toBe('18.1.8');
  });

  it('goes past a launcher such as ccache to the clang that it launches', async () => {
    const real = await fakeLlvm(inRoot('llvm/bin'), { version: '20.1.2' });
    await mkdir(inRoot('launchers'));
    const text = `clang version 20.1.2\nTarget: x86_64-pc-linux-gnu\nInstalledDir: ${real}`;
    await script(inRoot('launchers/ccache'), text);
    await symlink('ccache', inRoot('launchers/clang'));
    lookIn(inRoot('launchers'));
    expect((await findToolchain()).clang).toBe(join(real, 'clang'));
  });

  it('ignores what is called clang but is not, hangs on nothing, and needs no folder on PATH to exist', async () => {
    await mkdir(inRoot('odd/clang'), { recursive: true });
    await script(inRoot('odd/clang-99'), 'gcc (Debian 14.2.0) 14.2.0');
    await writeFile(inRoot('odd/clang-98'), 'not a program');
    await chmod(inRoot('odd/clang-98'), 0o755);
    const good = await fakeLlvm(inRoot('good'), { version: '17.0.6' });
    lookIn(inRoot('absent'), inRoot('odd'), 'relative', good);
    expect((await findToolchain()).version).toBe('17.0.6');
  });

  it("looks in a system's folders too", async () => {
    process.env['RETARGET_LLVM_FOLDERS'] = await fakeLlvm(inRoot('usual'), { version: '18.1.8' });
    expect((await findToolchain()).clang).toBe(inRoot('usual/clang'));
  });

  it('says where it looked and what to install, where there is none', async () => {
    const failure = await failureFrom();
    expect(failure.code).toBe('toolchain-missing');
    expect(failure.details).toContain(inRoot('system'));
    expect(failure.hint).toMatch(/install/i);
    expect(failure.remedies).toContainEqual({ kind: 'set', what: 'llvm' });
  });

  it('names each version and place, where all are too old', async () => {
    lookIn(
      await fakeLlvm(inRoot('a'), { version: '14.0.6' }),
      await fakeLlvm(inRoot('b'), { version: '15.0.7' }),
    );
    const failure = await failureFrom();
    expect(failure.code).toBe('toolchain-too-old');
    expect(failure.message).toContain(`clang 14.0.6 at ${inRoot('a/clang')}`);
    expect(failure.message).toContain(`clang 15.0.7 at ${inRoot('b/clang')}`);
    expect(failure.message).toContain('16 or newer');
  });

  it("reckons Apple's clang by the LLVM it is built on", async () => {
    const banner = 'Apple clang version 14.0.0 (clang-1400.0.29.202)';
    lookIn(await fakeLlvm(inRoot('xcode'), { version: '14.0.0', tools: ['clang'], banner }));
    expect((await failureFrom()).code).toBe('toolchain-too-old');
    const newer = 'Apple clang version 15.0.0 (clang-1500.3.9.4)';
    lookIn(await fakeLlvm(inRoot('xcode'), { version: '15.0.0', tools: ['clang'], banner: newer }));
    const failure = await failureFrom();
    expect(failure.code).toBe('toolchain-broken');
    expect(failure.message).toContain('Apple clang 15.0.0 (LLVM 16)');
  });

  it('names the missing tool and how to get it', async () => {
    lookIn(await fakeLlvm(inRoot('bin'), { version: '19.1.7', tools: ['clang', 'llvm-objdump'] }));
    const failure = await failureFrom();
    expect(failure.code).toBe('toolchain-broken');
    expect(failure.message).toContain('has no llvm-dis of the same release');
    expect(failure.message).not.toContain('llvm-objdump');
    expect(failure.hint).toMatch(/llvm/i);
  });
});

describe('a configured toolchain', () => {
  it.each(['llvm', 'llvm/bin', 'llvm/bin/clang'])('may be named as %s', async (name) => {
    await fakeLlvm(inRoot('llvm/bin'), { version: '18.1.8' });
    lookIn(await fakeLlvm(inRoot('newer'), { version: '22.1.8' }));
    const found = await findToolchain({ configured: inRoot(name) });
    expect(found.clang).toBe(inRoot('llvm/bin/clang'));
  });

  it('may be named by RETARGET_LLVM, and the option wins over that', async () => {
    process.env['RETARGET_LLVM'] = await fakeLlvm(inRoot('environment'), { version: '18.1.8' });
    expect((await findToolchain()).version).toBe('18.1.8');
    const option = await fakeLlvm(inRoot('option'), { version: '17.0.6' });
    expect((await findToolchain({ configured: option })).version).toBe('17.0.6');
  });

  it('is the only one looked at, even where it is not whole', async () => {
    lookIn(await fakeLlvm(inRoot('whole'), { version: '22.1.8' }));
    const part = await fakeLlvm(inRoot('part'), { version: '21.1.0', tools: ['clang'] });
    const failure = await failureFrom(part);
    expect(failure.code).toBe('toolchain-broken');
    expect(failure.message).toContain('has no llvm-dis and no llvm-objdump');
  });

  it('is named where it does not exist, holds no clang, is no clang, or is too old', async () => {
    await mkdir(inRoot('empty'));
    await script(inRoot('gcc'), 'gcc (Debian 14.2.0) 14.2.0');
    const old = await fakeLlvm(inRoot('old'), { version: '13.0.1' });
    const cases: [string, string, string][] = [
      [inRoot('absent'), 'toolchain-broken', 'does not exist'],
      [inRoot('empty'), 'toolchain-broken', 'contains no clang'],
      [inRoot('gcc'), 'toolchain-broken', 'does not respond'],
      [old, 'toolchain-too-old', 'clang 13.0.1'],
    ];
    for (const [path, code, words] of cases) {
      const failure = await failureFrom(path);
      expect(failure).toMatchObject({ code });
      expect(failure.message).toContain(path);
      expect(failure.message).toContain(words);
    }
  });
});

describe('the remembered search', () => {
  /** Each tool's script notes that it was started. */
  async function counting(bin: string, version: string): Promise<string> {
    await fakeLlvm(bin, { version });
    for (const tool of await readdir(bin)) {
      await rename(join(bin, tool), join(bin, `real-${tool}`));
      await writeFile(
        join(bin, tool),
        `#!/bin/sh\necho ${tool} >> '${inRoot('started')}'\nexec '${join(bin, `real-${tool}`)}'\n`,
      );
      await chmod(join(bin, tool), 0o755);
    }
    return bin;
  }
  async function findsWithoutAsking(): Promise<boolean> {
    await rm(inRoot('started'), { force: true });
    await findToolchain();
    return !(await readdir(root)).includes('started');
  }

  it('is used while nothing changed, and only then', async () => {
    lookIn(inRoot('early'), await counting(inRoot('bin'), '18.1.8'));
    await mkdir(inRoot('early'));
    // What changed just before a search is not trusted to be recognised when it changes again.
    await findToolchain();
    expect(await findsWithoutAsking()).toBe(false);
    await sleep(2200);
    await findToolchain();
    expect(await findsWithoutAsking()).toBe(true);

    await fakeLlvm(inRoot('early'), { version: '22.1.8' });
    expect((await findToolchain()).version).toBe('22.1.8');
    await rm(inRoot('early'), { recursive: true });
    expect((await findToolchain()).version).toBe('18.1.8');
    await fakeLlvm(inRoot('bin'), { version: '18.1.9' });
    expect((await findToolchain()).version).toBe('18.1.9');
  });

  it('is not needed: a cache that cannot be written is no failure', async () => {
    await writeFile(inRoot('cache'), 'a file where the folder should be');
    lookIn(await fakeLlvm(inRoot('bin'), { version: '18.1.8' }));
    expect((await findToolchain()).version).toBe('18.1.8');
  });

  it('survives damage', async () => {
    lookIn(await fakeLlvm(inRoot('bin'), { version: '18.1.8' }));
    await sleep(2200);
    await findToolchain();
    const folder = inRoot('cache/toolchain');
    const files = await readdir(folder);
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) await writeFile(join(folder, file), '{"question":["sea');
    expect((await findToolchain()).version).toBe('18.1.8');
  });
});
