// Bitcode and IR text that the user gives, of another machine, another CPU, or of rustc: what cannot be built is told in words
// that say what to do.
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { buildProgram, type BuiltProgram } from '../../src/build/build-program.ts';
import { runProcess } from '../../src/process/run-process.ts';
import { loadProject } from '../../src/project/load-project.ts';
import { foreignMachine, tripleOf } from '../../src/toolchain/ir-triple.ts';
import { missingRust } from '../kinds/cargo/rust.ts';
import { BuildPlace, OTHER_FOR_EACH_TARGET, targets } from './build-place.ts';
import { prepared } from '../project/prepared.ts';

const place = new BuildPlace('given ir');
const MAIN = 'int main(void) { return 0; }\n';
const UNOPTIMISED = ['-O2', '-Xclang', '-disable-llvm-passes', '-emit-llvm'];

async function make(command: string, ...args: readonly string[]): Promise<void> {
  const made = await runProcess({ command, args, cwd: place.folder });
  expect(made.exitCode, made.stderr).toBe(0);
}

async function built(
  files: readonly string[],
  names: readonly string[],
  flags: readonly string[] = [],
): Promise<BuiltProgram> {
  const programs = [{ name: 'given', sources: files, flags }];
  await place.write('retarget.json', JSON.stringify({ programs }));
  const [program] = (await loadProject(place.folder)).programs;
  return buildProgram(prepared(program), targets(...names), place.options());
}

describe('IR of another machine', () => {
  it.each([
    ['bitcode', 'far.bc', '-c'],
    ['IR text', 'far.ll', '-S'],
  ])('is refused as %s, with both triples', async (_, file, kind) => {
    await place.write('far.c', MAIN);
    const triple = '--target=riscv64-unknown-linux-gnu';
    await make(place.toolchain.clang, triple, ...UNOPTIMISED, kind, 'far.c', '-o', file);
    const { failure } = await built([file], ['x86-64']);
    expect(failure?.code).toBe('bitcode-foreign');
    expect(failure?.message).toContain(join(place.folder, file));
    expect(failure?.message).toContain('riscv64-unknown-linux-gnu');
    expect(failure?.message).toContain(place.toolchain.triple);
  });

  it('is told by architecture, system and pointers, and not by vendor, C library or version', () => {
    const here = 'x86_64-pc-linux-gnu';
    const of = (triple: string | undefined, dataLayout?: string): string | undefined =>
      foreignMachine({ triple, dataLayout }, here);
    for (const triple of ['x86_64-unknown-linux-musl', 'amd64-linux', 'x86_64-unknown-none-elf'])
      expect(of(triple), triple).toBeUndefined();
    for (const triple of [
      'i686-pc-linux-gnu',
      'x86_64-pc-linux-gnux32',
      'x86_64-apple-macosx14.0.0',
      'x86_64-pc-windows-msvc',
      'aarch64-unknown-linux-gnu',
      'bpfel',
    ])
      expect(of(triple), triple).toBe(triple);
    expect(of(undefined)).toBeUndefined();
    expect(of(undefined, 'e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-S128')).toBeUndefined();
    expect(of(undefined, 'e-m:e-p:32:32-i64:64')).toContain('e-m:e-p:32:32-i64:64');
    expect(of(undefined, 'E-m:e-i64:64-n32:64')).toContain('E-m:e-i64:64-n32:64');
    expect(foreignMachine({ triple: here, dataLayout: undefined }, 'i386-pc-linux-gnu')).toBe(here);
    expect(tripleOf(here, ['-O2', '-m32'])).toBe('i386-pc-linux-gnu');
    expect(tripleOf(here, ['-target', 'aarch64-linux-gnu'])).toBe('aarch64-linux-gnu');
  });
});

describe('bitcode that was made for a richer CPU', () => {
  const KERNEL = `#include <immintrin.h>
int main(int count, char **words) {
  __m256i a = _mm256_set1_epi32(count), b = _mm256_set1_epi32(words != 0);
  return _mm256_extract_epi32(_mm256_permutevar8x32_epi32(a, b), 0);
}
`;

  it('fails for a CPU without its instructions by their name, and leaves no reproducer of a crash', async (context) => {
    const { toolchain } = place;
    context.skip(!toolchain.triple.startsWith('x86_64'), 'the intrinsics are of x86-64');
    await place.write('kernel.c', KERNEL);
    await make(
      toolchain.clang,
      ...UNOPTIMISED,
      '-march=haswell',
      '-c',
      'kernel.c',
      '-o',
      'kernel.bc',
    );
    const temporary = join(place.folder, 'tmp');
    await place.write('tmp/.keep', '');
    vi.stubEnv('TMPDIR', temporary);
    expect(tmpdir()).toBe(temporary);
    const { variants } = await built(['kernel.bc'], ['x86-64', 'x86-64-v3']);
    vi.unstubAllEnvs();
    const [plain, v3] = variants.map(({ variant }) => variant);
    expect(plain?.failure?.message).toMatch(/kernel\.bc uses avx2 intrinsics .*llvm\.x86\.avx2\./u);
    expect(plain?.failure?.message).toContain('which x86-64 lacks');
    expect(plain?.failure?.hint).toMatch(/created for haswell.*such as x86-64-v3/u);
    expect(plain?.failure?.details).not.toMatch(/Stack dump|PLEASE submit|#\d+ 0x/u);
    expect(v3?.state).toBe('built');
    expect(await readdir(temporary)).toEqual(['.keep']);
  });
});

describe('bitcode from rustc', () => {
  it('of a whole program says that the standard library is missing, and names cargo', async (context) => {
    const missing = await missingRust(place.toolchain);
    if (missing !== undefined) return context.skip(missing);
    await place.write('hello.rs', 'fn main() { println!("{}", std::env::args().count()); }\n');
    await make(
      'rustc',
      '-O',
      '--emit=llvm-bc',
      '-C',
      'codegen-units=1',
      'hello.rs',
      '-o',
      'hello.bc',
    );
    const { variants } = await built(['hello.bc'], ['x86-64']);
    const failure = variants[0]?.variant.failure;
    expect(failure?.code).toBe('link-failed');
    expect(failure?.message).toContain('Rust standard library is missing');
    expect(failure?.hint).toMatch(/Cargo\.toml.*cargo/u);
    expect(`${failure?.hint ?? ''}${failure?.message ?? ''}`).not.toContain('C++');
  });

  it('of a library that needs none of it is linked with C', async (context) => {
    const missing = await missingRust(place.toolchain);
    if (missing !== undefined) return context.skip(missing);
    const library = `#![no_std]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! { loop {} }
#[no_mangle]
pub extern "C" fn triple(value: u32) -> u32 { value.wrapping_mul(3) }
`;
    await place.write('library.rs', library);
    const plain = ['--crate-type=lib', '-O', '-C', 'panic=abort', '-C', 'no-prepopulate-passes'];
    await make('rustc', ...plain, '--emit=llvm-bc', 'library.rs', '-o', 'library.bc');
    const main = `#include <stdio.h>
unsigned triple(unsigned);
int main(void) { printf("%u\\n", triple(14)); }
${OTHER_FOR_EACH_TARGET}`;
    await place.write('main.c', main);
    const program = await built(['library.bc', 'main.c'], ['x86-64', 'native', 'x86-64-v4']);
    expect(await place.output(program, 1)).toBe('42\n');
    const executables = program.variants.map(({ variant }) => variant.executableHash);
    expect(executables[2]).not.toBe(executables[0]);
  });
});
