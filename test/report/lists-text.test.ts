import { describe, expect, it } from 'vitest';
import type { Explanation } from '../../src/model/explanation.ts';
import type { Failure } from '../../src/model/failure.ts';
import type { RunComparison } from '../../src/model/run-comparison.ts';
import type { RunListing } from '../../src/model/run-summary.ts';
import type { ListedTarget, Target } from '../../src/model/target.ts';
import { comparisonHeadline } from '../../src/report/comparison-headline.ts';
import { comparisonText } from '../../src/report/comparison-text.ts';
import { explanationText } from '../../src/report/explanation-text.ts';
import { localTimeText } from '../../src/report/format.ts';
import { failureText } from '../../src/report/failure-text.ts';
import { featureGroups, hostText } from '../../src/report/host-text.ts';
import { runsText } from '../../src/report/runs-text.ts';
import { targetsText } from '../../src/report/targets-text.ts';
import { expectGolden } from './goldens.ts';
import { HOSTILE } from './hostile-run.ts';
import { sampleHost, sampleLevels, sampleTargets, sampleToolchain } from './sample-host.ts';
import { interval } from './sample-result.ts';

const style = { columns: 80, color: false, unicode: true };
const STEERS = /[\p{Cc}\p{Bidi_Control}\p{Cs}]/u;

describe('a host', () => {
  const lacking = {
    ...sampleHost,
    features: sampleHost.features.filter((feature) => feature !== 'avx512vl'),
  };

  it('shows its features by level, with what is missing', async () => {
    await expectGolden(hostText(lacking, sampleLevels, style, sampleToolchain), 'host-80.txt');
  });

  it('has every feature in exactly one group', () => {
    const groups = featureGroups(lacking, sampleLevels);
    expect(groups.flatMap(({ present }) => present).sort()).toEqual([...lacking.features]);
    expect(groups.flatMap(({ missing }) => missing)).toEqual(['avx512vl']);
  });

  it('shows its features without levels off x86-64', () => {
    const arm = { ...sampleHost, arch: 'aarch64', features: ['neon', 'sve'] };
    expect(hostText(arm, [], style)).toContain('all: 2 features\n    neon sve\n');
  });
});

describe('the list of targets', () => {
  it('groups them by how they fit, with the defaults marked', async () => {
    const families = [
      'psABI levels',
      'psABI levels',
      'psABI levels',
      'AMD Zen',
      'Intel Core and Xeon',
    ];
    const listed = sampleTargets.map((target, at) => ({ ...target, family: families[at] ?? '' }));
    const text = targetsText(listed, style, ['x86-64', 'x86-64-v2']);
    await expectGolden(text, 'targets-80.txt');
  });

  it('counts the features that a line has no room for', () => {
    const missing = Array.from({ length: 40 }, (_, index) => `feature${index}`);
    const target: ListedTarget = {
      name: 'far',
      family: 'Other CPUs',
      features: missing,
      fit: { kind: 'cannot-run', missing, masked: [] },
    };
    const line = targetsText([target], style)
      .split('\n')
      .find((each) => each.includes('far'));
    expect(line).toMatch(/lacks feature0 .* and 3\d more$/);
    expect(line?.length).toBeLessThanOrEqual(80);
  });
});

describe('an explanation', () => {
  it('gives a verdict and the features behind it', async () => {
    const texts = sampleTargets.slice(2).map((target) => {
      const { fit } = target;
      const explanation: Explanation = {
        target,
        host: sampleHost,
        missing: fit.kind === 'cannot-run' ? fit.missing : [],
        masked: fit.kind === 'runs' ? [] : fit.masked,
        beyond: ['sse4a', 'xsaves'],
      };
      return explanationText(explanation, style);
    });
    await expectGolden(texts.join('\n----\n'), 'explanations-80.txt');
  });
});

describe('the list of runs', () => {
  const run: RunListing = {
    kind: 'run',
    id: '20261122-160501-3f2a',
    startedAt: '2026-11-22T16:05:01.000Z',
    state: 'interrupted',
    project: '/home/ana/kernels',
    baseline: 'x86-64',
    targets: ['x86-64', 'x86-64-v3', 'native'],
    programs: ['kernels'],
    path: '/home/ana/kernels/.retarget/runs/20261122-160501-3f2a.json',
  };

  it('shows what each was, and names the files that cannot be read', () => {
    const damaged: RunListing = {
      kind: 'unreadable',
      path: '/r/x.json',
      failure: { code: 'run-damaged', message: 'Line 3 is cut off.' },
    };
    expect(runsText([run, { ...run, state: 'finished', headline: 'All faster.' }, damaged], style))
      .toBe(`20261122-160501-3f2a  ${localTimeText('2026-11-22T16:05:01.000Z')}  kernels  interrupted
  x86-64-v3 and native against x86-64
20261122-160501-3f2a  ${localTimeText('2026-11-22T16:05:01.000Z')}  kernels
  All faster.

1 file could not be read:
  /r/x.json: Line 3 is cut off.
`);
  });

  it('says so when there are none', () => {
    expect(runsText([], style)).toBe('No runs are stored here yet.\n');
  });
});

