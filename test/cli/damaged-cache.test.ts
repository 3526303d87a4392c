// What lies damaged in the cache (a flipped byte, a file cut short or zeroed by a power cut) is never used: the result is an
// empty cache's, and the damaged file is replaced.
import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { runProcess } from '../../src/process/run-process.ts';
import { bundledCommandLine } from './retarget.ts';

const retarget = bundledCommandLine();

const SOURCES = {
  'scale.h': '#define SCALE 0x11223344\n',
  'main.c': `#include <stdio.h>
int answer(void); const char *word(void);
int main(void) { printf("%x %s\\n", answer(), word()); return 0; }
`,
  'answer.c': '#include "scale.h"\nint answer(void) { return SCALE; }\n',
  // Looks at the target, so that each target has a front end of its own.
  'word.c': `#ifdef __AVX2__
const char *word(void) { return "wide"; }
#else
const char *word(void) { return "plain"; }
#endif
`,
};
const TARGETS = ['x86-64', 'x86-64-v2', 'x86-64-v3'];

type Change = (content: Buffer) => Buffer;
type Wanted = (content: Buffer) => boolean;

/** What is left of a file's bytes; a flip hits its end, middle and start, so that code, data and headers are among them. */
const DAMAGES: Readonly<Record<string, Change>> = {
  'flipped bytes': (content) => {
    const changed = Buffer.from(content);
    for (const at of [0, changed.length >> 1, changed.length - 2]) flip(changed, at);
    return changed;
  },
  'one flipped byte of code': (content) => {
    const changed = Buffer.from(content);
    flip(changed, changed.indexOf(Buffer.from([0x44, 0x33, 0x22, 0x11])));
    return changed;
  },
  'files cut short': (content) => content.subarray(0, content.length >> 1),
  'files of zeros': (content) => Buffer.alloc(content.length),
};

function flip(bytes: Buffer, at: number): void {
  const byte = bytes[at];
  if (byte !== undefined) bytes[at] = byte ^ 1;
}

function isObject(content: Buffer): boolean {
  return content.toString('latin1', 0, 4) === '\x7fELF' && content[16] === 1;
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries.filter((each) => each.isFile()).map((each) => join(each.parentPath, each.name));
}

async function damage(
  folder: string,
  change: Change,
  isWanted: Wanted = () => true,
): Promise<void> {
  let changed = 0;
  for (const file of await filesIn(folder)) {
    const content = await readFile(file);
    const damaged = isWanted(content) ? change(content) : content;
    if (damaged.equals(content)) continue;
    await rm(file);
    await writeFile(file, damaged, { mode: 0o755 });
    changed += 1;
  }
  expect(changed).toBeGreaterThan(0);
}

async function configure(cwd: string, link: readonly string[]): Promise<void> {
  const [baseline, ...targets] = TARGETS;
  const programs = [{ name: 'p', sources: ['*.c'], flags: ['-O2'], link }];
  await writeFile(join(cwd, 'retarget.json'), JSON.stringify({ baseline, targets, programs }));
}

async function hashOf(file: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
}

/** @returns the hash of the executable for each target. */
async function build(cwd: string, cache: string): Promise<readonly string[]> {
  const out = join(retarget.folder, 'out');
  await rm(out, { recursive: true, force: true });
  const result = await retarget.run(['build', '.', '--out', out], {
    cwd,
    env: { RETARGET_CACHE: cache },
  });
  expect(result.stderr).not.toContain('damaged');
  expect(result.exitCode).toBe(0);
  const ran = await runProcess({ command: join(out, 'p', 'x86-64', 'p'), args: [] });
  expect(ran.stdout).toBe('11223344 plain\n');
  return Promise.all(TARGETS.map((target) => hashOf(join(out, 'p', target, 'p'))));
}

/** What is damaged: objects alone are linked unless they are looked at. */
const KINDS: Readonly<Record<string, Wanted>> = {
  everything: () => true,
  'all objects': isObject,
};

describe('a damaged cache', () => {
  let cwd: string;
  let filled: string;
  let unchanged: readonly string[];
  let relinked: readonly string[];

  beforeAll(async () => {
    cwd = join(retarget.folder, 'project');
    filled = join(retarget.folder, 'filled');
    await mkdir(cwd);
    for (const [name, text] of Object.entries(SOURCES)) await writeFile(join(cwd, name), text);
    await configure(cwd, []);
    unchanged = await build(cwd, filled);
    await configure(cwd, ['-Wl,-z,now']);
    relinked = await build(cwd, join(retarget.folder, 'empty'));
    expect(relinked).not.toEqual(unchanged);
  });

  it.each(Object.entries(DAMAGES))('of %s builds what an empty one does', async (name, change) => {
    for (const [kind, isWanted] of Object.entries(KINDS)) {
      const cache = join(retarget.folder, `${kind}, ${name}`);
      await cp(filled, cache, { recursive: true });
      await damage(cache, change, isWanted);
      await configure(cwd, ['-Wl,-z,now']);
      expect(await build(cwd, cache), kind).toEqual(relinked);
      await configure(cwd, []);
      expect(await build(cwd, cache), `${kind}, as before`).toEqual(unchanged);
    }
  });

  it('of answers about the target builds what an empty one does', async () => {
    const cache = join(retarget.folder, 'answers');
    await cp(join(filled, 'toolchain'), join(cache, 'toolchain'), { recursive: true });
    // Still an answer, in which no target has AVX2: the front end of word.c would not be run for it.
    const change: Change = (content) =>
      Buffer.from(content.toString('utf8').replaceAll('__AVX2__', '__AVX3__'));
    await damage(cache, change);
    expect(await build(cwd, cache)).toEqual(unchanged);
  });

  it("of Retarget's own programs has them made anew", async () => {
    const cache = join(retarget.folder, 'programs');
    const env = { RETARGET_CACHE: cache };
    const profile = ['profile', '.', '--targets', 'x86-64', '--budget', '1', '--json'];
    const recorded = { cwd: join(retarget.folder, 'recorded'), env };
    const record = ['record', '--json', '--', 'cc', '-o', 'q', 'q.c'];
    await mkdir(recorded.cwd);
    await writeFile(join(recorded.cwd, 'q.c'), 'int main(void) { return 0; }\n');
    await retarget.run(profile, { cwd, env });
    await retarget.run(record, recorded);
    const own = [];
    for (const folder of ['runner', 'recorder']) own.push(...(await filesIn(join(cache, folder))));
    const before = await Promise.all(own.map((file) => readFile(file)));
    expect(own.length).toBeGreaterThan(2);
    // Behind all that is run: they start as before.
    await damage(join(cache, 'runner'), (content) => Buffer.concat([content, Buffer.from('x')]));
    await damage(join(cache, 'recorder'), (content) => Buffer.concat([content, Buffer.from('x')]));
    const profiled = await retarget.run(profile, { cwd, env });
    expect(profiled.stdout).not.toContain('Timed by Node');
    expect(JSON.parse((await retarget.run(record, recorded)).stdout)).toMatchObject({
      executables: [{ name: 'q', units: 1 }],
    });
    expect(await Promise.all(own.map((file) => readFile(file)))).toEqual(before);
  });
});
