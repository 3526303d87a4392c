// Small units are made into objects several at once, and come out as each by itself.
import { chmod, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { buildProgram, type BuiltProgram } from '../../src/build/build-program.ts';
import { ArtifactCache } from '../../src/cache/artifact-cache.ts';
import type { PreparedProgram } from '../../src/model/program.ts';
import { innerCompile, INNER_IR, INNER_OBJECT } from '../../src/toolchain/inner-compile.ts';
import { BuildPlace, targets } from './build-place.ts';

const TARGETS = targets('x86-64', 'x86-64-v3');
const place = new BuildPlace('batches');

/** Types of one name and several meanings, static functions of one name, loops. */
const unit = (at: number): string =>
  `struct thing { double a[${at + 1}]; int n; };
static double sum(const struct thing *t) { double s = ${at}; for (int i = 0; i < t->n; i++) s += t->a[i] * ${at}.5; return s; }
double unit${at}(struct thing *t, int n) { for (int k = 0; k < n; k++) t[k].a[0] = sum(t + k) / 3; return sum(t); }
`;
const MAIN = 'int main(void) { return 0; }\n';

async function program(
  sources: readonly string[],
  flags: readonly string[],
): Promise<PreparedProgram> {
  const units = [];
  for (const [at, source] of sources.entries())
    units.push(await place.unit(`unit${at}.c`, source, { flags }));
  return {
    ...{ name: 'small', directory: place.folder, units, benchmarks: [] },
    link: { flags: [], language: 'c', directory: place.folder, removed: [] },
  };
}

function objects({ variants }: BuiltProgram): readonly string[] {
  return variants.flatMap(({ objects: made }) =>
    made.flatMap(({ object }) => object?.object.hash ?? []),
  );
}

describe('code generation in batches', () => {
  it.each([
    { flags: ['-O3', '-g'] },
    { flags: ['-O2', '-ffunction-sections', '-fopenmp-simd'] },
    { flags: ['-Os', '-ffast-math', '-gdwarf-4'] },
  ])('gives the objects of single runs, in fewer: $flags', async ({ flags }) => {
    const small = await program([MAIN, ...[1, 2, 3, 4, 5, 6].map(unit)], flags);
    const log = `${place.folder}/log`;
    const clang = await place.write(
      'clang',
      `#!/bin/sh\necho "$@" >>'${log}'\nexec '${place.toolchain.clang}' "$@"\n`,
    );
    await chmod(clang, 0o755);
    const toolchain = { ...place.toolchain, clang };
    const together = await buildProgram(small, TARGETS, place.options({ toolchain, jobs: 1 }));
    const ran = (await readFile(log, 'utf8')).split('\n');
    const batches = ran.filter((line) => line.startsWith('-cc1'));
    const single = ran.filter((line) => / -c -o .* -x ir /u.test(line) && !line.includes('-###'));
    // A unit may come too late for a batch.
    for (const { name } of TARGETS)
      expect(batches.some((line) => line.includes(`-target-cpu ${name} `))).toBe(true);
    expect(batches.length + single.length).toBeLessThanOrEqual(7);
    // So many at once that each has a slot of its own.
    const cache = new ArtifactCache({ folder: `${place.folder}/other` });
    const warnings: string[] = [];
    const hear = ({ name }: Error): unknown => warnings.push(name);
    process.on('warning', hear);
    const apart = await buildProgram(small, TARGETS, place.options({ cache, jobs: 64 }));
    process.off('warning', hear);
    expect(warnings).toEqual([]);
    expect(objects(together)).toHaveLength(14);
    expect(objects(together)).toEqual(objects(apart));
    expect(together.facts.stepsRun).toBe(apart.facts.stepsRun);
  });

  it('tells which unit is wrong, and makes the others', async () => {
    const wrong = 'void wrong(void) { __asm__("no such instruction"); }\n';
    const small = await program([MAIN, unit(1), wrong, unit(2), unit(3)], ['-O2']);
    const built = await buildProgram(small, TARGETS, place.options({ jobs: 1 }));
    for (const { variant } of built.variants) {
      expect(variant.state).toBe('failed');
      expect(variant.failure?.message).toContain('unit2.c');
    }
    const right = {
      ...small,
      units: small.units.filter(({ source }) => !source.includes('unit2')),
    };
    const again = await buildProgram(right, TARGETS, place.options({ jobs: 1 }));
    expect(again.variants.map(({ variant }) => variant.state)).toEqual(['built', 'built']);
    expect(again.facts.stepsRun).toBe(2);
  });

  it.each([
    ['-O2', true],
    ['-gsplit-dwarf', false],
    ['-flto', false],
    ['-fsave-optimization-record', false],
    ['-fno-integrated-as', false],
    ['-grecord-command-line', false],
  ])(
    'is for command lines that make nothing but the object: %s is one: %s',
    async (flag, isOne) => {
      const files = ['-c', '-o', INNER_OBJECT, '-x', 'ir', INNER_IR];
      const argv = [place.toolchain.clang, flag, '-g', ...files];
      const { signal } = new AbortController();
      const words = await innerCompile(place.toolchain, argv, place.folder, signal);
      expect(words !== undefined).toBe(isOne);
    },
  );
});
