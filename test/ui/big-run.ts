// A generated run of any size, for tests of what the page does with very many benchmarks and targets.
import type { Comparison, Run, Verdict } from '../../src/model/run.ts';
import type { Target } from '../../src/model/target.ts';
import { sampleHost } from '../report/sample-host.ts';
import { sampleBenchmark } from '../report/sample-result.ts';
import { sampleRun, sampleVariant } from '../report/sample-run.ts';

/** Numbers in 0..1 that are the same in every test run. */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

export interface BigRunSize {
  readonly benchmarks: number;
  readonly targets: number;
  /** Rounds whose samples are kept; 0 leaves samples out. */
  readonly rounds: number;
}

export function bigRun({ benchmarks, targets, rounds }: BigRunSize): Run {
  const random = sequence(7);
  const names = [
    'x86-64',
    ...Array.from({ length: targets - 1 }, (_, index) => `cpu-${index + 1}`),
  ];
  const chosen = names.map((name): Target => ({
    name,
    features: sampleHost.features,
    fit: { kind: 'runs' },
  }));
  return sampleRun({
    targets: chosen,
    programs: [
      {
        name: 'generated',
        variants: names.map((name) => sampleVariant(name)),
        overall: names.slice(1).map((target) => {
          const estimate = 0.9 + random();
          return { target, speedup: { estimate, low: estimate * 0.98, high: estimate * 1.02 } };
        }),
        benchmarks: Array.from({ length: benchmarks }, (_, index) => {
          const comparisons = names.map((target): Comparison => {
            if (target === 'x86-64')
              return { target, verdict: 'baseline', median: 1e8, spread: 1e6, peakMemory: 2e6 };
            const estimate = 0.8 + 1.6 * random() ** 2;
            const half = 0.01 + 0.04 * random();
            const verdict: Verdict =
              estimate - half > 1 ? 'faster' : estimate + half < 1 ? 'slower' : 'inconclusive';
            return {
              target,
              verdict,
              speedup: { estimate, low: estimate - half, high: estimate + half },
              median: 1e8 / estimate,
              spread: 1e6,
              peakMemory: 2e6,
            };
          });
          return {
            benchmark: sampleBenchmark(`benchmark ${index + 1}`),
            seed: 1,
            rounds: 30,
            stopped: 'precision',
            executor: 'runner',
            samples: Array.from({ length: rounds }, (_unused, round) =>
              comparisons.map(({ target, median = 1e8 }, position) => {
                const wall = Math.round(median * (1 + 0.02 * (random() - 0.5)));
                const variant = `${target}/whole/own`;
                return { round, position, variant, wall, user: wall, system: 0, peakMemory: 2e6 };
              }),
            ).flat(),
            comparisons,
            warnings: [],
          };
        }),
      },
    ],
    warnings: [],
  });
}
