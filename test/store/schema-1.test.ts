// Runs that versions before schema 2 stored: what they become, field by field.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Run, Sample } from '../../src/model/run.ts';
import { parseRun, runText } from '../../src/store/run-document.ts';

const folder = new URL('../fixtures/runs/schema-1/', import.meta.url);

function fixture(name: string): { text: string; run: Run } {
  const text = readFileSync(new URL(`${name}.json`, folder), 'utf8');
  return { text, run: parseRun(text, name) };
}

/** How often each variant was measured. */
function counts(samples: readonly Sample[]): Record<string, number> {
  const found: Record<string, number> = {};
  for (const { variant } of samples) found[variant] = (found[variant] ?? 0) + 1;
  return found;
}

describe('a run of schema 1', () => {
  it('names every variant, those from bitcode only behind those that stand for the targets', () => {
    const [program] = fixture('kernels').run.programs;
    expect(program?.variants.map(({ target, flavour, state }) => [target, flavour, state])).toEqual(
      [
        ['x86-64', 'whole', 'built'],
        ['x86-64-v2', 'whole', 'built'],
        ['x86-64-v3', 'whole', 'built'],
        ['haswell', 'whole', 'built'],
        ['native', 'whole', 'built'],
        ['x86-64-v2', 'bitcode', 'built'],
        ['x86-64-v3', 'bitcode', 'built'],
        ['native', 'bitcode', 'built'],
      ],
    );
    expect(new Set(program?.variants.map(({ layout }) => layout))).toEqual(new Set(['own']));
    expect(program?.variants.some((variant) => 'bitcodeOnly' in variant)).toBe(false);
    const bitcode = program?.variants[5];
    expect(bitcode?.executableHash?.slice(0, 6)).toBe('efed4f');
    expect(bitcode?.units.map(({ source }) => source)).toEqual(['/home/user/project/src/bits.c']);
  });

  it('has all samples in one array, in the order they ran', () => {
    const [blur] = fixture('kernels').run.programs[0]?.benchmarks ?? [];
    expect(counts(blur?.samples ?? [])).toEqual({
      'x86-64/whole/own': 9,
      'x86-64-v2/whole/own': 9,
      'x86-64-v3/whole/own': 9,
      'native/whole/own': 9,
      'x86-64-v2/bitcode/own': 9,
      'x86-64-v3/bitcode/own': 9,
      'native/bitcode/own': 9,
    });
    const places = blur?.samples.map(({ round, position }) => 100 * round + position) ?? [];
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(new Set(places).size).toBe(63);
    expect(blur).not.toHaveProperty('bitcodeSamples');
    expect(blur?.samples[0]).not.toHaveProperty('target');
  });

  it('keeps what the later schema says nothing about, and what no schema names', () => {
    const { text } = fixture('faulty');
    const old = JSON.parse(text) as Record<string, unknown>;
    const { programs, schema, warnings, ...rest } = parseRun(
      JSON.stringify({ ...old, later: { kept: 1 } }),
      'x',
    ) as Run & { later: unknown };
    expect(schema).toBe(2);
    const { warnings: oldWarnings, ...oldRest } = old;
    expect(rest).toEqual({
      ...oldRest,
      later: { kept: 1 },
      programs: undefined,
      schema: undefined,
    });
    expect(warnings).toMatchObject(oldWarnings as object[]);
    expect(warnings).toHaveLength((oldWarnings as object[]).length);
    const [program] = programs;
    const [before] = old['programs'] as Run['programs'];
    expect(program?.build).toEqual(before?.build);
    expect(program?.benchmarks[0]?.comparisons).toEqual(before?.benchmarks[0]?.comparisons);
    expect(program?.variants.map(({ state }) => state)).toEqual([
      ...['built', 'built', 'built', 'built', 'failed', 'failed'],
      ...['built', 'built'],
    ]);
  });

  it('says which of its warnings are alike but for numbers', () => {
    const { programs } = fixture('kernels').run;
    const [blur, bits] = programs[0]?.benchmarks.map(({ warnings }) => warnings[0]) ?? [];
    expect(blur?.message).not.toBe(bits?.message);
    expect(blur?.alike).toBe(bits?.alike);
  });

  it('made from bitcode only has variants of that flavour alone', () => {
    const old = JSON.parse(fixture('google-benchmark').text) as Run;
    const settings = { ...old.settings, bitcodeOnly: true };
    const run = parseRun(JSON.stringify({ ...old, settings }), 'x');
    const flavours = run.programs.flatMap(({ variants }) => variants.map(({ flavour }) => flavour));
    expect(flavours).toEqual(['bitcode', 'bitcode', 'bitcode']);
    expect(counts(run.programs[0]?.benchmarks[0]?.samples ?? [])).toEqual({
      'x86-64/bitcode/own': 15,
      'x86-64-v3/bitcode/own': 15,
    });
  });

  it.each(['kernels', 'faulty', 'google-benchmark'])('%s is the same when stored anew', (name) => {
    const { run } = fixture(name);
    expect(parseRun(runText(run), name)).toEqual(run);
  });

  it('that is damaged is named with the place', () => {
    const old = JSON.parse(fixture('faulty').text) as Run;
    const damaged = JSON.stringify({ ...old, programs: [{ variants: [{ target: 1 }] }] });
    expect(() => parseRun(damaged, '/x.json')).toThrow(
      /\/x\.json cannot be read as a stored run: at programs\[0\]\.variants\[0\]\.target/u,
    );
  });
});
