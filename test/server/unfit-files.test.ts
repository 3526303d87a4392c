import { execFileSync } from 'node:child_process';
import { mkdir, symlink, truncate, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bundledServer } from './language-server.ts';

const server = bundledServer();
const folder = (name: string): string => join(server.folder, name);
const ID = '20260101T000000Z-abcdef';

/** Everything that is read of a folder for lenses, views and checks, without anybody asking for it. */
const READ = [
  ...['retarget.json', 'compile_commands.json', 'build/compile_commands.json', 'CMakeLists.txt'],
  ...['CMakePresets.json', '.vscode/settings.json', 'build/CMakeCache.txt', 'Cargo.toml', 'main.c'],
  ...['.retarget/index.json', '.retarget/record/build.json'],
  ...[`.retarget/runs/${ID}.json`, `.retarget/runs/${ID}.owner`],
];

const KINDS: Readonly<Record<string, (path: string) => unknown>> = {
  'a link to a device without an end': (path) => symlink('/dev/zero', path),
  'a pipe that nobody writes to': (path) => execFileSync('mkfifo', [path]),
};

async function make(name: string, file: string, kind: string): Promise<string> {
  const path = join(folder(name), file);
  await mkdir(dirname(path), { recursive: true });
  await KINDS[kind]?.(path);
  return path;
}

describe('what is no regular file', () => {
  it.each(Object.keys(KINDS))('%s: is never read, whatever is in its place', async (kind) => {
    const client = await server.start({ options: { trusted: false } });
    for (const [at, file] of READ.entries()) {
      const name = `${kind} ${at}`;
      await make(name, file, kind);
      const asked = { folder: folder(name) };
      await client.request('retarget/project', { path: folder(name) });
      await client.request('retarget/offers', asked);
      await client.request('retarget/suggestion', asked);
      await client.request('retarget/runs', asked);
    }
  });

  it.each(Object.keys(KINDS))('%s: is named as what it is', async (kind) => {
    const file = await make(`named ${kind}`, 'retarget.json', kind);
    const client = await server.start({ options: { trusted: false } });
    const { failure } = await client.request('retarget/project', { path: dirname(file) });
    expect(failure).toMatchObject({
      code: 'input-missing',
      message: `${JSON.stringify(file)} is not a regular file.`,
      place: { file },
    });
    const choice = { folder: dirname(file), targets: ['native'] };
    expect((await client.failure('retarget/choose', choice)).message).toContain(file);
    expect(await client.request('retarget/targets', { folder: dirname(file) })).toMatchObject({
      chosenBy: 'default',
    });
  });

  it.each(Object.keys(KINDS))('%s: is no object and no database either', async (kind) => {
    const name = `inside ${kind}`;
    for (const file of ['x.o', 'x.c']) await make(name, file, kind);
    await server.write({ [`${name}/main.c`]: 'int main(void) { return 0; }\n' });
    const client = await server.start({ options: { trusted: false } });
    const load = async (program: object) => {
      await server.write({
        [`${name}/retarget.json`]: JSON.stringify({ programs: [program] }),
      });
      return client.request('retarget/project', { path: folder(name) });
    };
    expect((await load({ sources: ['main.c', 'x.o'] })).failure?.message).toContain(
      'x.o is neither a file nor a folder',
    );
    await server.write({
      [`${name}/compile_commands.json`]: JSON.stringify([
        { directory: folder(name), file: 'main.c', arguments: ['cc', '-c', '-o', 'x.o', 'main.c'] },
      ]),
    });
    const built = { name: 'p', compileCommands: '.', main: 'main.c' };
    expect((await load(built)).project?.programs).toHaveLength(1);
  });
});

describe('a file that is longer than anybody writes', () => {
  it('is not read', async () => {
    await server.write({ 'long/retarget.json': '' });
    const file = join(folder('long'), 'retarget.json');
    await truncate(file, 5 * 1024 * 1024);
    const client = await server.start({ options: { trusted: false } });
    const { failure } = await client.request('retarget/project', { path: folder('long') });
    expect(failure?.message).toBe(`${file} is larger than 4 MiB, the limit.`);
  });

  it('is read where tools write it', async () => {
    const source = 'int main(void) { return 0; }\n';
    await server.write({ 'tools/main.c': source });
    const entry = { directory: folder('tools'), file: 'main.c', arguments: ['cc', '-c', 'main.c'] };
    const file = join(folder('tools'), 'compile_commands.json');
    await writeFile(file, `${JSON.stringify([entry])}${' '.repeat(20 * 1024 * 1024)}`);
    const client = await server.start({ options: { trusted: false } });
    const { project } = await client.request('retarget/project', { path: folder('tools') });
    expect(project?.programs.map(({ name }) => name)).toEqual(['main']);
  });
});

describe('a CMakeLists.txt that is made to keep its reader busy', () => {
  it.each([
    [
      'doubles a word in each line',
      [
        'set(A0 x)',
        ...Array.from({ length: 60 }, (_, at) => `set(A${at + 1} \${A${at}}\${A${at}})`),
      ],
      '${A60}',
    ],
    [
      'puts loops into loops',
      Array.from({ length: 30 }, (_, at) => `foreach(A${at} ${'a '.repeat(100)})`),
      Array.from({ length: 30 }, (_, at) => `\${A${at}}`).join(''),
    ],
  ])('%s and offers what else it names', async (name, lines, word) => {
    const text = [...lines, `add_executable(${word} a.c)`, 'add_executable(plain a.c)'].join('\n');
    await server.write({ [`${name}/CMakeLists.txt`]: text });
    const client = await server.start({ options: { trusted: false } });
    const { offers } = await client.request('retarget/offers', { folder: folder(name) });
    expect(offers.map((offer) => offer.name)).toContain('plain');
  });
});
