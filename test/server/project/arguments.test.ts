import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bundledServer } from '../language-server.ts';

const server = bundledServer();
const folder = (name: string): string => join(server.folder, name);
const NEEDY =
  '#include <stdio.h>\nint main(int c, char **v) { (void)v; if (c < 2) { fputs("usage: needy N\\n", stderr); return 2; } return 0; }\n';
const BUSY = 'int main(void) { for (volatile unsigned i = 0; ; i++) { } }\n';
const WAITS = '#include <unistd.h>\nint main(void) { usleep(50000); return 0; }\n';

describe('a program that is started once', () => {
  it.each([
    ['complains of missing arguments', NEEDY, { needsArguments: true, printed: 'usage: needy N' }],
    ['ends at once', 'int main(void) { return 0; }\n', { needsArguments: true, printed: '' }],
    ['has something to do', WAITS, { needsArguments: false, printed: '' }],
    ['has no end of it', BUSY, { needsArguments: false, printed: '' }],
  ])('needs arguments or not: it %s', async (what, source, answer) => {
    const name = what.replaceAll(' ', '-');
    await server.write({ [`${name}/one.c`]: source });
    const client = await server.start({ folders: [folder(name)] });
    const params = { folder: folder(name), program: 'one' };
    expect(await client.request('retarget/trial', params)).toEqual(answer);
    expect(existsSync(join(folder(name), '.retarget/runs'))).toBe(false);
  });

  it('is not started where its benchmarks are known, or the workspace is not trusted', async () => {
    await server.write({
      'known/one.c': NEEDY,
      'known/retarget.json':
        '{ "programs": [{ "name": "one", "sources": ["one.c"], "benchmarks": [{ "args": ["1"] }] }] }',
    });
    const params = { folder: folder('known'), program: 'one' };
    const client = await server.start();
    expect(await client.request('retarget/trial', params)).toMatchObject({ needsArguments: false });
    const restricted = await server.start({ options: { trusted: false } });
    expect(await restricted.failure('retarget/trial', params)).toMatchObject({ code: 'untrusted' });
  });
});

describe('how a program is run', () => {
  it('is written into a retarget.json, a new one where there is none, with paths inside of it relative', async () => {
    await server.write({ 'fresh/one.c': NEEDY, 'fresh/data/in.txt': '' });
    const client = await server.start({ folders: [folder('fresh')] });
    const answer = await client.request('retarget/setArguments', {
      ...{ folder: folder('fresh'), program: 'one', arguments: "-9 'a b'" },
      ...{ stdin: join(folder('fresh'), 'data/in.txt'), directory: '/tmp' },
    });
    expect(answer).toEqual({ writtenTo: join(folder('fresh'), 'retarget.json') });
    const { project } = await client.request('retarget/project', { path: folder('fresh') });
    expect(project?.programs).toEqual([{ name: 'one', benchmarks: ["-9 'a b' < data/in.txt"] }]);
    expect(await readFile(answer.writtenTo, 'utf8')).toContain(
      '"benchmarks": [{ "args": ["-9", "a b"], "stdin": "data/in.txt", "directory": "/tmp" }]',
    );
  });
});
