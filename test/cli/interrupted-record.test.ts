// A recorded build that Ctrl-C ends: what it made is kept. One that Ctrl-C cannot end: the second one leaves nothing of it behind.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { bundledCommandLine } from './retarget.ts';

const retarget = bundledCommandLine();

it('a build that is interrupted keeps what it made, and goes on from there', async () => {
  const cwd = join(retarget.folder, 'long');
  await mkdir(cwd);
  await writeFile(join(cwd, 'wait'), '');
  await writeFile(join(cwd, 'one.c'), 'int one(void) { return 1; }\n');
  await writeFile(join(cwd, 'main.c'), 'int one(void);\nint main(void) { return one() - 1; }\n');
  await writeFile(
    join(cwd, 'Makefile'),
    `prog: one.o main.o
\tcc -o $@ one.o main.o
one.o: one.c
\tcc -O2 -c $<
main.o: main.c one.o
\ttest ! -e wait || { echo $$$$ > pid; sleep 600; }
\tcc -O2 -c $<
`,
  );
  const recording = retarget.start(['record', '--', 'make'], { cwd });
  let said = '';
  recording.stdout?.on('data', (piece: Buffer) => (said += piece.toString()));
  await written(join(cwd, 'pid'));
  recording.interrupt();
  expect(await recording.ended).toMatchObject({ exitCode: 130 });
  await expect
    .poll(() => said, { timeout: 20_000 })
    .toMatch(/make was interrupted\. What it built so far is recorded\./u);
  await rm(join(cwd, 'wait'));
  const result = await retarget.run(['record', '--', 'make'], { cwd });
  expect(result.stdout).not.toContain('-c one.c');
  expect(result.stdout).toMatch(/^prog +2 units$/mu);
});

it('a build that ignores interrupts is gone when the second one has ended its recording', async () => {
  const cwd = join(retarget.folder, 'stubborn');
  await mkdir(cwd);
  const script = 'trap "" INT; echo $$ > pid; exec sleep 600';
  const recording = retarget.start(['record', '--', 'sh', '-c', script], { cwd });
  let errors = '';
  recording.stderr?.on('data', (piece: Buffer) => (errors += piece.toString()));
  const pid = await written(join(cwd, 'pid'));
  recording.interrupt();
  // Two signals at once are one: the second is sent when the first is known to have come.
  while (errors === '') await sleep(20);
  recording.interrupt();
  expect(await recording.ended).toMatchObject({ exitCode: 130 });
  await expect.poll(() => stateOf(pid), { timeout: 20_000 }).toMatch(/^(?:[ZX]|gone)/u);
});

/** What a file says once it is there. */
async function written(path: string): Promise<string> {
  let text = '';
  while (text === '') {
    text = (await readFile(path, 'utf8').catch(() => '')).trim();
    await sleep(20);
  }
  return text;
}

/** The letter of /proc; `gone` where there is no such process. */
async function stateOf(pid: string): Promise<string> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ') gone');
  return text.slice(text.lastIndexOf(')') + 2);
}
