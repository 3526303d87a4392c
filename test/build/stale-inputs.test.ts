// What the compiler reads without listing it must still be noticed when it changes: nothing stale is ever measured.
import { chmod, mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildProgram, type BuiltProgram } from '../../src/build/build-program.ts';
import { placeExecutable } from '../../src/build/place-executable.ts';
import { ArtifactCache } from '../../src/cache/artifact-cache.ts';
import type { Unit } from '../../src/model/program.ts';
import type { Toolchain } from '../../src/model/toolchain.ts';
import { runProcess } from '../../src/process/run-process.ts';
import { defaultAttributes } from '../../src/toolchain/default-attributes.ts';
import { findToolchain } from '../../src/toolchain/find-toolchain.ts';

const BASELINE = [{ name: 'x86-64', features: [], fit: { kind: 'runs' as const } }];

let toolchain: Toolchain;
let folder: string;
let cache: ArtifactCache;

beforeAll(async () => {
  toolchain = await findToolchain({});
});

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'retarget-stale-'));
  await mkdir(join(folder, 'work'));
  cache = new ArtifactCache({ folder: join(folder, 'cache') });
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function build(
  source: string,
  options: { flags?: readonly string[]; link?: readonly string[]; with?: Toolchain } = {},
): Promise<BuiltProgram> {
  const used = options.with ?? toolchain;
  await writeFile(join(folder, 'main.c'), source);
  const unit: Unit = {
    source: join(folder, 'main.c'),
    language: 'c',
    directory: folder,
    flags: ['-O2', ...(options.flags ?? [])],
    removed: [],
  };
  const built = await buildProgram(
    {
      name: 'stale',
      directory: folder,
      units: [unit],
      link: { flags: options.link ?? [], language: 'c', directory: folder, removed: [] },
      benchmarks: [],
    },
    BASELINE,
    {
      toolchain: used,
      cache,
      workFolder: join(folder, 'work'),
      unitDefault: ({ flags }) => defaultAttributes(used, { flags }),
    },
  );
  expect(built.variants[0]?.variant.failure).toBeUndefined();
  return built;
}

async function output(built: BuiltProgram): Promise<string> {
  const executable = built.variants[0]?.executable;
  if (executable === undefined) throw new Error('not built');
  const path = join(folder, 'run');
  await placeExecutable(cache, executable, path);
  return (await runProcess({ command: path, args: [] })).stdout;
}

describe('a build after a change that no dependency file lists', () => {
  const INCBIN = `#include <stdio.h>
extern const char data[];
__asm__(".section .rodata\\n.globl data\\ndata:\\n.incbin \\"data.bin\\"\\n.byte 0\\n.text\\n");
int main(void) { puts(data); return 0; }
`;

  it('takes in new bytes of a file that .incbin names', async () => {
    await writeFile(join(folder, 'data.bin'), 'first');
    expect(await output(await build(INCBIN))).toBe('first\n');
    await writeFile(join(folder, 'data.bin'), 'second');
    expect(await output(await build(INCBIN))).toBe('second\n');
  });

  it('uses a changed file that a flag names', async () => {
    const list = join(folder, 'unchecked.txt');
    const source =
      'int twice(int a) { return a + a; }\nint main(int n, char **v) { return twice(n) - 2 * n; }\n';
    const flags = [
      '-fsanitize=signed-integer-overflow',
      '-fsanitize-trap=all',
      `-fsanitize-ignorelist=${list}`,
    ];
    const ir = (built: BuiltProgram): string | undefined =>
      built.variants[0]?.variant.units[0]?.irHash;
    await writeFile(list, 'fun:main\n');
    const checked = ir(await build(source, { flags }));
    await writeFile(list, 'fun:*\n');
    expect(ir(await build(source, { flags }))).not.toBe(checked);
  });

  it('links anew when a linker script that a flag names has changed', async () => {
    const script = join(folder, 'exports.map');
    const source = 'int one(void) { return 1; }\nint main(void) { return 0; }\n';
    const link = ['-Wl,--export-dynamic', `-Wl,--version-script=${script}`];
    const hash = (built: BuiltProgram): string | undefined =>
      built.variants[0]?.variant.executableHash;
    await writeFile(script, '{ global: one; main; local: *; };\n');
    const exported = hash(await build(source, { link }));
    await writeFile(script, '{ global: main; local: *; };\n');
    expect(hash(await build(source, { link }))).not.toBe(exported);
  });

  it('takes nothing from before once the compiler itself was replaced', async () => {
    const clang = join(folder, 'bin', 'clang');
    await mkdir(dirname(clang));
    await writeFile(clang, `#!/bin/sh\nexec ${toolchain.clang} "$@"\n`);
    await chmod(clang, 0o755);
    const own = { ...toolchain, clang };
    const source = 'int main(void) { return 0; }\n';
    await build(source, { with: own });
    expect((await build(source, { with: own })).facts.stepsRun).toBe(0);
    // The same size, another time: as after an upgrade to a build of the same version.
    await utimes(clang, new Date(), new Date(Date.now() + 60_000));
    expect((await build(source, { with: own })).facts.stepsRun).toBe(3);
  });
});

describe('trimming the cache', () => {
  it('keeps what was used just now, however small the limit', async () => {
    const small = new ArtifactCache({ folder: join(folder, 'cache'), limit: 1 });
    cache = small;
    const built = await build('#include <stdio.h>\nint main(void) { puts("kept"); return 0; }\n');
    await small.trim();
    expect(await output(built)).toBe('kept\n');
  });
});
