import { join } from 'node:path';
import { expect, it } from 'vitest';
import { withMissingLibraries } from '../../src/build/missing-libraries.ts';
import type { Failure } from '../../src/model/failure.ts';
import { runProcess } from '../../src/process/run-process.ts';
import { findToolchain } from '../../src/toolchain/find-toolchain.ts';
import { TemporaryFolder } from '../project/temporary-folder.ts';

const folder = new TemporaryFolder();

const FAILED: Failure = { code: 'link-failed', message: 'demo could not be linked.', hint: 'old' };

/** What is said of a real link of this source that fails. */
async function hintFor(
  source: string,
  name = 'a.c',
  failure = FAILED,
  language: 'c' | 'c++' = 'c',
): Promise<string | undefined> {
  const toolchain = await findToolchain();
  const file = await folder.write(name, source);
  const { exitCode, stderr } = await runProcess({
    command: toolchain.clang,
    args: [file, '-o', join(folder.path, 'a.out')],
  });
  expect(exitCode).not.toBe(0);
  const signal = new AbortController().signal;
  return (await withMissingLibraries(failure, stderr, { toolchain, signal }, language)).hint;
}

it('names the flag of a library that is a linker script, and what it would define', async () => {
  const hint = await hintFor(
    '#include <math.h>\nint main(int n, char **v) { return (int)(cos(n) * pow(n, 3.5)); }\n',
  );
  expect(hint).toMatch(
    /^Add "-lm" to "link" in retarget.json: (?:cos and pow|pow and cos) are in libm\.$/u,
  );
});

it('says what no library defines', async () => {
  const hint = await hintFor(
    '#include <math.h>\ndouble own_function_of_nobody(double);\nint main(int n, char **v) { return (int)(cos(n) + own_function_of_nobody(n)); }\n',
  );
  expect(hint).toContain('cos is in libm.');
  expect(hint).toContain('No library of this system defines own_function_of_nobody');
});

it('knows the C++ library by its names', async () => {
  const hint = await hintFor('int main(int n, char **) { return *new int(n); }\n', 'a.cc');
  expect(hint).toContain('Set "language" to "c++"');
});

it('never asks for the language that a link has: libc++ is another library', async () => {
  const source =
    'namespace std { inline namespace __1 { struct own { void go(); }; } }\nint main() { std::own().go(); }\n';
  const ofC = await hintFor(source, 'a.cc');
  expect(ofC).toContain('Set "language" to "c++" and add "-stdlib=libc++" to "link"');
  const ofCpp = await hintFor(source, 'a.cc', FAILED, 'c++');
  expect(ofCpp).toContain('Add "-stdlib=libc++" to "link" in retarget.json');
  expect(ofCpp).not.toContain('"language"');
  const newer = await hintFor(
    source.replace('inline namespace __1', 'inline namespace __9'),
    'a.cc',
    FAILED,
    'c++',
  );
  expect(newer).toContain('another C++ library or a newer one');
  expect(newer).not.toContain('"language"');
});

it('knows the flags of clang’s own runtimes by their names', async () => {
  const hint = await hintFor(
    'void __asan_init(void), __kmpc_barrier(void);\nint main(void) { __asan_init(); __kmpc_barrier(); return 0; }\n',
  );
  expect(hint).toContain('Add "-fsanitize=address", "-fopenmp" to "link" in retarget.json');
  expect(hint).not.toContain('No library');
});

it('ends its search where it is cancelled', async () => {
  const toolchain = await findToolchain();
  const stopped = AbortSignal.abort();
  const stderr = "a.o: undefined reference to `own_function_of_nobody'";
  await expect(
    withMissingLibraries(FAILED, stderr, { toolchain, signal: stopped }, 'c'),
  ).rejects.toThrow();
});

it('leaves the hint as it is where there is nothing to add', async () => {
  const source =
    'int own_function_of_nobody(void);\nint main(void) { return own_function_of_nobody(); }\n';
  expect(await hintFor(source)).toBe('old');
  expect(await hintFor(source, 'a.c', { ...FAILED, code: 'no-main' })).toBe('old');
});
