// What `cargo bench` runs: Criterion, or the benches of Rust's own test harness. Both take `--bench` and list `name: bench`.
import { join } from 'node:path';
import { cacheFolder } from '../../cache/cache-folder.ts';
import type { Benchmark, Metric } from '../../model/program.ts';
import { exactly, unlessGiven, without } from './harness-protocol.ts';
import type { ListingProtocol, HarnessTraits } from './harness-protocol.ts';

const CRITERION = 'CRITERION_HOME';
/** A flag of Criterion's from 0.4 on, which takes fractions of seconds too. */
const DISCARD = 'discard-baseline';

const isCriterion = ({ words }: HarnessTraits): boolean => words.has(CRITERION);

export const cargoBench: ListingProtocol = {
  name: 'cargo bench',
  words: [CRITERION, DISCARD],
  seconds: (traits) => (isCriterion(traits) ? (traits.words.has(DISCARD) ? 0.5 : 2.5) : 1),
  listArgs: ({ args }) => [['--bench', ...without(args, ['--bench', '--list']), '--list']],
  namesIn: (output) => {
    const lines = output.split('\n').flatMap((line) => {
      const [, name, kind] = /^(.+): (benchmark|bench|test)$/u.exec(line.trimEnd()) ?? [];
      return name === undefined ? [] : [{ name, isBench: kind !== 'test' }];
    });
    // Neither a line of a list nor the sum that ends an empty one: a main of its own, which knows no lists.
    if (lines.length === 0 && !/^0 tests, 0 benchmarks$/mu.test(output)) return undefined;
    return [...new Set(lines.filter(({ isBench }) => isBench).map(({ name }) => name))];
  },
  row: (name, template, _list, traits): Benchmark => {
    const given = without(template.args, ['--bench', '--list']);
    return {
      ...template,
      name,
      args: isCriterion(traits)
        ? ['--bench', ...unlessGiven(criterionArgs(traits), given), ...given, exactly(name)]
        : ['--bench', ...given, '--exact', name],
      // Without the flag it keeps its results, which belong neither into the project nor beside the user's own.
      ...(isCriterion(traits) && !traits.words.has(DISCARD)
        ? { env: { [CRITERION]: join(cacheFolder(), 'criterion'), ...template.env } }
        : {}),
      metric: isCriterion(traits) ? CRITERION_METRIC : LIBTEST_METRIC,
      check: { output: 'exit-code', succeeds: true, ignoreLines: [] },
    };
  },
};

/** Short, since there are many rounds, and leaving nothing behind that the next round would be compared with. */
function criterionArgs({ words }: HarnessTraits): string[] {
  const modern = words.has(DISCARD);
  return [
    '--noplot',
    '--sample-size=10',
    '--nresamples=1000',
    `--warm-up-time=${modern ? '0.1' : '1'}`,
    `--measurement-time=${modern ? '0.2' : '1'}`,
    ...(modern ? [`--${DISCARD}`] : []),
  ];
}

/** `time:   [1.2341 µs 1.2400 µs 1.2460 µs]`: the middle is the estimate; its unit follows its size. */
const CRITERION_METRIC: Metric = {
  kind: 'output',
  pattern: 'time: +\\[[0-9.]+ \\S+ ([0-9.]+) \\S+ [0-9.]+ \\S+\\]',
  unitPattern: 'time: +\\[[0-9.]+ \\S+ [0-9.]+ (\\S+) [0-9.]+ \\S+\\]',
  better: 'lower',
  unit: 'ns',
};

/** `test sum ... bench:   1,234.56 ns/iter (+/- 7.89)`. */
const LIBTEST_METRIC: Metric = {
  kind: 'output',
  pattern: '\\bbench: +([0-9.,]+) ns/iter',
  better: 'lower',
  unit: 'ns',
};
