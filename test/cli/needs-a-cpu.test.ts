// Sources that the toolchain's default CPU does not compile, from the command line: what a build with -march=<target> compiles
// is built for that target, and only where that build fails has the target failed.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ProgramResult, Run } from '../../src/model/run.ts';
import { bundledCommandLine } from './retarget.ts';

const retarget = bundledCommandLine();
// On another processor nothing of this compiles.
const here = process.arch === 'x64' ? describe : describe.skip;

const INTRINSICS = `#include <immintrin.h>
#include <stdio.h>
int main(void) {
  __m128i a = _mm_abs_epi32(_mm_set1_epi32(-3));
  a = _mm_max_epi32(a, _mm_set1_epi32(2));
  printf("%d\\n", _mm_extract_epi32(a, 1));
  return 0;
}
`;
const COMPLAINS = `#ifndef __SSE4_2__
#error this needs SSE4.2
#endif
int main(void) { return 0; }
`;

async function project(name: string, source: string, program: object = {}): Promise<string> {
  const folder = join(retarget.folder, name);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'main.c'), source);
  const config = { programs: [{ name, sources: ['main.c'], flags: ['-O2'], ...program }] };
  await writeFile(join(folder, 'retarget.json'), JSON.stringify(config));
  return folder;
}

async function build(
  folder: string,
  baseline: string,
  targets: string,
  ...options: string[]
): Promise<{ readonly exitCode: number | undefined; readonly program: ProgramResult }> {
  const { exitCode, stdout, stderr } = await retarget.run([
    ...['build', folder, '--out', join(folder, 'out'), '--json', '-q'],
    ...['--baseline', baseline, '--targets', targets, ...options],
  ]);
  const [program] = (JSON.parse(stdout) as { programs: ProgramResult[] }).programs;
  if (program === undefined) throw new Error(stderr);
  return { exitCode, program };
}

function states({ variants }: ProgramResult): Record<string, string> {
  return Object.fromEntries(variants.map(({ target, state }) => [target, state]));
}

