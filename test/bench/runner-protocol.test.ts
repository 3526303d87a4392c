import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startRunner } from '../../src/bench/runner.ts';
import { execution, freshFolder } from './compile.ts';

const folder = freshFolder();
let scripts = 0;

/** A stand-in for the runner that says these lines: one first, the others once it is asked something. */
function saying(hello: string, ...answers: readonly string[]): string {
  const path = join(folder, `runner-${scripts++}`);
  writeFileSync(join(folder, `answers-${scripts}`), answers.map((line) => `${line}\n`).join(''));
  writeFileSync(
    path,
    `#!/bin/sh\necho '${hello}'\nread request || exit 0\ncat '${join(folder, `answers-${scripts}`)}'\n`,
  );
  chmodSync(path, 0o755);
  return path;
}

describe('the runner’s answers', () => {
  // As a runner on a machine with counters said it; this one may have none.
  const DONE =
    'done 456911289 194152000 2000 1662976 exit 0 1 6 a8c7f832281a39c5 0 a8c7f832281a39c5 cycles=194074518 instructions=65';

  it('carry counters where the kernel gives them', async () => {
    const runner = await startRunner(saying('hello 1 2', 'out aGVsbG8K', DONE));
    expect(runner.warning).toBeUndefined();
    expect(await runner.execute(execution('/bin/true'))).toEqual({
      state: 'ran',
      end: { kind: 'exit', code: 0 },
      wall: 456911289,
      user: 194152000,
      system: 2000,
      peakMemory: 1662976,
      counters: { cycles: 194074518, instructions: 65 },
      leftProcesses: 1,
      stdout: { bytes: Buffer.from('hello\n'), total: 6, restHash: 'a8c7f832281a39c5' },
      stderr: { bytes: Buffer.alloc(0), total: 0, restHash: 'a8c7f832281a39c5' },
    });
    await runner.close();
  });

  it('are warned about once where there are no counters', async () => {
    const runner = await startRunner(saying('hello 1 0'));
    expect(runner.warning?.code).toBe('counters-absent');
    await runner.close();
  });

  it.each([
    ['nothing more', []],
    ['something else', ['what?']],
    ['half an answer', ['done 1 2 3']],
    ['its own trouble', ['failed runner 24']],
  ])('that are %s make a failure, not a sample', async (_, answers) => {
    const runner = await startRunner(saying('hello 1 0', ...answers));
    await expect(runner.execute(execution('/bin/true'))).rejects.toMatchObject({
      failure: { code: 'runner-failed' },
    });
    await runner.close();
  });

  it.each(['hello 2 0', 'hello', ''])('that begin with %j are not a runner’s', async (hello) => {
    await expect(startRunner(saying(hello))).rejects.toMatchObject({
      failure: { code: 'runner-failed' },
    });
  });
});
