// What cargo gives a program besides its code: variables where it runs it, crates that are shared libraries, and C of build scripts.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TestContext } from 'vitest';
import type { Run } from '../../src/model/run.ts';
import { runProcess } from '../../src/process/run-process.ts';
import { findToolchain } from '../../src/toolchain/find-toolchain.ts';
import { missingRust } from '../kinds/cargo/rust.ts';
import { bundledCommandLine } from './retarget.ts';

const retarget = bundledCommandLine();

const TIME_LIMIT = 5 * 60_000;

async function needsRust(context: TestContext): Promise<void> {
  const missing = await missingRust(await findToolchain());
  if (missing !== undefined) context.skip(missing);
}

async function written(name: string, files: Readonly<Record<string, string>>): Promise<string> {
  const folder = join(retarget.folder, name);
  for (const [file, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), text);
  }
  return folder;
}

async function profiled(folder: string, config: object): Promise<Run> {
  const settings = { budget: '100ms', baseline: 'x86-64', targets: ['x86-64-v3'] };
  await writeFile(join(folder, 'retarget.json'), JSON.stringify({ ...settings, ...config }));
  const { stdout, stderr } = await retarget.run(['profile', folder, '--json', '-q']);
  if (!stdout.includes('"programs"')) throw new Error(stderr);
  return JSON.parse(stdout) as Run;
}

const manifest = (name: string, further = ''): string =>
  `[package]\nname = "${name}"\nversion = "1.2.3"\nedition = "2021"\n${further}`;

/** Writes its variables where its first argument says. */
const TELLS = `use std::io::Write;
fn main() {
    let words: Vec<String> = std::env::args().filter(|word| word != "--bench").collect();
    let mut file = std::fs::File::create(&words[1]).unwrap();
    for (name, value) in std::env::vars() { writeln!(file, "{name}={value}").unwrap(); }
    println!("done");
}
`;

async function variables(file: string): Promise<Map<string, string>> {
  const lines = (await readFile(file, 'utf8')).split('\n');
  return new Map(
    lines.flatMap((line): [string, string][] => {
      const [, name, value] = /^(\w+)=(.*)$/u.exec(line) ?? [];
      return name === undefined || value === undefined ? [] : [[name, value]];
    }),
  );
}

