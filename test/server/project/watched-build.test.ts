// A build that is watched for an editor: what it writes is in the log while it runs, and what it failed of in the message.
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bundledServer } from '../language-server.ts';

const server = bundledServer();
const MAIN = 'int main(void) { return 0; }\n';

describe('a watched build', () => {
  it('is read in the log while it still runs, in lines and without colours', async () => {
    const script = `printf '\\033[31mfirst\\033[0m\\nhalf'
while [ ! -e go ]; do sleep 0.05; done
printf ' a line\\nlast'
cc -o app main.c
`;
    await server.write({ 'live/main.c': MAIN, 'live/build.sh': script });
    const client = await server.start();
    const folder = join(server.folder, 'live');
    const built = client.request('retarget/record', { folder, command: ['sh', 'build.sh'] });
    const logged = (): string => client.logged.map(({ message }) => message).join('\n');
    await client.until(() => logged().includes('first'));
    expect(logged()).toBe(`Watching sh build.sh in ${folder}\nfirst`);
    await writeFile(join(folder, 'go'), '');
    await built;
    await client.until(() => logged().includes('last'));
    expect(logged()).toMatch(/\nfirst\nhalf a line\nlast$/u);
  });

  it.each([
    ['what the compiler said', 'cc -o app main.c', /main\.c:1:\d+: error: .*nonsense/u],
    ['a missing file', 'cat nothing.in >main.in', /cat: nothing\.in: No such file/u],
    [
      'its last words where none tells more',
      'echo This and that; echo went wrong; false',
      /went wrong$/u,
    ],
  ])('that fails says %s', async (title, recipe, expected) => {
    const name = title.replaceAll(' ', '-');
    await server.write({
      [`${name}/main.c`]: 'nonsense main(void) { return 0; }\n',
      [`${name}/Makefile`]: `all:\n\t@${recipe}\n`,
    });
    const client = await server.start();
    const folder = join(server.folder, name);
    const asked = { folder, command: ['make'] };
    const { failure } = await client.request('retarget/record', asked);
    expect(failure?.code).toBe('compile-failed');
    expect(failure?.message).toMatch(
      /^The project's own build failed: make \(exit code 2\)\. From its output: /u,
    );
    expect(failure?.message).toMatch(expected);
  });

  it.each([
    ['make', ['make', '-j2']],
    ['a line for the shell', ['sh', '-c', 'make -j2 CFLAGS=-O1']],
  ])('of which all is up to date (%s) is cleaned first the next time', async (title, command) => {
    const name = title.replaceAll(' ', '-');
    await server.write({
      [`${name}/main.c`]: MAIN,
      [`${name}/Makefile`]: 'app: main.c\n\tcc $(CFLAGS) -o app main.c\nclean:\n\trm -f app\n',
    });
    const client = await server.start();
    const folder = join(server.folder, name);
    await client.request('retarget/record', { folder, command });
    await rm(join(folder, '.retarget'), { recursive: true });
    const { failure, again } = await client.request('retarget/record', { folder, command });
    expect(failure?.code).toBe('project-empty');
    const line = `make clean && ${command.at(0) === 'sh' ? command.at(-1) : command.join(' ')}`;
    expect(again).toEqual({ words: ['sh', '-c', line], text: line });
    expect(
      await client.request('retarget/record', { folder, command: again?.words ?? [] }),
    ).toEqual({});
  });
});
