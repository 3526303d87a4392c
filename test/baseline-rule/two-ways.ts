// One program built both ways for the same targets: by the engine, and as its user would with `-march=<target>`.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pLimit from 'p-limit';
import { buildProgram, type BuildOptions } from '../../src/build/build-program.ts';
import { ArtifactCache } from '../../src/cache/artifact-cache.ts';
import type { PreparedProgram, Program } from '../../src/model/program.ts';
import type { Target } from '../../src/model/target.ts';
import type { Toolchain } from '../../src/model/toolchain.ts';
import { runProcess } from '../../src/process/run-process.ts';
import { unitDefaults } from '../../src/profile/unit-defaults.ts';
import { loadProject } from '../../src/project/load-project.ts';
import { disassemble } from './disassembly.ts';
import { prepared } from '../project/prepared.ts';

/** Listings by target, then by source. */
export type Listings = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** The project's only program. */
export async function onlyProgram(folder: string): Promise<Program> {
  const { programs } = await loadProject(folder);
  const [program] = programs;
  if (program === undefined || programs.length !== 1) throw new Error(`${folder}: not one program`);
  return program;
}

/** The same, where nothing has to be run to know what it is made of. */
export async function knownProgram(folder: string): Promise<PreparedProgram> {
  return prepared(await onlyProgram(folder));
}

/** Disassembly of every unit as the engine builds it; the targets need not run here. */
export async function engineListings(
  toolchain: Toolchain,
  program: PreparedProgram,
  targets: readonly string[],
  scratch: string,
  options: Pick<BuildOptions, 'bitcodeOnly'> = {},
): Promise<Listings> {
  const built = await buildProgram(
    program,
    targets.map((name): Target => ({ name, features: [], fit: { kind: 'runs' } })),
    {
      toolchain,
      cache: new ArtifactCache({ folder: join(scratch, 'artifacts') }),
      workFolder: scratch,
      unitDefault: unitDefaults(toolchain, new AbortController().signal),
      ...options,
    },
  );
  const listings = new Map<string, Map<string, string>>();
  for (const { variant, objects } of built.variants) {
    if (variant.state !== 'built')
      throw new Error(JSON.stringify(variant.failure ?? built.failure));
    const ofTarget = new Map<string, string>();
    for (const { compiled, object } of objects) {
      if (object === undefined) throw new Error(`${compiled.unit.source}: no object`);
      ofTarget.set(compiled.unit.source, await disassemble(toolchain, object.object.path));
    }
    listings.set(variant.target, ofTarget);
  }
  return listings;
}

/** The flags as the project's author wrote them: not what the engine made of them. */
async function writtenFlags(folder: string): Promise<readonly string[]> {
  const text = await readFile(join(folder, 'retarget.json'), 'utf8');
  const list = /"flags": (\[[^\]]*\])/u.exec(text)?.[1];
  if (list === undefined) throw new Error(`${folder}/retarget.json: no flags`);
  return JSON.parse(list) as readonly string[];
}

/**
 * Disassembly of every unit as plain `clang <flags> -march=<target> -c` builds it.
 * @param flagsOf as the project's author wrote them, by source; those of the one program in its retarget.json without it.
 */
export async function directListings(
  toolchain: Toolchain,
  program: PreparedProgram,
  targets: readonly string[],
  scratch: string,
  flagsOf?: (source: string) => readonly string[],
): Promise<Listings> {
  const shared = flagsOf === undefined ? await writtenFlags(program.directory) : [];
  const atOnce = pLimit(2);
  const compile = async (target: string, source: string, index: number): Promise<string> => {
    const object = join(scratch, `direct-${target}-${index}.o`);
    const result = await runProcess({
      command: source.endsWith('.c') ? toolchain.clang : (toolchain.clangxx ?? toolchain.clang),
      // As in CFLAGS: what a source has for itself stands behind what all have.
      args: [
        ...(flagsOf === undefined ? shared : []),
        `-march=${target}`,
        ...(flagsOf?.(source) ?? []),
        ...['-c', source, '-o', object],
      ],
      cwd: program.directory,
    });
    if (result.exitCode !== 0) throw new Error(result.stderr);
    return disassemble(toolchain, object);
  };
  const listings = await Promise.all(
    targets.map(async (target) => {
      const ofTarget = await Promise.all(
        program.units.map(async ({ source }, index) => {
          const listing = await atOnce(() => compile(target, source, index));
          return [source, listing] as const;
        }),
      );
      return [target, new Map(ofTarget)] as const;
    }),
  );
  return new Map(listings);
}
