// `retarget verify` on crates: each is compiled again by its own rustc with `-C target-cpu`, and held against what is measured.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ProgramResult, Run } from '../../src/model/run.ts';
import type { Verification } from '../../src/model/verification.ts';
import { runProcess } from '../../src/process/run-process.ts';
import { findToolchain } from '../../src/toolchain/find-toolchain.ts';
import { missingRust } from '../kinds/cargo/rust.ts';
import { bundledCommandLine, type RunOptions } from './retarget.ts';

const retarget = bundledCommandLine();
const here = process.arch === 'x64' ? describe : describe.skip;

const TARGETS = 'x86-64-v3';
const TIME_LIMIT = 180_000;

const toolchain = await findToolchain();
const missing = await missingRust(toolchain);
const rust = missing === undefined ? it : it.skip;
if (missing !== undefined) process.stderr.write(`verify-crates: skipped, since ${missing}\n`);

const PACKAGE = (name: string): string =>
  `[package]\nname = "${name}"\nversion = "0.1.0"\nedition = "2021"\n`;

/** A binary, and a crate that it depends on by path: `build.rs` there sets a variable and a condition for it. */
const FILES = {
  'Cargo.toml': `${PACKAGE('walk')}\n[dependencies]\nkernels = { path = "kernels" }\n`,
  'src/main.rs': `//! Calls the kernels.
fn main() {
    let n = std::env::args().len() as u32;
    let values: Vec<f32> = (0..64).map(|at| (at * n) as f32).collect();
    println!("{} {} {}", kernels::NAME, kernels::width(n), kernels::dot(&values, &values));
}
`,
  'kernels/Cargo.toml': PACKAGE('kernels'),
  'kernels/build.rs': `fn main() {
    println!("cargo::rustc-env=KERNELS_NAME=kern");
    println!("cargo::rustc-check-cfg=cfg(wide)");
    println!("cargo::rustc-cfg=wide");
}
`,
  'retarget.json': JSON.stringify({ programs: [{ name: 'walk', cargo: { bin: 'walk' } }] }),
};

const kernels = (condition: string): string => `//! Kernels.
pub const NAME: &str = env!("KERNELS_NAME");
#[inline(never)]
pub fn width(n: u32) -> u32 {
    if cfg!(${condition}) { n * 8 } else { n + 4 }
}
#[inline(never)]
pub fn dot(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}
`;

async function project(name: string, condition: string): Promise<string> {
  const folder = join(retarget.folder, name);
  const files = { ...FILES, 'kernels/src/lib.rs': kernels(condition) };
  for (const [file, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), text);
  }
  return folder;
}

function verify(folder: string, targets: string): string[] {
  return ['verify', folder, '-q', '--baseline', 'x86-64', '--targets', targets];
}

interface Verified {
  readonly code: number | undefined;
  readonly verification: Verification;
  readonly warnings: Run['warnings'];
}

async function verified(
  folder: string,
  targets = TARGETS,
  env: RunOptions['env'] = {},
): Promise<Verified> {
  const { exitCode, stdout, stderr } = await retarget.run([...verify(folder, targets), '--json'], {
    env,
  });
  if (stdout === '') throw new Error(stderr);
  const outcome = JSON.parse(stdout) as Pick<Run, 'warnings'> & {
    readonly programs: readonly ProgramResult[];
  };
  const verification = outcome.programs[0]?.verification;
  if (verification === undefined) throw new Error('nothing was verified');
  return { code: exitCode, verification, warnings: outcome.warnings };
}

