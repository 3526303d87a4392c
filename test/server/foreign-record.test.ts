// A recorded build that was not made here, profiled through the server: a client without a question of its own about trust is asked.
import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ServerOptions } from '../../src/protocol/server-requests.ts';
import { bundledServer, type ServerClient } from './language-server.ts';

const server = bundledServer();
const BUILD = ['sh', '-c', 'touch ran; cc -O2 -o prog main.c'];
const QUICK = { targets: ['x86-64'], baseline: 'x86-64', budget: 0.1 };

let folder = '';
let folders = 0;
const ran = (): boolean => existsSync(join(folder, 'ran'));

/** @param answer what the user presses; absent: the client knows no such request */
async function asked(options?: ServerOptions, answer?: object | null) {
  const client: ServerClient = await server.start(options === undefined ? {} : { options });
  const questions: string[] = [];
  if (answer !== undefined) {
    client.connection.onRequest(
      'window/showMessageRequest',
      ({ message }: { readonly message: string }) => {
        questions.push(message);
        return answer;
      },
    );
  }
  return { client, questions };
}

beforeEach(async () => {
  const name = `project-${(folders += 1)}`;
  folder = join(server.folder, name);
  await server.write({ [`${name}/main.c`]: 'int main(void) { return 0; }\n' });
  const client = await server.start();
  await client.request('retarget/record', { folder, command: BUILD });
  const file = join(folder, '.retarget', 'record', 'build.json');
  await writeFile(file, (await readFile(file, 'utf8')).replaceAll('-O2', '-O3'));
  await rm(join(folder, 'ran'));
  await rm(join(folder, 'prog'));
});

describe('a record that was not made here', () => {
  it('is shown, and run once it is allowed', async () => {
    const { client, questions } = await asked(undefined, { title: 'Run Them' });
    const params = { paths: [folder], programs: ['prog'], ...QUICK };
    await client.request('retarget/profile', params);
    expect(questions).toHaveLength(1);
    expect(questions[0]).toContain("sh -c 'touch ran; cc -O3 -o prog main.c'");
    expect(ran()).toBe(true);
    await client.request('retarget/profile', params);
    expect(questions).toHaveLength(1);
  });

  it.each([
    ['the question is left', null],
    ['the client cannot ask', undefined],
  ])('is not run where %s', async (_, answer) => {
    const { client } = await asked(undefined, answer);
    const params = { paths: [folder], programs: ['prog'], ...QUICK };
    expect(await client.failure('retarget/profile', params)).toMatchObject({ code: 'untrusted' });
    expect(ran()).toBe(false);
  });

  it('is what a client vouches for that asks about the whole workspace', async () => {
    const { client, questions } = await asked({ trusted: true }, null);
    await client.request('retarget/profile', { paths: [folder], programs: ['prog'], ...QUICK });
    expect(questions).toEqual([]);
    expect(ran()).toBe(true);
  });

  it('is never run in a workspace that is not trusted', async () => {
    const { client, questions } = await asked({ trusted: false }, { title: 'Run Them' });
    const params = { paths: [folder], programs: ['prog'], ...QUICK };
    expect(await client.failure('retarget/profile', params)).toMatchObject({ code: 'untrusted' });
    expect(questions).toEqual([]);
    expect(ran()).toBe(false);
  });
});