describe('a comparison of two runs', () => {
  const place = { program: 'kernels', unit: 'ns' };
  const comparison: RunComparison = {
    before: '20261122-160501-3f2a',
    after: '20261123-091500-77c0',
    sameHost: false,
    notes: ['clang 22.1.7 became 22.1.8.'],
    rows: [
      {
        ...place,
        benchmark: 'saxpy',
        target: 'x86-64',
        verdict: 'identical code',
        timeRatio: interval(1.07, 1.06, 1.08),
        beforeMedian: 184e6,
        afterMedian: 172e6,
      },
      {
        ...place,
        benchmark: 'saxpy',
        target: 'x86-64-v3',
        verdict: 'slower',
        timeRatio: interval(0.8, 0.79, 0.81),
        beforeMedian: 100e6,
        afterMedian: 125e6,
      },
      {
        ...place,
        benchmark: 'parse',
        target: 'x86-64-v3',
        verdict: 'inconclusive',
        timeRatio: interval(1.05, 0.9, 1.2),
        beforeMedian: 96e6,
        afterMedian: 91e6,
      },
      { ...place, benchmark: 'parse', target: 'native', verdict: 'only after' },
    ],
  };

  it('looks as expected, and shows no ratio for one executable against itself', async () => {
    const text = comparisonText(comparison, style);
    expect(text).not.toContain('1.07');
    await expectGolden(text, 'comparison-80.txt');
  });

  it('is summed up in one sentence', () => {
    expect(comparisonHeadline(comparison)).toBe(
      'Of 4 measurements: 1 slower now (kernels/saxpy for x86-64-v3), 1 inconclusive, 1 identical code, 1 only after.',
    );
    expect(comparisonHeadline({ ...comparison, rows: [] })).toContain('nothing in common');
  });
});

describe('a failure', () => {
  it("shows the message, the tool's own words and the hint", () => {
    const failure: Failure = {
      code: 'compile-failed',
      message: 'kernels.c does not compile.',
      details: '\nkernels.c:3:5: error: expected expression\n    3 |\tint = 4;\n\n',
      hint: 'Mend it.',
    };
    expect(failureText(failure, style)).toBe(`error: kernels.c does not compile.
    kernels.c:3:5: error: expected expression
        3 | int = 4;
hint: Mend it.
`);
  });

  it('names its place once', () => {
    const place = { file: '/p/retarget.json', line: 3, column: 7 };
    const text = (message: string): string =>
      failureText({ code: 'config-invalid', message, place }, style);
    expect(text('Expected a list.')).toBe('error: /p/retarget.json:3:7: Expected a list.\n');
    expect(text('retarget.json:3:7: expected a list')).toBe(
      'error: retarget.json:3:7: expected a list\n',
    );
  });
});

describe('texts of hostile names', () => {
  it('hold no control characters but newlines', () => {
    const target: Target = {
      name: HOSTILE,
      features: [HOSTILE],
      fit: { kind: 'cannot-run', missing: [HOSTILE], masked: [HOSTILE] },
    };
    const failure: Failure = {
      code: 'internal',
      message: HOSTILE,
      hint: HOSTILE,
      details: HOSTILE,
      place: { file: HOSTILE },
    };
    const brand = { ...sampleHost, brand: HOSTILE, cpu: HOSTILE, features: [HOSTILE] };
    const texts = [
      hostText(brand, [{ name: HOSTILE, features: [HOSTILE, 'b'] }], style, sampleToolchain),
      targetsText([{ ...target, family: HOSTILE }], style, [HOSTILE]),
      explanationText(
        { target, host: brand, missing: [HOSTILE], masked: [HOSTILE], beyond: [HOSTILE] },
        style,
      ),
      runsText(
        [
          { kind: 'unreadable', path: HOSTILE, failure },
          {
            kind: 'run',
            id: HOSTILE,
            startedAt: HOSTILE,
            state: 'finished',
            project: HOSTILE,
            baseline: HOSTILE,
            targets: [HOSTILE, 'x'],
            programs: [HOSTILE],
            path: HOSTILE,
          },
        ],
        style,
      ),
      comparisonText(
        {
          before: HOSTILE,
          after: HOSTILE,
          sameHost: true,
          notes: [HOSTILE],
          rows: [
            {
              program: HOSTILE,
              benchmark: HOSTILE,
              target: HOSTILE,
              verdict: 'faster',
              unit: HOSTILE,
              beforeMedian: 3,
              timeRatio: interval(2, 1.9, 2.1),
            },
          ],
        },
        style,
      ),
      failureText(failure, style),
    ];
    for (const text of texts) {
      expect(text.endsWith('\n')).toBe(true);
      expect(text.replaceAll('\n', '')).not.toMatch(STEERS);
    }
  });
});
