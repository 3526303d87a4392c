// What a failure says of retarget.json where there is none: the way to one, which works.
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { bundledCommandLine } from '../cli/retarget.ts';

const retarget = bundledCommandLine();

const SOURCE = `#include <zlib.h>
#include <stdio.h>
int main(void) { puts(zlibVersion()); return 0; }
`;

/** What a command says, as one line, and how it ended. */
async function said(...words: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await retarget.run([
    ...['profile', ...words],
    ...['--targets', 'x86-64'],
  ]);
  expect(exitCode, stderr).toBe(4);
  return (stderr + stdout).replaceAll(/\s+/gu, ' ');
}

it('a hint to write into retarget.json says which command makes that file, and it does', async () => {
  const project = join(retarget.folder, 'needs z');
  await mkdir(project);
  // Declared here, so that the library alone is missing.
  await writeFile(join(project, 'zlib.h'), 'const char *zlibVersion(void);\n');
  await writeFile(join(project, 'first.c'), SOURCE);
  await writeFile(join(project, 'other.c'), 'int main(void) { return 0; }\n');
  const file = join(project, 'retarget.json');
  const hint =
    /retarget\.json.*Write retarget\.json first: retarget profile '([^']*)' --program first --save/u;
  const first = await said(project, '--program', 'first');
  expect(first).toMatch(hint);
  expect(hint.exec(first)?.[1]).toBe(project);
  expect(existsSync(file)).toBe(false);
  const second = await said(project, '--program', 'first', '--save');
  expect(await readFile(file, 'utf8')).toContain('"link": ["-lm"]');
  expect(second).toContain('in retarget.json');
  expect(second).not.toContain('Write retarget.json first');
});

it('a source by itself, of which nothing can be saved, has no such hint', async () => {
  const folder = join(retarget.folder, 'alone');
  await mkdir(folder);
  await writeFile(join(folder, 'zlib.h'), 'const char *zlibVersion(void);\n');
  const source = join(folder, 'main.c');
  await writeFile(source, SOURCE);
  const words = await said(source);
  expect(words).toContain('retarget.json');
  expect(words).not.toContain('Write retarget.json first');
});