/** An environment in which rustc says that it has another LLVM; all else is the real one's. */
async function rustWithLlvm(name: string, llvm: string): Promise<Record<string, string>> {
  const folder = join(retarget.folder, name);
  await mkdir(folder);
  const script = `#!/bin/sh
if [ "$*" = -vV ]; then "$REAL_RUSTC" -vV | sed 's/^LLVM version: .*/LLVM version: ${llvm}/'; else exec "$REAL_RUSTC" "$@"; fi
`;
  await writeFile(join(folder, 'rustc'), script, { mode: 0o755 });
  const found = await runProcess({ command: 'sh', args: ['-c', 'command -v rustc'] });
  return { PATH: `${folder}:${process.env['PATH'] ?? ''}`, REAL_RUSTC: found.stdout.trim() };
}

here('retarget verify on crates', () => {
  rust(
    'finds the crate and the one that it depends on equal for every target, and remembers it',
    async () => {
      const folder = await project('equal', 'wide');
      const targets = `${TARGETS},native,x86-64-v3:-mno-avx2`;
      const first = await verified(folder, targets);
      expect(first.verification.departures).toEqual([]);
      expect(first.verification.uncompared).toEqual([]);
      const { comparable } = first.verification;
      // `native` is one of the others on some machines.
      expect(comparable).toBeGreaterThanOrEqual(6);
      expect(first.verification).toMatchObject({ compared: comparable, equal: comparable });
      expect(first.code).toBe(0);
      const again = await verified(folder, targets);
      expect(again.verification).toMatchObject({ equal: comparable, remembered: comparable });
      // rustc leaves nothing in the project.
      const names = await readdir(folder);
      expect(
        names.filter(
          (name) => !/^(?:\.retarget|Cargo\..*|src|kernels|retarget\.json)$/u.test(name),
        ),
      ).toEqual([]);
    },
    TIME_LIMIT,
  );

  rust(
    'exits 1 where a crate asks for the target, and names it with function, target and cause',
    async () => {
      const folder = await project('asking', 'target_feature = "avx2"');
      const { code, verification, warnings } = await verified(folder);
      expect(code).toBe(1);
      expect(verification).toMatchObject({ comparable: 4, compared: 4, equal: 3 });
      const [departure, ...others] = verification.departures;
      expect(others).toEqual([]);
      const source = join(folder, 'kernels/src/lib.rs');
      expect(departure).toMatchObject({ crate: 'kernels', source, target: 'x86-64-v3' });
      expect(departure?.functions.map(({ name }) => name)).toEqual([
        expect.stringContaining('width'),
      ]);
      expect(departure?.causes?.[0]).toContain('kernels uses cfg(target_feature)');
      expect(departure?.directArgv.join(' ')).toContain('-C target-cpu=x86-64-v3');
      const { retargeted = '', direct = '' } = departure?.listings ?? {};
      expect(await readFile(retargeted, 'utf8')).toContain(' 0x4(%rdi)');
      expect(await readFile(direct, 'utf8')).not.toContain(' 0x4(%rdi)');
      const warned = warnings.find((warning) => warning.code === 'departs-from-direct-build');
      expect(warned).toMatchObject({ target: 'x86-64-v3' });
      expect(warned?.message).toMatch(/crate kernels \(\S*width\S*\).*uses cfg\(target_feature\)/u);
    },
    TIME_LIMIT,
  );

  rust(
    'names a static whose content a crate chooses for the target, and a crate that asks where all is equal',
    async () => {
      const folder = await project('asking-data', 'wide');
      const source = join(folder, 'kernels/src/lib.rs');
      const code = await readFile(source, 'utf8');
      const table = `static STEPS: [u32; 2] = [if cfg!(target_feature = "avx2") { 8 } else { 4 }, 1];
#[inline(never)]
pub fn width(n: u32) -> u32 {
    n + std::hint::black_box(&STEPS)[0]
}
`;
      const width = /#\[inline\(never\)\]\npub fn width[^]*?\n\}\n/u;
      await writeFile(source, code.replace(width, table));
      const { code: exitCode, verification } = await verified(folder);
      expect(exitCode).toBe(1);
      expect(verification.departures).toMatchObject([{ crate: 'kernels', target: 'x86-64-v3' }]);
      expect(verification.departures[0]?.functions).toEqual([
        expect.objectContaining({ name: expect.stringContaining('STEPS') as string, kind: 'data' }),
      ]);
      const text = `#[inline(never)]
pub fn text() -> &'static str {
    if cfg!(target_feature = "avx2") { "avx2, at least!" } else { "the base of all" }
}
pub fn width(n: u32) -> u32 {
    n + text().len() as u32
}
`;
      await writeFile(source, code.replace(width, text));
      const literal = await verified(folder);
      expect(literal.code).toBe(1);
      expect(literal.verification.departures[0]?.functions).toEqual([
        expect.objectContaining({
          kind: 'data',
          name: expect.stringContaining('constants in') as string,
        }),
      ]);
      // Compiled into the crate that calls it, from what was left of this one.
      await writeFile(source, code.replace(width, text.replace('#[inline(never)]\n', '')));
      const { stdout } = await retarget.run(verify(folder, TARGETS));
      expect(stdout.replaceAll(/\s+/gu, ' ')).toContain(
        '1 crate checks CPU features with cfg(target_feature), and is built once',
      );
    },
    TIME_LIMIT,
  );

  rust(
    'counts apart a target that rustc has no words for',
    async () => {
      const folder = await project('unsayable', 'wide');
      const name = 'x86-64-v3:-mprefer-vector-width=128';
      const { code, verification } = await verified(folder, `${TARGETS},${name}`);
      expect(code).toBe(0);
      expect(verification.uncompared).toEqual([
        { reason: 'unsayable', detail: name, objects: 2, sources: ['walk', 'kernels'] },
      ]);
      expect(verification.equal).toBe(verification.comparable);
      const { stdout } = await retarget.run(verify(folder, name));
      expect(stdout.replaceAll(/\s+/gu, ' ')).toContain(`for ${name}, which rustc cannot target`);
    },
    TIME_LIMIT,
  );

  rust(
    'says that a crate asks at run time what a direct build knows, and that the LLVMs are of other versions',
    async () => {
      const folder = await project('detecting', 'wide');
      const source = join(folder, 'kernels/src/lib.rs');
      const detected = `#[inline(never)]
pub fn width(n: u32) -> u32 {
    if is_x86_feature_detected!("avx2") { n * 8 } else { n + 4 }
}
`;
      const text = await readFile(source, 'utf8');
      await writeFile(
        source,
        text.replace(/#\[inline\(never\)\]\npub fn width[^]*?\n\}\n/u, detected),
      );
      const env = await rustWithLlvm('detecting-rust', `${toolchain.major}.99.0`);
      const { verification } = await verified(folder, TARGETS, env);
      expect(verification).toMatchObject({ comparable: 4, compared: 4, equal: 3 });
      const [departure] = verification.departures;
      expect(departure).toMatchObject({ crate: 'kernels', target: 'x86-64-v3' });
      expect(departure?.causes).toEqual([
        expect.stringContaining('kernels detects CPU features at run time'),
        expect.stringContaining(
          `LLVM ${toolchain.major}.99.0, but the measured code is generated by LLVM ${toolchain.version}`,
        ),
      ]);
    },
    TIME_LIMIT,
  );

  rust(
    'compares nothing where rustc has another major version of LLVM, and says both',
    async () => {
      const folder = await project('other-llvm', 'wide');
      const llvm = `${toolchain.major - 1}.1.0`;
      const { code, verification } = await verified(
        folder,
        TARGETS,
        await rustWithLlvm('older-rust', llvm),
      );
      // Nothing was compared.
      expect(code).toBe(4);
      expect(verification).toMatchObject({ comparable: 0, compared: 0, departures: [] });
      const detail = `${llvm}, not ${toolchain.version}`;
      expect(verification.uncompared).toEqual([
        { reason: 'other-llvm', detail, objects: 4, sources: ['walk', 'kernels'] },
      ]);
    },
    TIME_LIMIT,
  );
});
