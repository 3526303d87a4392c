// Real crates of our own, built by the cargo and rustc of this machine; skipped, with a word, where there are none.
import { appendFile, chmod, cp, mkdir, readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { TestContext } from 'vitest';
import type { Toolchain } from '../../../src/model/toolchain.ts';
import { runProcess } from '../../../src/process/run-process.ts';
import { loadProject } from '../../../src/project/load-project.ts';
import { prepareProgram } from '../../../src/project/prepare-program.ts';
import type { PreparedProgram } from '../../../src/model/program.ts';
import type { FoundProgram } from '../../../src/project/merge-program.ts';
import { findToolchain } from '../../../src/toolchain/find-toolchain.ts';
import { TemporaryFolder, failureFrom } from '../../project/temporary-folder.ts';
import { missingRust } from './rust.ts';

const TIME_LIMIT = 5 * 60_000;
const CRATE = join(import.meta.dirname, '../../baseline-rule/projects/crate');

const folder = new TemporaryFolder();

beforeEach(() => {
  // Cargo's folder of the user's own stays what it is; what is built goes into a cache of the test's.
  vi.stubEnv('RETARGET_CACHE', join(folder.path, 'cache'));
  vi.stubEnv('RUSTFLAGS', undefined);
  return () => vi.unstubAllEnvs();
});

async function usableToolchain(context: TestContext): Promise<Toolchain> {
  const toolchain = await findToolchain();
  const missing = await missingRust(toolchain);
  if (missing !== undefined) context.skip(missing);
  return toolchain;
}

async function prepared(
  toolchain: Toolchain,
  path: string,
  signal = new AbortController().signal,
): Promise<FoundProgram<PreparedProgram>> {
  const [program] = (await loadProject(path)).programs;
  if (program === undefined) throw new Error('no program');
  return prepareProgram(program, { toolchain, signal, onStep: () => undefined });
}

async function crate(files: Readonly<Record<string, string>>, cargo: object): Promise<string> {
  const path = join(folder.path, 'crate');
  for (const [name, text] of Object.entries(files)) await folder.write(join('crate', name), text);
  const config = { programs: [{ name: 'one', cargo }] };
  await folder.write('crate/retarget.json', JSON.stringify(config));
  return path;
}

/** Whether a process runs; one that nobody has waited for yet does not. */
async function isAlive(pid: number): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return status !== '' && !/\) Z /u.test(status);
}

const MANIFEST = '[package]\nname = "tool"\nversion = "0.1.0"\nedition = "2021"\n';