here('a source that the default CPU does not compile', () => {
  it.for([
    ['by its intrinsics', INTRINSICS],
    ['by an #error of its own', COMPLAINS],
  ])('%s is built for each target that compiles it, and found again', async ([how, source]) => {
    const folder = await project(`builds ${how?.slice(0, 6) ?? ''}`, source ?? '');
    const first = await build(folder, 'x86-64-v2', 'x86-64-v3,x86-64-v4');
    expect(states(first.program)).toEqual({
      'x86-64-v2': 'built',
      'x86-64-v3': 'built',
      'x86-64-v4': 'built',
    });
    expect(first.exitCode).toBe(0);
    const asking = ['x86-64-v2', 'x86-64-v3', 'x86-64-v4'];
    expect(first.program.build?.ownFrontEnds?.map(({ targets }) => targets)).toEqual([asking]);
    const second = await build(folder, 'x86-64-v2', 'x86-64-v3,x86-64-v4');
    expect(second.program.build?.stepsRun).toBe(0);
  });

  it('fails for the baseline alone that lacks what it needs, and another is advised', async () => {
    const folder = await project('lacks', INTRINSICS);
    const { exitCode, program } = await build(folder, 'x86-64', 'x86-64-v2,x86-64-v3');
    expect(states(program)).toEqual({
      'x86-64': 'failed',
      'x86-64-v2': 'built',
      'x86-64-v3': 'built',
    });
    const failure = program.variants[0]?.failure;
    expect(failure?.message).toMatch(
      /main\.c does not compile for x86-64 \(line 4\), but it does for x86-64-v2\.$/u,
    );
    expect(failure?.hint).toMatch(
      /^The CPU of the baseline lacks what the code needs\. Choose another baseline, such as x86-64-v2/u,
    );
    expect(failure?.details).toContain('target feature');
    expect(exitCode).not.toBe(0);
  });

  it('fails for another target alone that lacks what it needs', async () => {
    const folder = await project('left', INTRINSICS);
    const { program } = await build(folder, 'x86-64-v2', 'nocona,x86-64-v3');
    expect(states(program)).toEqual({
      'x86-64-v2': 'built',
      nocona: 'failed',
      'x86-64-v3': 'built',
    });
    expect(program.variants[1]?.failure?.hint).toContain('Remove the target');
  });

  it('is the failure of the program where no target compiles it, or bitcode alone is asked for', async () => {
    const folder = await project('nowhere', COMPLAINS);
    const nowhere = await build(folder, 'x86-64', 'nocona');
    const shared = await build(folder, 'x86-64-v2', 'x86-64-v3', '--bitcode-only');
    for (const { exitCode, program } of [nowhere, shared]) {
      expect(new Set(Object.values(states(program)))).toEqual(new Set(['not-built']));
      expect(program.failure?.message).toMatch(/main\.c does not compile \(line 2\)\.$/u);
      expect(exitCode).toBe(4);
    }
  });

  it.for([
    ['a missing header', 1, '#include <gone.h>\nint main(void) { return 0; }\n'],
    // Found out by an empty function, before any front end of a unit.
    ['a flag that clang refuses', 0, 'int main(void) { return 0; }\n', '-fno-such'],
    ['a slip', 2, 'int main(void) { return gnoe; }\n'],
  ] as const)('is not tried for each target with %s', async ([what, tries, source, flag]) => {
    const program = flag === undefined ? {} : { flags: [flag] };
    const folder = await project(`tries ${what}`, source, program);
    const failed = await build(folder, 'x86-64', 'x86-64-v2,x86-64-v3,x86-64-v4');
    expect(failed.program.failure?.code).toBe('compile-failed');
    expect(failed.program.build?.stepsRun).toBe(tries);
  });

  it('is built for the CPU that has the feature, though another has more', async () => {
    const source =
      '#ifndef __SSE4A__\n#error this needs SSE4a\n#endif\nint main(void) { return 0; }\n';
    const folder = await project('fewer', source);
    const { program } = await build(folder, 'x86-64', 'sapphirerapids,btver1');
    expect(states(program)).toEqual({
      'x86-64': 'failed',
      sapphirerapids: 'failed',
      btver1: 'built',
    });
  });

  it('names the feature that no chosen CPU has', async () => {
    const folder = await project('names', INTRINSICS);
    const { program } = await build(folder, 'x86-64', 'nocona');
    expect(program.failure?.hint).toMatch(/^Choose a baseline and targets that have s?sse[34]/u);
  });

  it('is profiled without a share of its look, since there is no code without it', async () => {
    const folder = await project('shares', INTRINSICS);
    const { exitCode, stdout, stderr } = await retarget.run([
      ...['profile', folder, '--json', '-q', '--budget', '300ms'],
      ...['--baseline', 'x86-64-v2', '--targets', 'x86-64-v3'],
    ]);
    expect(exitCode, stderr).toBe(0);
    const [program] = (JSON.parse(stdout) as Run).programs;
    expect(program?.failure).toBeUndefined();
    expect(program?.build?.ownFrontEnds).toHaveLength(1);
    const [, compared] = program?.benchmarks[0]?.comparisons ?? [];
    expect(compared?.askingShare).toBeUndefined();
    expect(program?.variants.map(({ flavour }) => flavour)).toEqual(['whole', 'whole']);
  });

  it('compiles where the project names for every file what it needs', async () => {
    const folder = await project('flags', INTRINSICS, { flags: ['-O2', '-msse4.1', '-mssse3'] });
    const { program } = await build(folder, 'x86-64', 'x86-64-v2');
    expect(states(program)).toEqual({ 'x86-64': 'failed', 'x86-64-v2': 'built' });
    expect(program.variants[0]?.failure?.hint).toMatch(/Removed[^.]*: -msse4\.1/u);
  });
});
