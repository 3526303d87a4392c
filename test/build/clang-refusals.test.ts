// What another compiler takes and clang does not is told as such, with what to write.
import { expect, it } from 'vitest';
import { buildProgram } from '../../src/build/build-program.ts';
import type { Failure } from '../../src/model/failure.ts';
import { BuildPlace, targets } from './build-place.ts';

const place = new BuildPlace('refusals');
const MAIN = 'int main(void) { return 0; }\n';

async function failureOf(
  source: string,
  flags: readonly string[] = [],
  link: readonly string[] = [],
): Promise<Failure | undefined> {
  const unit = await place.unit('main.c', source, { flags: ['-O2', ...flags] });
  const { folder } = place;
  const built = await buildProgram(
    {
      ...{ name: 'refused', directory: folder, units: [unit], benchmarks: [] },
      link: { flags: link, language: 'c', directory: folder, removed: [] },
    },
    targets('x86-64'),
    place.options(),
  );
  return built.failure ?? built.variants[0]?.variant.failure;
}

it.each([
  [['-fno-such-pass'], '"withoutFlags": ["-fno-such-pass"]'],
  [['-fvisibility=most'], '"withoutFlags": ["-fvisibility=most"]'],
  [['-Wa,--no-such'], '"withoutFlags": ["-Wa,--no-such"]'],
])('flags %j, by name', async (flags, advice) => {
  const failure = await failureOf(MAIN, flags);
  expect(failure?.code).toBe('compile-failed');
  expect(failure?.hint).toContain('clang rejects -');
  expect(failure?.hint).toContain(advice);
});

it('a flag of the link line, by name', async () => {
  const failure = await failureOf(MAIN, [], ['-fno-such-pass']);
  expect(failure).toMatchObject({ code: 'link-failed' });
  expect(failure?.hint).toContain('"withoutFlags": ["-fno-such-pass"]');
});

it.each([
  [
    'int main(int n, char **v) { int add(int x) { return x + n; } return add(1); }\n',
    'nested functions',
  ],
  [
    'int main(int n, char **v) { struct { int a[n]; int b; } s; return s.b; }\n',
    'variable-length arrays in structs',
  ],
  ['int main(void) { __builtin_apply_args(); return 0; }\n', '__builtin_apply_args'],
])('a construct of GCC alone: %s', async (source, what) => {
  const failure = await failureOf(source);
  expect(failure?.hint).toContain(`GCC supports ${what}; clang does not.`);
});

it('but warnings that -Werror makes errors are none: they were judged by another compiler', async () => {
  const source = 'int main(void) { int unused = 0; return 0; }\n';
  expect(await failureOf(source, ['-Wall', '-Werror', '-Wno-such-one'])).toBeUndefined();
});
