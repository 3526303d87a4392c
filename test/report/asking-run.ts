// The sample run with files that look at the target, and what they bring.
import type { Interval, Run } from '../../src/model/run.ts';
import { sampleVariant } from './sample-run.ts';

/** @param differing the files whose object differs from the one of shared IR; all of them unless given */
export function withAskingFiles(
  run: Run,
  files: readonly string[],
  targets: readonly string[],
  share?: Interval,
  differing = files,
): Run {
  return {
    ...run,
    programs: run.programs.map((program) => ({
      ...program,
      ...(program.build === undefined
        ? {}
        : {
            build: { ...program.build, ownFrontEnds: files.map((source) => ({ source, targets })) },
          }),
      variants: [
        ...program.variants,
        ...program.variants.flatMap(({ target, linkArgv }) => {
          if (!targets.includes(target)) return [];
          const [unit] = sampleVariant(target).units;
          const units = unit === undefined ? [] : differing.map((source) => ({ ...unit, source }));
          const executableHash = 'ab'.repeat(32);
          return [sampleVariant(target, { flavour: 'bitcode', units, linkArgv, executableHash })];
        }),
      ],
      benchmarks: program.benchmarks.map((result) => ({
        ...result,
        comparisons: result.comparisons.map((comparison) =>
          share !== undefined && comparison.speedup && targets.includes(comparison.target)
            ? { ...comparison, askingShare: share }
            : comparison,
        ),
      })),
      overall: program.overall.map((mean) =>
        share !== undefined && targets.includes(mean.target)
          ? { ...mean, askingShare: share }
          : mean,
      ),
    })),
  };
}
