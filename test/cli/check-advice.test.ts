import { expect, it } from 'vitest';
import { join } from 'node:path';
import { writeFile } from 'node:fs/promises';
import type { Run } from '../../src/model/run.ts';
import { badInput } from './bad-input/bad-input.ts';

const retarget = badInput();

it('the file that is suggested where outputs differ is accepted, and does what it promises', async () => {
  const folder = await retarget.project({
    'main.c':
      '#include <stdio.h>\n#include <unistd.h>\nint main(void) { return printf("process %d\\n", (int)getpid()) < 0; }\n',
  });
  const words = ['--targets', 'x86-64', '--budget', '1s', '--format', 'json'];
  const first = await retarget.run(['profile', join(folder, 'main.c'), ...words]);
  const run = JSON.parse(first.stdout) as Run;
  const hint = run.programs[0]?.benchmarks[0]?.failure?.hint ?? '';
  const suggested = /needs such a file for this: (?<json>\{.*\})\):\n/u.exec(hint)?.groups?.[
    'json'
  ];
  expect(suggested, hint).toBeDefined();
  await writeFile(join(folder, 'retarget.json'), suggested ?? '');
  const { said, exitCode } = await retarget.run(['profile', folder, ...words]);
  expect(exitCode, said).toBe(0);
});
