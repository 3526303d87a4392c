// Code that looks at the target gets a front end of its own where, and only where, the target changes its text.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  buildProgram,
  type BuildOptions,
  type BuiltProgram,
} from '../../src/build/build-program.ts';
import { ArtifactCache } from '../../src/cache/artifact-cache.ts';
import type { Program } from '../../src/model/program.ts';
import type { Target } from '../../src/model/target.ts';
import type { Toolchain } from '../../src/model/toolchain.ts';
import { runProcess } from '../../src/process/run-process.ts';
import { unitDefaults } from '../../src/profile/unit-defaults.ts';
import { findToolchain } from '../../src/toolchain/find-toolchain.ts';

const TARGETS = ['x86-64', 'x86-64-v2', 'x86-64-v3'].map((name): Target => ({
  name,
  features: [name],
  fit: { kind: 'runs' },
}));

let toolchain: Toolchain;
let folder: string;
let cache: ArtifactCache;

beforeAll(async () => {
  toolchain = await findToolchain();
});

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'retarget-target-text-'));
  await mkdir(join(folder, 'work'));
  cache = new ArtifactCache({ folder: join(folder, 'cache') });
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function build(
  sources: Readonly<Record<string, string>>,
  changes: Partial<BuildOptions> = {},
): Promise<BuiltProgram> {
  for (const [name, text] of Object.entries(sources)) await writeFile(join(folder, name), text);
  const units = Object.keys(sources).filter((name) => !name.endsWith('.h'));
  const program: Program = {
    name: 'asking',
    directory: folder,
    units: units.map((name) => ({
      source: join(folder, name),
      language: 'c',
      directory: folder,
      flags: ['-O2'],
      removed: [],
    })),
    link: { flags: [], language: 'c', directory: folder, removed: [] },
    benchmarks: [],
  };
  return buildProgram(program, TARGETS, {
    toolchain,
    cache,
    workFolder: join(folder, 'work'),
    unitDefault: unitDefaults(toolchain, new AbortController().signal),
    ...changes,
  });
}

/** The targets that each asking source was compiled for by itself. */
function asking({ facts }: BuiltProgram): Record<string, readonly string[]> {
  return Object.fromEntries(
    (facts.ownFrontEnds ?? []).map(({ source, targets }) => [basename(source), targets]),
  );
}

/** What the program prints when built for a target; it must run here. */
async function printed(built: BuiltProgram, target: string): Promise<string> {
  const executable = built.variants.find(({ variant }) => variant.target === target)?.executable;
  if (executable === undefined) throw new Error(JSON.stringify(built.variants, null, 1));
  const run = join(folder, 'run');
  await writeFile(run, (await cache.read(executable.file)) ?? '', { mode: 0o755 });
  return (await runProcess({ command: run, args: [] })).stdout;
}

const ASKS = `#include <stdio.h>
int main(void) {
#ifdef __AVX2__
  puts("avx2");
#elif defined(__SSE4_2__)
  puts("sse4.2");
#else
  puts("plain");
#endif
  return 0;
}
`;
const PLAIN = 'int twice(int a) { return 2 * a; }\n';

describe('code that looks at the target', () => {
  it('says for each target what a build with -march says', async () => {
    const built = await build({ 'main.c': ASKS, 'plain.c': PLAIN });
    expect(await printed(built, 'x86-64')).toBe('plain\n');
    expect(await printed(built, 'x86-64-v2')).toBe('sse4.2\n');
    expect(await printed(built, 'x86-64-v3')).toBe('avx2\n');
    expect(asking(built)).toEqual({ 'main.c': ['x86-64-v2', 'x86-64-v3'] });
  });

  it('is left to one front end where only bitcode is to be retargeted', async () => {
    const built = await build({ 'main.c': ASKS }, { bitcodeOnly: true });
    expect(await printed(built, 'x86-64-v3')).toBe('plain\n');
    expect(asking(built)).toEqual({});
  });

  it('may ask in a header, and by a name put together from parts', async () => {
    const built = await build({
      'has.h': '#define HAS_(x) __##x##__\n#define HAS(x) HAS_(x)\n',
      'main.c':
        '#include "has.h"\n#if HAS(AVX2)\nint wide = 1;\n#endif\nint main(void) { return 0; }\n',
    });
    expect(asking(built)).toEqual({ 'main.c': ['x86-64-v3'] });
  });

  it('may ask whether a builtin is there', async () => {
    const built = await build({
      'main.c':
        '#if __has_builtin(__builtin_ia32_psadbw256)\nint wide = 1;\n#endif\nint main(void) { return 0; }\n',
    });
    expect(asking(built)).toEqual({ 'main.c': ['x86-64-v3'] });
  });

  it('is compiled as for the target also where only the calling convention of vectors asks', async () => {
    const built = await build({
      'main.c':
        'typedef float v8 __attribute__((vector_size(32)));\n__attribute__((noinline)) v8 sum(v8 a, v8 b) { return a + b; }\nint main(void) { v8 a = {0}; a = sum(a, a); return (int)a[0]; }\n',
    });
    expect(asking(built)).toEqual({ 'main.c': ['x86-64', 'x86-64-v2', 'x86-64-v3'] });
  });

  it('costs a unit that does not ask nothing, even if it says the words', async () => {
    const built = await build({
      'main.c': '#include <stdio.h>\n#include <math.h>\nint main(void) { return puts("x") < 0; }\n',
      'plain.c': `/* faster with __AVX2__ */\n${PLAIN}`,
    });
    expect(asking(built)).toEqual({});
    // Front ends, code generation and links; and for the unit that says the word, one text without and three with a target.
    expect(built.facts.stepsRun).toBe(2 + 3 * 2 + 3 + 4);
  });

  it('runs nothing when nothing changed, and asks anew when a header begins to ask', async () => {
    const sources = { 'main.c': '#include "has.h"\nint main(void) { return 0; }\n' };
    await build({ ...sources, 'has.h': '\n' });
    expect((await build({ ...sources, 'has.h': '\n' })).facts.stepsRun).toBe(0);
    // For no target at all the text is what it was: its IR is found again, and still the unit asks now.
    const built = await build({ ...sources, 'has.h': '#ifdef __AVX2__\nint wide = 1;\n#endif\n' });
    expect(asking(built)).toEqual({ 'main.c': ['x86-64-v3'] });
  });

  it('fails for the target alone that it refuses', async () => {
    const built = await build({
      'main.c': '#ifdef __AVX2__\n#error not for AVX2\n#endif\nint main(void) { return 0; }\n',
    });
    expect(built.variants.map(({ variant }) => variant.state)).toEqual([
      'built',
      'built',
      'failed',
    ]);
    expect(built.variants[2]?.variant.failure?.details).toContain('not for AVX2');
    expect(built.failure).toBeUndefined();
  });
});