describe('a crate that cargo builds', () => {
  it(
    'comes as the bitcode of every crate from before the optimiser, and links without cargo’s objects',
    { timeout: TIME_LIMIT },
    async (context) => {
      const toolchain = await usableToolchain(context);
      const path = join(folder.path, 'walk');
      await cp(CRATE, path, { recursive: true });
      const { program, warnings } = await prepared(toolchain, path);
      expect(program.preparation).toBeUndefined();
      expect(program.units.map(({ language }) => language)).toEqual(['bitcode']);
      expect(program.libraries?.map(({ units }) => units.length)).toEqual([1]);
      const kernels = program.libraries?.[0]?.name ?? '';
      expect(program.link.flags).toContainEqual({ library: kernels });
      expect(
        program.link.flags.some((word) => typeof word === 'string' && word.includes(kernels)),
      ).toBe(false);
      for (const { source } of program.units) {
        const text = await runProcess({ command: toolchain.llvmDis, args: [source, '-o', '-'] });
        expect(text.stdout).toContain('alloca');
        expect(text.stdout).not.toContain('llvm.loop.isvectorized');
      }
      expect(warnings.map(({ message }) => message).join('\n')).toContain('standard library');
      // The user's own build folder is not touched, and cargo has nothing to do when asked again.
      expect(await readdir(path)).not.toContain('target');
      const again = await prepared(toolchain, path);
      expect(again.program).toEqual(program);
    },
  );

  it(
    'is built without the CPU, the link-time optimisation and the passes that its own settings ask for, which is said',
    { timeout: TIME_LIMIT },
    async (context) => {
      const toolchain = await usableToolchain(context);
      const path = await crate(
        {
          'Cargo.toml': `${MANIFEST}[profile.release]\nlto = "thin"\ncodegen-units = 4\n`,
          'src/main.rs': 'fn main() { println!("{}", cfg!(target_feature = "avx2")); }\n',
          '.cargo/config.toml':
            '[build]\nrustflags = ["-C", "target-cpu=native", "-Clto=fat", "--codegen=target-feature=+avx2", "-Cinstrument_coverage", "--cfg", "mine"]\n',
        },
        { bin: 'tool' },
      );
      const { program, warnings } = await prepared(toolchain, path);
      const [unit] = program.units;
      const text = await runProcess({
        command: toolchain.llvmDis,
        args: [unit?.source ?? '', '-o', '-'],
      });
      expect(text.stdout).not.toContain('avx2');
      const messages = warnings.map(({ code, message }) => `${code}: ${message}`).join('\n');
      expect(messages).toContain(
        'or profile or instrument code: -C instrument_coverage, -C lto=fat, -C target-cpu=native, -C target-feature=+avx2, codegen-units = 4, lto = "thin".',
      );
      expect(messages).toMatch(/asks-target: 1 crate checks CPU features .*: tool\./u);
    },
  );

  it(
    'keeps the level of each crate, and the code that a build script made',
    { timeout: TIME_LIMIT },
    async (context) => {
      const toolchain = await usableToolchain(context);
      const path = await crate(
        {
          'Cargo.toml': `${MANIFEST}[dependencies]\nnative = { path = "native" }\n[profile.release.package.native]\nopt-level = "s"\n`,
          'src/main.rs': 'fn main() { println!("{}", native::seven()); }\n',
          'native/Cargo.toml':
            '[package]\nname = "native"\nversion = "0.1.0"\nedition = "2021"\nlinks = "seven"\n',
          'native/build.rs': [
            'use std::process::Command;',
            'fn main() {',
            '    let out = std::env::var("OUT_DIR").unwrap();',
            '    let run = |tool: &str, args: &[&str]| assert!(Command::new(tool).args(args).status().unwrap().success());',
            `    run("${toolchain.clang}", &["-c", "seven.c", "-o", &format!("{out}/seven.o")]);`,
            '    run("ar", &["crs", &format!("{out}/libseven.a"), &format!("{out}/seven.o")]);',
            '    println!("cargo:rustc-link-search=native={out}");',
            '    println!("cargo:rustc-link-lib=static=seven");',
            '}',
          ].join('\n'),
          'native/seven.c': 'int seven(void) { return 7; }\n',
          'native/src/lib.rs':
            'mod sys { unsafe extern "C" { pub fn seven() -> i32; } }\npub fn seven() -> i32 { unsafe { sys::seven() } }\n',
        },
        { bin: 'tool' },
      );
      const { program, warnings } = await prepared(toolchain, path);
      expect(program.units[0]?.flags).toContain('-O3');
      expect(program.libraries?.[0]?.units[0]?.flags).toContain('-Os');
      expect(warnings.map(({ message }) => message).join('\n')).toContain(
        'Code that build scripts compiled',
      );
    },
  );

  it(
    'is the build that its profile and flags ask for, when cargo still has it from before another',
    { timeout: TIME_LIMIT },
    async (context) => {
      const toolchain = await usableToolchain(context);
      const profiled = (checked: boolean): string =>
        `${MANIFEST.replace('tool', 'my-tool')}[profile.release]\nopt-level = "s"\ndebug-assertions = ${checked}\n`;
      const path = await crate(
        {
          'Cargo.toml': profiled(false),
          'src/main.rs':
            'fn main() { println!("{}", if cfg!(debug_assertions) { "CHECKED" } else if cfg!(fast) { "FAST" } else { "PLAIN" }); }\n',
        },
        { bin: 'my-tool' },
      );
      const says = async (): Promise<string | undefined> => {
        const { program } = await prepared(toolchain, path);
        const [unit] = program.units;
        expect(unit?.flags).toContain('-Os');
        const args = [unit?.source ?? '', '-o', '-'];
        const { stdout } = await runProcess({ command: toolchain.llvmDis, args });
        return /CHECKED|FAST|PLAIN/u.exec(stdout)?.[0];
      };
      expect(await says()).toBe('PLAIN');
      await folder.write('crate/Cargo.toml', profiled(true));
      expect(await says()).toBe('CHECKED');
      await folder.write('crate/Cargo.toml', profiled(false));
      expect(await says()).toBe('PLAIN');
      vi.stubEnv('RUSTFLAGS', '--cfg fast');
      expect(await says()).toBe('FAST');
      vi.stubEnv('RUSTFLAGS', undefined);
      expect(await says()).toBe('PLAIN');
    },
  );

  it(
    'of a workspace with 50 members is built with those members alone that it needs',
    { timeout: TIME_LIMIT },
    async (context) => {
      const toolchain = await usableToolchain(context);
      const files: Record<string, string> = {
        'Cargo.toml': '[workspace]\nmembers = ["m*"]\nresolver = "2"\n',
      };
      for (let member = 0; member < 50; member += 1) {
        // Only two of them compile.
        const isNeeded = member === 7 || member === 8;
        const needs = member === 7 ? '[dependencies]\nm8 = { path = "../m8" }\n' : '';
        files[`m${member}/Cargo.toml`] = `${MANIFEST.replace('tool', `m${member}`)}${needs}`;
        files[`m${member}/src/lib.rs`] =
          `pub fn number() -> u32 { ${isNeeded ? member : 'nothing'} }\n`;
        files[`m${member}/src/main.rs`] = 'fn main() { println!("{}", m8::number()); }\n';
      }
      const path = await crate(files, { bin: 'm7' });
      const { program } = await prepared(toolchain, path);
      const units = [program.units, ...(program.libraries ?? []).map((each) => each.units)].flat();
      const names = units.map(({ source }) => /(m\d+)-[^/]*$/u.exec(source)?.[1]);
      expect(new Set(names)).toEqual(new Set(['m7', 'm8']));
    },
  );

  it(
    'that does not compile fails with what rustc says, at its place',
    { timeout: TIME_LIMIT },
    async (context) => {
      const toolchain = await usableToolchain(context);
      const path = await crate(
        { 'Cargo.toml': MANIFEST, 'src/main.rs': 'fn main() {\n    let n: u32 = "";\n}\n' },
        { bin: 'tool' },
      );
      const failure = await failureFrom(prepared(toolchain, path));
      expect(failure).toMatchObject({
        code: 'compile-failed',
        place: { file: join(path, 'src/main.rs'), line: 2 },
      });
      expect(failure.message).toContain('cargo could not build the binary tool');
      expect(failure.details).toContain('mismatched types');
    },
  );

  it(
    'is given up when its user stops waiting, and no cargo is left',
    { timeout: TIME_LIMIT },
    async (context) => {
      const toolchain = await usableToolchain(context);
      const marker = join(folder.path, 'started');
      const path = await crate(
        {
          'Cargo.toml': MANIFEST,
          'src/main.rs': 'fn main() {}\n',
          'build.rs': `fn main() { std::fs::write(${JSON.stringify(marker)}, format!("{}\\n", std::process::id())).unwrap(); std::thread::sleep(std::time::Duration::from_secs(300)); }\n`,
        },
        { bin: 'tool' },
      );
      const stop = new AbortController();
      const work = prepared(toolchain, path, stop.signal);
      const pid = await vi.waitFor(
        async () => {
          const text = await readFile(marker, 'utf8');
          if (!text.endsWith('\n')) throw new Error('not started yet');
          return Number(text);
        },
        { timeout: 120_000 },
      );
      stop.abort(new Error('enough'));
      await expect(work).rejects.toThrow('enough');
      await vi.waitFor(async () => expect(await isAlive(pid)).toBe(false), { timeout: 20_000 });
    },
  );
});

