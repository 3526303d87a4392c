// A library of all that a program could need: what does not compile there stops only a program that needs it.
import { basename } from 'node:path';
import { expect, it } from 'vitest';
import { buildProgram, type BuiltProgram } from '../../src/build/build-program.ts';
import type { PreparedProgram, Unit } from '../../src/model/program.ts';
import { buildWarnings } from '../../src/profile/build-warnings.ts';
import { BuildPlace, objectsOf, OTHER_FOR_EACH_TARGET, targets } from './build-place.ts';

const place = new BuildPlace('left out');

const TARGETS = targets('x86-64', 'x86-64-v3');
const MAIN =
  '#include <stdio.h>\nint twice(int);\nint main(void) { printf("%d\\n", twice(4)); return 0; }\n';
const TWICE = `int twice(int n) { return 2 * n; }\n${OTHER_FOR_EACH_TARGET}`;

async function program(units: readonly Unit[], inferred = true): Promise<PreparedProgram> {
  const { folder } = place;
  const library = { name: 'libunits.a', units, ...(inferred ? { inferred: true as const } : {}) };
  return {
    ...{ name: 'tool', directory: folder, benchmarks: [] },
    units: [await place.unit('main.c', MAIN)],
    libraries: [library],
    link: { flags: [{ library: 'libunits.a' }], language: 'c', directory: folder, removed: [] },
  };
}

async function build(units: readonly Unit[], inferred = true): Promise<BuiltProgram> {
  return buildProgram(await program(units, inferred), TARGETS, place.options());
}

it('a unit that does not compile and that nothing needs is left out, with a warning', async () => {
  const built = await build([
    await place.unit('twice.c', TWICE),
    await place.unit('broken.c', '#include <gone/away.h>\nint broken(void) { return 1; }\n'),
  ]);
  expect(built.failure).toBeUndefined();
  expect(await place.output(built, 0)).toBe('8\n');
  expect(await place.output(built, 1)).toBe('8\n');
  expect(objectsOf(built)).toEqual({ 'main.c': 1, 'twice.c': 2 });
  expect(built.variants[0]?.variant.units.map(({ source }) => source)).toHaveLength(2);
  const [warning] = buildWarnings(built);
  expect(warning?.code).toBe('skipped-sources');
  expect(warning?.message).toMatch(
    /^broken\.c does not compile and is left out: tool links without it and takes nothing that it defines from elsewhere\. The compiler says: .*'gone\/away\.h' file not found$/u,
  );
});

it('a unit that does not compile and that the program needs is its failure, with a way out', async () => {
  const built = await build([
    await place.unit('twice.c', 'int twice(int n) { return twcie * n; }\n'),
    await place.unit('other.c', 'int other(void) { return gone; }\n'),
  ]);
  const failures = built.variants.map(({ variant }) => variant.failure);
  expect(failures[0]).toMatchObject({ code: 'compile-failed', place: { line: 1 } });
  expect(failures[0]?.message).toMatch(
    /twice\.c does not compile \(line 1\)\. tool needs it: undefined symbol twice\.$/u,
  );
  expect(failures[0]?.hint).toContain('"units", without "main"');
  expect(failures[0]?.details).toMatch(/undeclared identifier 'twcie'[^]*undefined symbol: twice/u);
  expect(buildWarnings(built)).toEqual([]);
});

it('a unit that does not compile for one target alone is the failure of that target', async () => {
  const built = await build([
    await place.unit('twice.c', TWICE),
    await place.unit(
      'wide.c',
      '#ifdef __AVX2__\n#error "not for this one"\n#endif\nint wide(void) { return 1; }\n',
    ),
    await place.unit('arm.s', '.text\nnot_of_this_machine x0, x1\n', { language: 'assembly' }),
  ]);
  expect(await place.output(built, 0)).toBe('8\n');
  expect(built.variants[0]?.leftOut.map(({ unit }) => basename(unit.source))).toEqual(['arm.s']);
  const { state, failure } = built.variants[1]?.variant ?? {};
  expect(state).toBe('failed');
  expect(failure?.message).toContain('wide.c does not compile');
});

it.each([
  ['#include <gone.h>\nint puts(const char *text)\n{ return 1; }\n', 'puts.c', 'puts'],
  ['#include <gone.h>\n#define puts(x) mine(x)\n', 'macro.c', 'puts'],
  ['.globl puts\nputs:\n  no_such_instruction\n', 'puts.s', 'puts'],
])('a unit whose names the C library has too is not left out: %j', async (source, name, symbol) => {
  const built = await build([
    await place.unit(
      'twice.c',
      '#include <stdio.h>\nint twice(int n) { puts("2"); return 2 * n; }\n',
    ),
    await place.unit(name, source, name.endsWith('.s') ? { language: 'assembly' } : {}),
  ]);
  const failures = built.variants.map(({ variant }) => variant.failure);
  expect(failures.map((failure) => failure?.code)).toEqual(['compile-failed', 'compile-failed']);
  expect(failures[0]?.message).toMatch(
    new RegExp(
      `${name} does not compile.*\\. Without it, tool would take ${symbol} from a library instead`,
      'u',
    ),
  );
  expect(failures[0]?.hint).toContain('"units", without "main"');
});

it('a unit that only calls what the C library has is left out', async () => {
  const built = await build([
    await place.unit('twice.c', TWICE),
    await place.unit(
      'calls.c',
      '#include <gone.h>\n// int printf(const char *, ...) { }\nint calls(void) { if (printf("printf() {")) return 1; return 0; }\n',
    ),
  ]);
  expect(await place.output(built, 0)).toBe('8\n');
});

it('what is missing besides is told as such, with the names of what was left out', async () => {
  const built = await build([await place.unit('broken.c', '#error "no"\n')]);
  const failure = built.variants[0]?.variant.failure;
  expect(failure).toMatchObject({ code: 'link-failed' });
  expect(failure?.message).toContain('undefined symbol twice');
  expect(failure?.hint).toContain('Left out, because they do not compile: broken.c.');
});

it('a unit of a library that the project names has to compile', async () => {
  const units = [await place.unit('twice.c', TWICE), await place.unit('broken.c', '#error "no"\n')];
  const built = await build(units, false);
  expect(built.failure).toMatchObject({ code: 'compile-failed' });
  expect(built.variants.map(({ variant }) => variant.state)).toEqual(['not-built', 'not-built']);
});
