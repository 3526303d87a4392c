import { describe, expect, it } from 'vitest';
import type { Run, Sample } from '../../src/model/run.ts';
import { compareRuns } from '../../src/profile/compare-runs.ts';
import { sampleRun } from '../report/sample-run.ts';

/** The sample run as it would be some time later, with its times and code changed. */
function later(change: (sample: Sample) => Sample, more: Partial<Run> = {}): Run {
  const run = sampleRun();
  return {
    ...run,
    id: '20261123-120000-0001',
    programs: run.programs.map((program) => ({
      ...program,
      variants: program.variants.map((variant) => ({
        ...variant,
        ...(variant.executableHash === undefined
          ? {}
          : { executableHash: variant.executableHash.replace(/^./u, 'f') }),
      })),
      benchmarks: program.benchmarks.map((result) => ({
        ...result,
        samples: result.samples.map(change),
      })),
    })),
    ...more,
  };
}

function slowed(target: string, factor: number): (sample: Sample) => Sample {
  return (sample) =>
    sample.variant === `${target}/whole/own` ? { ...sample, wall: sample.wall * factor } : sample;
}

describe('comparing two runs', () => {
  it('finds the target that became slower, and only that one', () => {
    const { rows, sameHost } = compareRuns(sampleRun(), later(slowed('x86-64-v3', 1.5)), {
      acrossHosts: false,
    });
    expect(sameHost).toBe(true);
    const verdicts = rows
      .filter(({ benchmark }) => benchmark === 'saxpy')
      .map(({ target, verdict }) => [target, verdict]);
    expect(verdicts).toContainEqual(['x86-64-v3', 'slower']);
    expect(
      verdicts.filter(([, verdict]) => verdict === 'slower' || verdict === 'faster'),
    ).toHaveLength(1);
    const row = rows.find(
      ({ benchmark, target }) => benchmark === 'saxpy' && target === 'x86-64-v3',
    );
    expect(row?.timeRatio?.estimate).toBeCloseTo(1 / 1.5, 2);
  });

  it('has the speedups that a change of speedup is made of', () => {
    const { rows } = compareRuns(sampleRun(), later(slowed('x86-64-v3', 1.5)), {
      acrossHosts: false,
    });
    const changed = rows.filter(({ speedupChange }) => speedupChange !== undefined);
    expect(changed.length).toBeGreaterThan(0);
    for (const { speedups, speedupChange } of changed) {
      const [before = NaN, after = NaN] = [speedups?.before.estimate, speedups?.after.estimate];
      expect(speedupChange?.estimate).toBeCloseTo(after / before, 6);
    }
  });

  it('puts a change that all targets share down to the machine', () => {
    const { rows, notes } = compareRuns(
      sampleRun(),
      later((sample) => ({ ...sample, wall: sample.wall * 1.05 })),
      { acrossHosts: false },
    );
    expect(rows.some(({ verdict }) => verdict === 'slower' || verdict === 'faster')).toBe(false);
    expect(notes.join(' ')).toMatch(/same factor \(0\.95\)/u);
  });

  it('judges by speedups where the baseline is the same code, so that the machine cancels', () => {
    const machineSlower = (sample: Sample): Sample => ({ ...sample, wall: sample.wall * 1.3 });
    const after = later(machineSlower);
    const sameBaseline: Run = {
      ...after,
      programs: after.programs.map((program, index) => ({
        ...program,
        variants: program.variants.map((variant) =>
          variant.target === 'x86-64'
            ? (sampleRun().programs[index]?.variants[0] ?? variant)
            : variant,
        ),
      })),
    };
    const { rows } = compareRuns(sampleRun(), sameBaseline, { acrossHosts: false });
    const saxpy = rows.filter(({ benchmark }) => benchmark === 'saxpy');
    expect(saxpy.find(({ target }) => target === 'x86-64')?.verdict).toBe('identical code');
    expect(saxpy.some(({ verdict }) => verdict === 'slower')).toBe(false);
  });

  it('does not compare runs that were fed different files of one name', () => {
    const fed = (hash: string, run: Run): Run => ({
      ...run,
      programs: run.programs.map((program) => ({
        ...program,
        benchmarks: program.benchmarks.map((result) => ({ ...result, inputHash: hash })),
      })),
    });
    const { rows } = compareRuns(
      fed('aa', sampleRun()),
      fed(
        'bb',
        later((sample) => sample),
      ),
      { acrossHosts: false },
    );
    expect(rows.some(({ verdict }) => verdict === 'not comparable')).toBe(true);
    expect(rows.some(({ timeRatio }) => timeRatio !== undefined)).toBe(false);
  });

  it('calls a change of time in the same code the machine’s, not the code’s', () => {
    const after: Run = { ...later(slowed('x86-64-v3', 1.5)), programs: sampleRun().programs };
    const { rows } = compareRuns(sampleRun(), after, { acrossHosts: false });
    expect(rows.find(({ target }) => target === 'x86-64-v3')?.verdict).toBe('identical code');
  });

  it('turns the ratio round where a higher number is better', () => {
    const score = (run: Run, factor: number, more: { readonly oneLine?: true } = {}): Run => ({
      ...run,
      programs: run.programs.map((program) => ({
        ...program,
        benchmarks: program.benchmarks.map((result) => ({
          ...result,
          benchmark: {
            ...result.benchmark,
            metric: { kind: 'output', pattern: '(.*)', better: 'higher', ...more },
          },
          samples: result.samples.map((sample) => ({
            ...sample,
            value: (1e9 / sample.wall) * factor,
          })),
        })),
      })),
    });
    const { rows } = compareRuns(
      score(sampleRun(), 1),
      score(
        later((sample) => sample),
        2,
        // Runs of before did not refuse several lines.
        { oneLine: true },
      ),
      { acrossHosts: false },
    );
    const row = rows.find(({ benchmark, target }) => benchmark === 'saxpy' && target === 'x86-64');
    expect(row).toMatchObject({ verdict: 'faster' });
    expect(row?.timeRatio?.estimate).toBeCloseTo(2, 1);
  });

  it('refuses to compare different hosts, unless told to, and then says so', () => {
    const elsewhere = later((sample) => sample, {
      host: { ...sampleRun().host, id: 'other', brand: 'Another CPU' },
    });
    expect(() => compareRuns(sampleRun(), elsewhere, { acrossHosts: false })).toThrow(
      /Another CPU/u,
    );
    const { notes, sameHost } = compareRuns(sampleRun(), elsewhere, { acrossHosts: true });
    expect(sameHost).toBe(false);
    expect(notes.join(' ')).toContain('Another CPU');
  });

  it('refuses runs that have nothing in common', () => {
    const other = later((sample) => sample);
    const renamed: Run = {
      ...other,
      programs: other.programs.map((program) => ({ ...program, name: `${program.name}-2` })),
    };
    expect(() => compareRuns(sampleRun(), renamed, { acrossHosts: false })).toThrow(
      /no combination of benchmark and target in common/u,
    );
  });

  it('says in what runs with nothing in common differ, and what to do', () => {
    const other = later((sample) => sample);
    const programs = other.programs.map((program) => ({ ...program, name: 'another' }));
    const failure = (run: Run): unknown => {
      try {
        return compareRuns(sampleRun(), run, { acrossHosts: false });
      } catch (error) {
        return error;
      }
    };
    expect(failure({ ...other, programs })).toMatchObject({
      failure: {
        hint: expect.stringMatching(
          /^Their programs differ: kernels .* another .*choose another run\.$/u,
        ) as string,
      },
    });
  });

  it('does not call undecided what was measured in neither run, and keeps the time of one alone', () => {
    const { rows } = compareRuns(
      sampleRun(),
      later((sample) => sample, {
        programs: later((sample) => sample).programs.map((program) => ({
          ...program,
          benchmarks: program.benchmarks.map((result) => ({
            ...result,
            samples: result.samples.filter(({ variant }) => variant !== 'znver4/whole/own'),
          })),
        })),
      }),
      { acrossHosts: false },
    );
    const of = (target: string) =>
      rows.find((row) => row.benchmark === 'saxpy' && row.target === target);
    expect(of('sapphirerapids')).toMatchObject({ verdict: 'not measured' });
    expect(of('sapphirerapids')?.beforeMedian).toBeUndefined();
    expect(of('znver4')).toMatchObject({ verdict: 'only before' });
    expect(of('znver4')?.beforeMedian).toBeGreaterThan(0);
    expect(of('znver4')?.afterMedian).toBeUndefined();
  });

  it('names both runs by what tells them apart', () => {
    const source = { commit: '3f2a91c0'.repeat(5), dirty: true };
    const { runs } = compareRuns(
      sampleRun(),
      later((sample) => sample, { name: 'after the rewrite', source }),
      { acrossHosts: false },
    );
    expect(runs?.before.startedAt).toBe(sampleRun().startedAt);
    expect(runs?.after).toMatchObject({ name: 'after the rewrite', source });
  });

  it('does not compare benchmarks of one name that run something else', () => {
    const other = later((sample) => sample);
    const changed: Run = {
      ...other,
      programs: other.programs.map((program) => ({
        ...program,
        benchmarks: program.benchmarks.map((result) => ({
          ...result,
          benchmark: { ...result.benchmark, args: ['--other'] },
        })),
      })),
    };
    const { rows } = compareRuns(sampleRun(), changed, { acrossHosts: false });
    const measured = rows.filter(({ beforeMedian }) => beforeMedian !== undefined);
    expect(measured.length).toBeGreaterThan(0);
    expect(measured.filter(({ verdict }) => verdict !== 'not comparable')).toEqual([]);
  });
});
