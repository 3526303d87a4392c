// Where a test builds: the real toolchain, a folder with a cache of its own, gone after the test.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeAll, beforeEach } from 'vitest';
import type { BuildOptions, BuiltProgram } from '../../src/build/build-program.ts';
import { placeExecutable, placeLibraries } from '../../src/build/place-executable.ts';
import { ArtifactCache } from '../../src/cache/artifact-cache.ts';
import type { Unit } from '../../src/model/program.ts';
import type { Target } from '../../src/model/target.ts';
import type { Toolchain } from '../../src/model/toolchain.ts';
import { runProcess } from '../../src/process/run-process.ts';
import { unitDefaults } from '../../src/profile/unit-defaults.ts';
import { findToolchain } from '../../src/toolchain/find-toolchain.ts';

/** Targets that this host may run or not: they are only built for, unless a test runs them. */
export function targets(...names: readonly string[]): Target[] {
  return names.map((name) => ({ name, features: [name], fit: { kind: 'runs' } }));
}

/** Code that is another for each level of the architecture: where two variants print the same, this tells them apart. */
export const OTHER_FOR_EACH_TARGET =
  'void scale(float *numbers, int count) { for (int n = 0; n < count; n++) numbers[n] *= 1.5f; }\n';

/** By source, for each unit: how many objects there are of it over all variants. */
export function objectsOf({ variants }: BuiltProgram): Record<string, number> {
  const hashes = new Map<string, Set<string | undefined>>();
  for (const { variant } of variants) {
    for (const { source, objectHash } of variant.units) {
      const name = basename(source);
      hashes.set(name, (hashes.get(name) ?? new Set()).add(objectHash));
    }
  }
  return Object.fromEntries([...hashes].map(([name, { size }]) => [name, size]));
}

export class BuildPlace {
  folder = '';
  cache = new ArtifactCache({ folder: '' });
  #toolchain: Toolchain | undefined;

  /** @param name of the folder, which hard characters may be part of. */
  constructor(name: string) {
    beforeAll(async () => {
      this.#toolchain = await findToolchain();
    });
    beforeEach(async () => {
      this.folder = await mkdtemp(join(tmpdir(), `retarget ${name}-`));
      await mkdir(join(this.folder, 'work'));
      this.cache = new ArtifactCache({ folder: join(this.folder, 'cache') });
    });
    afterEach(() => rm(this.folder, { recursive: true, force: true }));
  }

  get toolchain(): Toolchain {
    if (this.#toolchain === undefined) throw new Error('The toolchain is looked for before tests.');
    return this.#toolchain;
  }

  /** Absolute path of a file that now holds this text. */
  async write(name: string, text: string): Promise<string> {
    const path = join(this.folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
    // A build that begins within the same millisecond takes the file for one that changes under it.
    await setTimeout(2);
    return path;
  }

  /** A C source with this text, at -O2. */
  async unit(name: string, source: string, changes: Partial<Unit> = {}): Promise<Unit> {
    const path = await this.write(name, source);
    return {
      ...{ source: path, language: 'c', directory: this.folder, flags: ['-O2'], removed: [] },
      ...changes,
    };
  }

  options(changes: Partial<BuildOptions> = {}): BuildOptions {
    const toolchain = changes.toolchain ?? this.toolchain;
    return {
      ...{ toolchain, cache: this.cache, workFolder: join(this.folder, 'work') },
      unitDefault: unitDefaults(toolchain, new AbortController().signal),
      ...changes,
    };
  }

  /** What a target's variant prints, run from a folder of its own. */
  async output(
    built: BuiltProgram,
    index = 0,
    env: Readonly<Record<string, string>> = {},
  ): Promise<string> {
    const variant = built.variants[index];
    if (variant?.executable === undefined) throw new Error(JSON.stringify(built, null, 1));
    const place = join(this.folder, `run-${index}`);
    const command = join(place, 'program');
    await placeExecutable(this.cache, variant.executable, command);
    await placeLibraries(this.cache, variant, place);
    const ran = await runProcess({ command, args: [], env: { ...process.env, ...env } });
    return ran.stdout + ran.stderr;
  }
}