describe('a program that cargo runs', () => {
  it(
    'finds the variables that `cargo run` and `cargo bench` give it, those of every config.toml too',
    { timeout: TIME_LIMIT },
    async (context) => {
      await needsRust(context);
      const folder = await written('surroundings', {
        '.cargo/config.toml':
          '[env]\nMY_OUTER = "outer"\nMY_SEED = "1"\nMY_FILE = { value = "data/in.txt", relative = true }\n',
        'crate/.cargo/config.toml':
          '[env]\nMY_SEED = "7"\nMY_KEPT = "config"\nMY_FORCED = { value = "config", force = true }\n',
        'crate/Cargo.toml': `${manifest('tells')}[[bench]]\nname = "speed"\nharness = false\n`,
        'crate/src/main.rs': TELLS,
        'crate/benches/speed.rs': TELLS,
      });
      const crate = join(folder, 'crate');
      const given = { MY_KEPT: 'mine', MY_FORCED: 'mine' };
      const target = { CARGO_TARGET_DIR: join(folder, 'target') };
      for (const [kind, name] of [
        ['bin', 'tells'],
        ['bench', 'speed'],
      ] as const) {
        const truth = join(folder, `${kind}.cargo`);
        const cargo =
          kind === 'bin'
            ? ['run', '--release', '-q', '--']
            : ['bench', '-q', '--bench', name, '--'];
        const direct = await runProcess({
          ...{ command: 'cargo', args: [...cargo, truth], cwd: crate },
          env: { ...given, ...target },
        });
        expect(direct.stderr).not.toContain('error');
        const ours = join(folder, `${kind}.retarget`);
        const args = [ours, ...(kind === 'bench' ? ['--bench'] : [])];
        const benchmarks = [{ name: 'own', args, env: { MY_OUTER: 'ours' } }];
        const config = { programs: [{ name: 'one', cargo: { [kind]: name }, benchmarks }] };
        const settings = { budget: '100ms', baseline: 'x86-64', targets: ['x86-64-v3'] };
        await writeFile(join(crate, 'retarget.json'), JSON.stringify({ ...settings, ...config }));
        await retarget.run(['profile', crate, '-q'], { env: given });
        const [expected, found] = [await variables(truth), await variables(ours)];
        const isCargos = (each: string): boolean =>
          /^(?:CARGO$|CARGO_(?:PKG|MANIFEST)_|MY_)/u.test(each);
        for (const variable of [...expected.keys()].filter(isCargos)) {
          if (variable === 'MY_OUTER') continue;
          expect(`${variable}=${found.get(variable) ?? ''}`).toBe(
            `${variable}=${expected.get(variable) ?? ''}`,
          );
        }
        expect(found.get('MY_SEED')).toBe('7');
        expect(found.get('MY_KEPT')).toBe('mine');
        expect(found.get('MY_FORCED')).toBe('config');
        expect(found.get('MY_FILE')).toBe(join(folder, 'data/in.txt'));
        expect(found.get('CARGO_PKG_VERSION')).toBe('1.2.3');
        // What retarget.json says has the last word.
        expect(found.get('MY_OUTER')).toBe('ours');
        const rust = expected.get('LD_LIBRARY_PATH')?.split(':').at(-1) ?? '';
        expect(found.get('LD_LIBRARY_PATH')?.split(':')).toContain(rust);
      }
    },
  );

  it(
    'is measured without them, and says so, where cargo cannot be asked',
    { timeout: TIME_LIMIT },
    async (context) => {
      await needsRust(context);
      const folder = await written('unasked', {
        'Cargo.toml': manifest('plain'),
        'src/main.rs': 'fn main() { println!("done"); }\n',
      });
      const cargo = { bin: 'plain', args: ['--', '-C', 'debuginfo=1'] };
      const run = await profiled(folder, { programs: [{ name: 'plain', cargo }] });
      const told = run.warnings.find(({ code }) => code === 'cargo-environment');
      expect(told?.message).toContain('`cargo run`');
      expect(told?.message).toContain('"env"');
    },
  );

  it(
    'has its crates that are shared libraries built for each target, and loads those',
    { timeout: TIME_LIMIT },
    async (context) => {
      await needsRust(context);
      const folder = await written('shared', {
        'Cargo.toml': '[workspace]\nmembers = ["app", "kern", "inner"]\nresolver = "2"\n',
        'app/Cargo.toml': `${manifest('app')}[dependencies]\nkern = { path = "../kern" }\n`,
        // It says which file the code that it calls was loaded from.
        'app/src/main.rs': `fn main() {
    let data: Vec<u32> = (0..4096).collect();
    let sum = (0..100).fold(0u32, |sum, _| sum ^ kern::mix(std::hint::black_box(&data)));
    let maps = std::fs::read_to_string("/proc/self/maps").unwrap();
    let own = std::env::current_exe().unwrap();
    let beside = own.parent().unwrap().join("libkern.so");
    assert!(maps.contains(beside.to_str().unwrap()), "{maps}");
    assert_eq!(maps.lines().filter(|line| line.contains("libkern.so") && line.contains("r-x")).count(), 1);
    println!("{sum}");
}
`,
        'kern/Cargo.toml': `${manifest('kern')}[lib]\ncrate-type = ["dylib"]\n[dependencies]\ninner = { path = "../inner" }\n`,
        'kern/src/lib.rs': 'pub fn mix(data: &[u32]) -> u32 { inner::step(data) }\n',
        'inner/Cargo.toml': manifest('inner'),
        'inner/src/lib.rs':
          '#[inline(never)]\npub fn step(data: &[u32]) -> u32 { data.iter().fold(0u32, |s, &x| s.wrapping_add(x.wrapping_mul(x) ^ (x >> 3))) }\n',
      });
      const run = await profiled(folder, { programs: [{ name: 'app', cargo: { bin: 'app' } }] });
      const [program] = run.programs;
      expect(program?.benchmarks[0]?.failure).toBeUndefined();
      expect(program?.benchmarks[0]?.rounds).toBeGreaterThan(0);
      const [baseline, v3] = (program?.variants ?? []).map(({ libraries }) => libraries ?? []);
      const [one, other] = [baseline, v3].map((all) => all?.find(({ kind }) => kind === 'shared'));
      expect(one?.name).toBe('libkern.so');
      expect(one?.hash).not.toBe(other?.hash);
      const units = program?.variants[1]?.units ?? [];
      expect(units.map(({ library }) => library?.replace(/-[0-9a-f]{16}/u, '')).sort()).toEqual(
        [undefined, 'libinner.rlib', 'libkern.so'].sort(),
      );
    },
  );

  it(
    'names what its own build script compiled by itself, and is built with the features asked for',
    { timeout: TIME_LIMIT },
    async (context) => {
      await needsRust(context);
      const folder = await written('script', {
        'Cargo.toml': `${manifest('app', 'build = "build.rs"\nlinks = "kern"\n')}[features]\nbig = []\n[profile.release]\nlto = "fat"\nstrip = true\npanic = "abort"\n`,
        'build.rs': `use std::process::Command;
fn main() {
    let out = std::env::var("OUT_DIR").unwrap();
    let run = |tool: &str, args: &[&str]| assert!(Command::new(tool).args(args).status().unwrap().success());
    run("cc", &["-O2", "-fPIC", "-c", "csrc/kern.c", "-o", &format!("{out}/kern.o")]);
    run("ar", &["crs", &format!("{out}/libkern.a"), &format!("{out}/kern.o")]);
    run("cc", &["-shared", "-fPIC", "csrc/more.c", "-o", &format!("{out}/libmore.so")]);
    println!("cargo:rustc-link-search=native={out}");
    println!("cargo:rustc-link-lib=static=kern");
    println!("cargo:rustc-link-lib=dylib=more");
}
`,
        'csrc/kern.c': 'unsigned kern(unsigned n) { return n * 3; }\n',
        'csrc/more.c': 'unsigned more(unsigned n) { return n + 1; }\n',
        'src/main.rs': `extern "C" { fn kern(n: u32) -> u32; fn more(n: u32) -> u32; }
fn main() { println!("result {}", unsafe { more(kern(if cfg!(feature = "big") { 200 } else { 2 })) }); }
`,
      });
      const benchmarks = [
        { name: 'result', metric: { pattern: 'result (\\d+)', better: 'lower' } },
      ];
      const program = (args: readonly string[]): object => ({
        ...{ name: 'app', cargo: { bin: 'app', args }, benchmarks },
      });
      const valueOf = (run: Run): number | undefined =>
        run.programs[0]?.benchmarks[0]?.samples[0]?.value;
      const plain = await profiled(folder, { programs: [program([])] });
      const told = plain.warnings.map(({ message }) => message).join('\n');
      expect(told).toContain(
        'Code that build scripts compiled or provided is the same for every target: libkern.a and libmore.so.',
      );
      expect(told).toContain('lto = "fat"');
      expect(valueOf(plain)).toBe(7);
      expect(valueOf(await profiled(folder, { programs: [program(['--features', 'big'])] }))).toBe(
        601,
      );
    },
  );

  it(
    'says that a bench runs a binary of its own package, which is not built for targets',
    { timeout: TIME_LIMIT },
    async (context) => {
      await needsRust(context);
      const folder = await written('spawns', {
        'Cargo.toml': `${manifest('tool')}[[bench]]\nname = "speed"\nharness = false\n[[bench]]\nname = "plain"\nharness = false\n`,
        'src/main.rs': 'fn main() { println!("tool"); }\n',
        'benches/speed.rs':
          'fn main() { let end = std::process::Command::new(env!("CARGO_BIN_EXE_tool")).status().unwrap(); assert!(end.success()); }\n',
        'benches/plain.rs': 'fn main() { println!("plain"); }\n',
      });
      const run = await profiled(folder, {
        programs: [{ cargo: { bench: 'speed' } }, { cargo: { bench: 'plain' } }],
      });
      const told = run.warnings.filter(({ message }) => message.includes('CARGO_BIN_EXE_'));
      expect(told.map(({ code, program }) => [code, program])).toEqual([
        ['prebuilt-code', 'speed'],
      ]);
      expect(told[0]?.message).toContain('"bin": "tool"');
    },
  );
});
