import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CancellationTokenSource } from 'vscode-languageserver/node';
import { OpenDocument } from '../documents/open-document.ts';
import { bundledServer } from '../language-server.ts';

const server = bundledServer();
const LEVELS = 20;
const LINKS = 10;

/** A project of a few links, through which there are more ways than anybody could follow. */
async function maze(name: string, patterns: readonly string[]): Promise<string> {
  const folder = join(server.folder, name);
  for (let level = 0; level < LEVELS; level += 1) {
    const place = join(folder, 'maze', String(level));
    await mkdir(place, { recursive: true });
    for (let link = 0; link < LINKS; link += 1) {
      await symlink(`../${level + 1}`, join(place, `to${link}`));
    }
  }
  await mkdir(join(folder, 'maze', String(LEVELS)));
  const text = JSON.stringify({ programs: [{ name: 'p', sources: patterns }] });
  await server.write({ 'main.c': 'int main(void) { return 0; }\n', 'retarget.json': text }, folder);
  return folder;
}

describe('a pattern that leads further than can be looked through', () => {
  it('is a mistake of its own, named at its place, and the others stand', async () => {
    const folder = await maze('named', ['*.c', 'maze/0/**/*.c']);
    const client = await server.start({ options: { trusted: false } });
    const { failure } = await client.request('retarget/project', { path: folder });
    expect(failure).toMatchObject({
      code: 'config-invalid',
      message: expect.stringMatching(
        /: "maze\/0\/\*\*\/\*\.c" matches too many files and folders to search/u,
      ) as string,
      place: { file: join(folder, 'retarget.json'), line: 1 },
    });
    expect(failure?.message).not.toContain('"*.c"');
  });

  it('is no longer followed once its request is cancelled', async () => {
    const folder = await maze('cancelled', ['**/*.c']);
    const client = await server.start({ options: { trusted: false } });
    const source = new CancellationTokenSource();
    const asked = client.failure('retarget/project', { path: folder }, source.token);
    source.cancel();
    expect((await asked).code).toBe('interrupted');
  });

  it('is told of where it is typed, and goes with it', async () => {
    const folder = await maze('typed', []);
    const client = await server.start({ options: { trusted: false } });
    const text = (pattern: string) =>
      `{ "programs": [{ "name": "p", "sources": [${JSON.stringify(pattern)}] }] }`;
    const document = await OpenDocument.open(
      ...([server, client, 'typed/retarget.json', text('maze/**/*.c')] as const),
    );
    const found = () => client.diagnostics.get(join(folder, 'retarget.json'));
    await client.until(() => JSON.stringify(found() ?? []).includes('matches too many files'));
    await document.type(text('*.c'));
    await client.until(() => found()?.length === 0);
  });
});
