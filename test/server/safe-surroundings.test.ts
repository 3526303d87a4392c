import { chmod, mkdir, readFile, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { bundledServer } from './language-server.ts';
import type { StartOptions } from './language-server.ts';

const server = bundledServer();
const RESTRICTED = { options: { trusted: false } } satisfies StartOptions;

/** A program that says in the workspace's `ran` that it was started, and answers nothing that anybody understands. */
async function program(path: string, words: string): Promise<void> {
  await server.write({ [path]: `#!/bin/sh\n${words}\nexit 1\n` }, '/');
  await chmod(path, 0o755);
}

/** A workspace that brings a clang and an lscpu of its own in `bin`. */
async function workspace(name: string) {
  const folder = join(server.folder, name);
  const ran = join(folder, 'ran');
  for (const tool of ['clang', 'lscpu']) {
    await program(join(folder, 'bin', tool), `echo ${tool} >> '${ran}'`);
  }
  return {
    folder,
    bin: join(folder, 'bin'),
    ran: () => readFile(ran, 'utf8').catch(() => ''),
  };
}

async function link(path: string, to: string): Promise<string> {
  await mkdir(dirname(path), { recursive: true });
  await symlink(to, path);
  return path;
}

const PATH = process.env['PATH'] ?? '';

describe('a workspace that nobody trusts', () => {
  it.each([
    ['PATH', (bin: string) => ({ PATH: `${bin}:${PATH}` })],
    ['RETARGET_LLVM', (bin: string) => ({ RETARGET_LLVM: join(bin, 'clang') })],
    ['RETARGET_LLVM by its folder', (bin: string) => ({ RETARGET_LLVM: dirname(bin) })],
    ['RETARGET_LLVM_FOLDERS', (bin: string) => ({ RETARGET_LLVM_FOLDERS: `${bin}:/usr/bin` })],
  ])('has no program run that %s leads to, until it is trusted', async (name, leading) => {
    const { folder, bin, ran } = await workspace(name);
    const client = await server.start({ ...RESTRICTED, folders: [folder], env: leading(bin) });
    const { toolchain } = await client.request('retarget/host', {});
    expect(toolchain.clang.startsWith(folder)).toBe(false);
    await client.request('retarget/toolchains', {});
    expect(await ran()).toBe('');
    await client.connection.sendNotification('retarget/trusted', {});
    await client.request('retarget/toolchains', {});
    expect(await ran()).toContain('clang');
  });

  it('has none run where links lead into it, or its own name is a link', async () => {
    const { folder, bin, ran } = await workspace('linked');
    const toBin = await link(join(server.folder, 'links/bin'), bin);
    const root = await link(join(server.folder, 'links/root'), folder);
    const llvm = join(server.folder, 'links/llvm');
    await link(join(llvm, 'bin'), bin);
    for (const [opened, more] of [
      [folder, { PATH: `${toBin}:${root}/bin:${PATH}` }],
      [root, { PATH: `${bin}:${PATH}` }],
      [root, { RETARGET_LLVM: llvm, RETARGET_LLVM_FOLDERS: `${toBin}:/usr/bin` }],
    ] as const) {
      const client = await server.start({ ...RESTRICTED, folders: [opened], env: more });
      await client.request('retarget/host', {});
      await client.request('retarget/toolchains', {});
      expect(await ran()).toBe('');
    }
  });

  it('has none run of a folder that is added to it', async () => {
    const [first, second] = [await workspace('first'), await workspace('second')];
    const client = await server.start({
      ...{ ...RESTRICTED, folders: [first.folder] },
      env: { PATH: `${second.bin}:${PATH}` },
    });
    await client.connection.sendNotification('workspace/didChangeWorkspaceFolders', {
      event: {
        added: [{ uri: pathToFileURL(second.folder).href, name: 'second' }],
        removed: [],
      },
    });
    await client.request('retarget/host', {});
    await client.request('retarget/toolchains', {});
    expect(await second.ran()).toBe('');
  });

  it('gives other programs no library, and no cache is taken from it', async () => {
    const { folder, bin } = await workspace('libraries');
    const told = join(server.folder, 'told');
    await program(join(server.folder, 'elsewhere/lscpu'), `env > '${told}'`);
    const libraries = join(folder, 'lib');
    const client = await server.start({
      ...{ ...RESTRICTED, folders: [folder] },
      env: {
        PATH: `${bin}:${join(server.folder, 'elsewhere')}:${PATH}`,
        LD_LIBRARY_PATH: `${libraries}:/usr/lib`,
        DYLD_LIBRARY_PATH: libraries,
        XDG_CACHE_HOME: join(server.folder, 'caches'),
        RETARGET_CACHE: join(folder, 'cache'),
      },
    });
    await client.request('retarget/host', {});
    const lines = (await readFile(told, 'utf8')).split('\n');
    expect(lines).toContain('LD_LIBRARY_PATH=/usr/lib');
    expect(lines.filter((line) => line.includes(folder))).toEqual([]);
  });
});

describe('a workspace that is trusted', () => {
  it('may bring its programs', async () => {
    const { folder, bin, ran } = await workspace('trusted');
    const client = await server.start({ folders: [folder], env: { PATH: `${bin}:${PATH}` } });
    await client.request('retarget/host', {});
    expect(await ran()).toContain('clang');
  });
});