describe('a machine', () => {
  /** A PATH that holds nothing but these commands. */
  async function onlyCommands(scripts: Readonly<Record<string, string>>): Promise<void> {
    const bin = join(folder.path, 'bin');
    await mkdir(bin);
    for (const [name, text] of Object.entries(scripts)) {
      const file = join(bin, name);
      await appendFile(file, `#!/bin/sh\n${text}\n`);
      await chmod(file, 0o755);
    }
    vi.stubEnv('PATH', bin);
    vi.stubEnv('CARGO_HOME', join(folder.path, 'no-cargo'));
  }

  const EMPTY = { 'Cargo.toml': MANIFEST, 'src/main.rs': 'fn main() {}\n' };

  it('without Rust is told where to get it', async () => {
    const toolchain = await findToolchain();
    const path = await crate(EMPTY, { bin: 'tool' });
    await onlyCommands({});
    const failure = await failureFrom(prepared(toolchain, path));
    expect(failure.code).toBe('toolchain-missing');
    expect(failure.message).toContain('ENOENT');
    expect(failure.hint).toContain('rustup');
  });

  it('whose rustc writes bitcode that its LLVM cannot read is told both ways out', async () => {
    const toolchain = { ...(await findToolchain()), major: 20, version: '20.1.8' };
    const path = await crate(EMPTY, { bin: 'tool' });
    await onlyCommands({ rustc: 'echo "release: 1.95.0"\necho "LLVM version: 22.1.2"' });
    const failure = await failureFrom(prepared(toolchain, path));
    expect(failure.code).toBe('bitcode-too-new');
    expect(failure.message).toContain('LLVM 22.1.2');
    expect(failure.hint).toContain('Install LLVM 22 or newer');
    expect(failure.hint).toContain('rustup toolchain install 1.90');
  });

  it.each([
    ['echo "release: 1.60.0"\necho "LLVM version: 14.0.0"', 'toolchain-too-old'],
    ['echo "release: 1.95.0"', 'toolchain-broken'],
    ['echo "no default toolchain" >&2\nexit 1', 'toolchain-broken'],
  ])('whose rustc answers %j cannot be used', async (script, code) => {
    const toolchain = await findToolchain();
    const path = await crate(EMPTY, { bin: 'tool' });
    await onlyCommands({ rustc: script });
    expect(await failureFrom(prepared(toolchain, path))).toMatchObject({ code });
  });
});
