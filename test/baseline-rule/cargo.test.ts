// The baseline rule for Rust: what the engine builds of a crate and of those it depends on is, instruction for instruction,
// what rustc itself gives with `-C target-cpu=<target>`, one unit of code for each crate and no optimisation across crates.
import { cp, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { PreparedProgram } from '../../src/model/program.ts';
import type { Toolchain } from '../../src/model/toolchain.ts';
import { runProcess } from '../../src/process/run-process.ts';
import { prepareProgram } from '../../src/project/prepare-program.ts';
import { findToolchain } from '../../src/toolchain/find-toolchain.ts';
import { missingRust } from '../kinds/cargo/rust.ts';
import { disassemble, firstDifference } from './disassembly.ts';
import { engineListings, onlyProgram } from './two-ways.ts';

const BASELINE = 'x86-64';
const TARGETS = [BASELINE, 'x86-64-v3', 'x86-64-v4', 'znver4', 'native'];
const TIME_LIMIT = 10 * 60_000;

let scratch: string;

beforeEach(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'retarget-baseline-cargo-'));
  vi.stubEnv('RETARGET_CACHE', join(scratch, 'cache'));
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(scratch, { recursive: true, force: true });
});

async function prepared(folder: string, toolchain: Toolchain): Promise<PreparedProgram> {
  const { program } = await prepareProgram(await onlyProgram(folder), {
    toolchain,
    signal: new AbortController().signal,
    onStep: () => undefined,
  });
  return program;
}

/** Listings of what cargo builds with a CPU named, by the names of the objects. */
async function directListings(
  folder: string,
  toolchain: Toolchain,
  target: string,
): Promise<Map<string, string>> {
  const wrapper = join(scratch, 'rustc');
  // Names of symbols hold a hash of what cargo knows of the build; this flag it does not know of.
  const words = 'exec "$@" -C save-temps -C codegen-units=1 -C lto=off';
  await writeFile(wrapper, `#!/bin/sh\n${words} -C "target-cpu=$RULE_TARGET"\n`, { mode: 0o755 });
  const output = join(scratch, `direct-${target}`);
  const built = await runProcess({
    command: 'cargo',
    args: ['rustc', '--release', '--bin', 'walk'],
    cwd: folder,
    env: {
      RUSTC_WRAPPER: wrapper,
      RULE_TARGET: target,
      CARGO_TARGET_DIR: output,
      CARGO_PROFILE_RELEASE_LTO: 'off',
      CARGO_PROFILE_RELEASE_CODEGEN_UNITS: '1',
      CARGO_PROFILE_RELEASE_INCREMENTAL: 'false',
      CARGO_PROFILE_RELEASE_SPLIT_DEBUGINFO: 'off',
    },
  });
  expect(built.exitCode, built.stderr).toBe(0);
  const objects = join(output, 'release', 'deps');
  const listings = new Map<string, string>();
  for (const name of await readdir(objects)) {
    if (!name.endsWith('.rcgu.o')) continue;
    listings.set(crateOf(name), plainNames(await disassemble(toolchain, join(objects, name))));
  }
  return listings;
}

/** `walk` of `walk-1f2e.walk.9a8b-cgu.0.rcgu.o`, and of its bitcode. */
function crateOf(file: string): string {
  return basename(file).split('-')[0] ?? '';
}

/** Constants without a name get one from whoever prints the module, and hashes differ with the folder of the build. */
function plainNames(listing: string): string {
  return listing.replace(/L__unnamed_\d+|Lanon\.[\w.]+/gu, 'Lunnamed');
}

/** Flags of the user's own for rustc, which cargo's profile knows nothing of. */
const FLAGS = [
  '',
  '-C opt-level=1',
  '-C opt-level=2 -C llvm-args=-unroll-threshold=20',
  '-Copt_level=1 -O --codegen=no-vectorize-loops -C no-vectorize-slp',
  '-Copt-level=s -C relocation-model=static -C code-model=large',
];

describe('the baseline rule of crates', () => {
  test.for(FLAGS)(
    'holds for a binary and the crate that it uses, with RUSTFLAGS="%s"',
    { timeout: TIME_LIMIT },
    async (flags, context) => {
      const toolchain = await findToolchain();
      context.skip(!toolchain.triple.startsWith('x86_64'), 'the targets are x86-64 CPUs');
      const missing = await missingRust(toolchain);
      if (missing !== undefined) return context.skip(missing);
      vi.stubEnv('RUSTFLAGS', flags);
      const targets = flags === '' ? TARGETS : [BASELINE, 'x86-64-v3'];
      const folder = join(scratch, 'crate');
      await cp(join(import.meta.dirname, 'projects', 'crate'), folder, { recursive: true });
      const program = await prepared(folder, toolchain);
      const crates = [program.units, ...(program.libraries ?? []).map(({ units }) => units)].flat();
      expect(crates.map(({ source }) => crateOf(source)).sort()).toEqual(['kernels', 'walk']);

      const engine = await engineListings(toolchain, program, targets, scratch);
      const listingOf = (target: string, source: string): string =>
        plainNames(engine.get(target)?.get(source) ?? 'not built');
      for (const target of targets) {
        const direct = await directListings(folder, toolchain, target);
        for (const { source } of crates) {
          const theirs = direct.get(crateOf(source)) ?? 'not built directly';
          const difference = firstDifference(listingOf(target, source), theirs);
          expect.soft(difference, `${crateOf(source)} for ${target}`).toBeUndefined();
        }
      }
      // Retargeting that does nothing at all would also make every listing equal.
      for (const { source } of crates) {
        expect(listingOf('x86-64-v3', source)).not.toBe(listingOf(BASELINE, source));
      }
    },
  );
});
