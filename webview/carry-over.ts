// A brief run leaves samples and command lines out. Where the run before it had them, and nothing was measured or built
// anew, they are still true.
import type { BenchmarkResult, Run, Variant } from '../src/model/run.ts';
import { codeOf } from '../src/model/variant-code.ts';
import { variantId } from '../src/model/variant.ts';

/** The newer run, with what the older one knows of the same benchmarks and builds. */
export function carryOver(older: Run | undefined, newer: Run): Run {
  if (older?.id !== newer.id) return newer;
  return {
    ...newer,
    programs: newer.programs.map((program, index) => {
      const known = older.programs[index];
      if (known?.name !== program.name) return program;
      return {
        ...program,
        variants: program.variants.map((variant, at) => withUnits(variant, known.variants[at])),
        benchmarks: program.benchmarks.map((result, at) =>
          withSamples(result, known.benchmarks[at]),
        ),
      };
    }),
  };
}

function withUnits(variant: Variant, known: Variant | undefined): Variant {
  const same =
    known !== undefined &&
    variantId(known) === variantId(variant) &&
    codeOf(known) === codeOf(variant);
  if (!same || variant.linkArgv.length > 0) return variant;
  const { units, linkArgv } = known;
  return { ...variant, units, linkArgv };
}

function withSamples(result: BenchmarkResult, known: BenchmarkResult | undefined): BenchmarkResult {
  const same = known?.benchmark.name === result.benchmark.name && known.rounds === result.rounds;
  return same && result.samples.length === 0 ? { ...result, samples: known.samples } : result;
}

/** How many samples the whole document has, as far as a brief one tells. */
export function sampleCount(run: Run): number {
  let count = 0;
  for (const { rounds, comparisons } of run.programs.flatMap(({ benchmarks }) => benchmarks)) {
    count += rounds * comparisons.filter(({ median }) => median !== undefined).length;
  }
  return count;
}
