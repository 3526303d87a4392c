// Two runs held against each other, with every verdict once, for tests of the page.
import type { ChangeVerdict, RunChange, RunComparison } from '../../src/model/run-comparison.ts';

function change(
  benchmark: string,
  target: string,
  verdict: ChangeVerdict,
  estimate?: number,
): RunChange {
  const before = 100e6;
  return {
    ...{ program: 'kernels', benchmark, target, verdict, unit: 'ns' },
    ...(verdict === 'only after' ? {} : { beforeMedian: before }),
    ...(verdict === 'only before' ? {} : { afterMedian: before / (estimate ?? 1) }),
    ...(estimate === undefined
      ? {}
      : {
          timeRatio: { estimate, low: estimate * 0.97, high: estimate * 1.03 },
          speedups: {
            before: { estimate: 1.5, low: 1.45, high: 1.55 },
            after: { estimate: estimate * 1.515, low: estimate * 1.46, high: estimate * 1.57 },
          },
          speedupChange: { estimate: estimate * 1.01, low: estimate * 0.95, high: estimate * 1.05 },
        }),
  };
}

export const sampleComparison: RunComparison = {
  before: '20261122-160501-3f2a',
  after: '20261123-120000-0001',
  sameHost: true,
  notes: [
    'LLVM differs: 21.1.0 before, 22.1.8 after.',
    'The budget was 60 seconds, and is 30 now.',
  ],
  rows: [
    change('saxpy', 'x86-64', 'no difference', 1.002),
    change('saxpy', 'x86-64-v2', 'identical code', 1.01),
    change('saxpy', 'x86-64-v3', 'slower', 0.662),
    change('saxpy', 'znver4', 'faster', 1.31),
    change('norm', 'x86-64', 'no difference', 0.998),
    change('norm', 'x86-64-v3', 'inconclusive', 1.08),
    change('norm', 'znver4', 'only after'),
    change('norm', 'sapphirerapids', 'only before'),
    change('parse', 'x86-64', 'not comparable'),
  ],
};
