// Code that looks at the target, from the command line: what it brings, and what is left without it. The program prints what
// each half of it would cost, so that every number here is known.
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Run } from '../../src/model/run.ts';
import { bundledCommandLine } from './retarget.ts';

const retarget = bundledCommandLine();
// On another processor nothing of this can run.
const here = process.arch === 'x64' ? describe : describe.skip;

const TARGETS = ['--baseline', 'x86-64', '--targets', 'x86-64-v2', '--budget', '300ms'];

let folder: string;

beforeAll(async () => {
  folder = join(retarget.folder, 'asking');
  await mkdir(folder, { recursive: true });
  const looks = (name: string): string => `int ${name}(void) {
#ifdef __SSE4_2__
  return 40;
#else
  return 60;
#endif
}
`;
  const files = {
    'first.c': looks('first'),
    'second.c': looks('second'),
    'plain.c': 'int plain(void) { return 30; }\n',
    'main.c': `#include <stdio.h>
int first(void); int second(void); int plain(void);
int main(void) { printf("cost %d\\n", first() + second() + plain()); return 0; }
`,
    'retarget.json': JSON.stringify({
      programs: [
        {
          name: 'asking',
          sources: ['*.c'],
          flags: ['-O2'],
          benchmarks: [
            {
              name: 'cost',
              metric: { pattern: '^cost (\\d+)$', better: 'lower' },
              check: { output: 'exit-code' },
            },
          ],
        },
      ],
    }),
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
});

async function profile(...options: string[]): Promise<Run> {
  const { stdout, stderr } = await retarget.run([
    ...['profile', folder, '--json', '-q'],
    ...TARGETS,
    ...options,
  ]);
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as Run;
}

function comparisonOf(
  run: Run,
): NonNullable<Run['programs'][0]['benchmarks'][0]['comparisons'][0]> {
  const found = run.programs[0]?.benchmarks[0]?.comparisons[1];
  if (found === undefined) throw new Error('nothing was compared');
  return found;
}

here('code that looks at the target', () => {
  it('is measured without its look beside the target, and its part of the speedup is told', async () => {
    const run = await profile();
    const [program] = run.programs;
    // 150 / 110: the baseline looks too, and sees nothing.
    expect(comparisonOf(run).speedup?.estimate).toBeCloseTo(150 / 110);
    expect(comparisonOf(run).askingShare?.estimate).toBeCloseTo(150 / 110);
    const [, variant, bitcode] = program?.variants ?? [];
    expect(program?.variants).toHaveLength(3);
    expect(variant).toMatchObject({ target: 'x86-64-v2', flavour: 'whole', layout: 'own' });
    expect(bitcode).toMatchObject({ target: 'x86-64-v2', flavour: 'bitcode', layout: 'own' });
    expect(bitcode?.units.map(({ source }) => source)).toEqual([
      join(folder, 'first.c'),
      join(folder, 'second.c'),
    ]);
    expect(bitcode?.executableHash).toMatch(/^[0-9a-f]{64}$/);
    expect(bitcode?.executableHash).not.toBe(variant?.executableHash);
    expect(program?.build?.ownFrontEnds?.map(({ targets }) => targets)).toEqual([
      ['x86-64-v2'],
      ['x86-64-v2'],
    ]);
    const text = (await retarget.run(['report', '-p', folder])).stdout.replaceAll(/\s+/g, ' ');
    expect(text).toContain(
      'x86-64-v2: 2 files with CPU-specific code (first.c and second.c) account for 1.36x [1.36, 1.36] of its 1.36x',
    );
    const csv = (await retarget.run(['report', '-p', folder, '--format', 'csv'])).stdout;
    expect(csv.split('\n')[0]).toContain(',asking_share,asking_share_low,asking_share_high,');
    expect(csv).toMatch(/,x86-64-v2,.*,1\.36\d*,1\.36\d*,1\.36\d*,0,same,\d+,0,0,0,1\n/);
  });

  it('is not measured beside where nobody wants to know', async () => {
    const run = await profile('--no-asking-share');
    expect(comparisonOf(run).speedup?.estimate).toBeCloseTo(150 / 110);
    expect(comparisonOf(run).askingShare).toBeUndefined();
    expect(run.programs[0]?.variants.map(({ flavour }) => flavour)).toEqual(['whole', 'whole']);
  });

  it('brings nothing from bitcode only, and every report says what that is', async () => {
    const run = await profile('--bitcode-only');
    expect(run.settings.bitcodeOnly).toBe(true);
    expect(comparisonOf(run)).toMatchObject({ verdict: 'identical code', identicalTo: 'x86-64' });
    expect(run.programs[0]?.build?.ownFrontEnds).toEqual([]);
    const report = async (format: string): Promise<string> =>
      (await retarget.run(['report', '-p', folder, '--format', format])).stdout;
    expect((await retarget.run(['report', '-p', folder])).stdout).toContain('from bitcode only: ');
    expect(await report('markdown')).toMatch(/^On this .*, from bitcode only: /m);
    expect(await report('markdown')).toContain('- From bitcode only: ');
    expect(await report('html')).toContain('"bitcodeOnly":true');
    expect(await report('junit')).toContain('<property name="bitcode-only" value="yes"/>');
    expect(await report('csv')).toMatch(/,1,same,0,0,0,0,1\n$/);
    expect(JSON.parse(await report('json'))).toMatchObject({ settings: { bitcodeOnly: true } });
  });

  it('is said where two runs differ in it', async () => {
    const { stdout: runs } = await retarget.run(['runs', '-p', folder, '--json']);
    const ids = (JSON.parse(runs) as { id: string }[]).map(({ id }) => id).sort();
    const [before = '', after = ''] = [ids[0], ids.at(-1)];
    const { stdout } = await retarget.run(['compare', before, after, '-p', folder]);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      `Run ${after} is from bitcode only, the other is not`,
    );
    expect((await retarget.run(['compare', before, before, '-p', folder])).stdout).not.toContain(
      'bitcode only',
    );
  });

  it('is built from bitcode only where that is asked for', async () => {
    const build = async (out: string, ...options: string[]): Promise<string[]> => {
      const { stdout } = await retarget.run([
        ...['build', folder, '--json', '-q', '--out', join(folder, out)],
        ...TARGETS.slice(0, 4),
        ...options,
      ]);
      expect(await readdir(join(folder, out, 'asking'))).toEqual(['x86-64', 'x86-64-v2']);
      const { programs } = JSON.parse(stdout) as Run;
      return programs[0]?.variants.map(({ executableHash = '' }) => executableHash) ?? [];
    };
    const [base, looking] = await build('whole');
    const [same, pure] = await build('bitcode', '--bitcode-only');
    expect(same).toBe(base);
    expect(looking).not.toBe(base);
    expect(pure).toBe(base);
    const text = await retarget.run([
      ...['build', folder, '-q', '--bitcode-only', '--out', join(folder, 'again')],
      ...TARGETS.slice(0, 4),
    ]);
    expect(text.stdout).toContain('From bitcode only: files');
  });
});
