// Google Benchmark: its list is one name a line, its answer JSON with the time of one iteration.
import type { Benchmark } from '../../model/program.ts';
import { exactly, unlessGiven, without, type ListingProtocol } from './harness-protocol.ts';

/** Mangled names that a program using it defines or asks for, and a flag's name, which stripping leaves. */
export const GOOGLE_BENCHMARK_WORDS = [
  '_ZN9benchmark22RunSpecifiedBenchmarks',
  '_ZN9benchmark8internal25RegisterBenchmarkInternal',
  'benchmark_list_tests',
];

/** Seconds of measuring in one execution: rounds are many, so each may be short. */
const SECONDS = 0.05;
const MINIMUM_TIME = '--benchmark_min_time';
/** What we ask for ourselves; a project's own way to run it may say it too. */
const OURS = [
  '--benchmark_list_tests',
  '--benchmark_filter',
  '--benchmark_format',
  '--benchmark_out',
  '--benchmark_out_format',
];

export const googleBenchmark: ListingProtocol = {
  name: 'Google Benchmark',
  words: GOOGLE_BENCHMARK_WORDS,
  // Finding the number of iterations takes about as long again.
  seconds: () => 2 * SECONDS,
  listArgs: ({ args }) => {
    const given = without(
      args,
      OURS.filter((name) => name !== '--benchmark_filter'),
    );
    // Before version 1.8 the time has no unit; later ones take it with and without, so far.
    return [`${SECONDS}`, `${SECONDS}s`].map((time) => [
      ...unlessGiven([`${MINIMUM_TIME}=${time}`], given),
      ...given,
      '--benchmark_list_tests=true',
    ]);
  },
  emptyListArgs: (list) => [
    ...without(list, ['--benchmark_filter']),
    `--benchmark_filter=${exactly('')}`,
  ],
  namesIn: (output) => [
    ...new Set(
      output
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== ''),
    ),
  ],
  row: (name, template, list): Benchmark => ({
    ...template,
    name,
    args: [
      ...without(list, OURS),
      `--benchmark_filter=${exactly(name)}`,
      '--benchmark_format=json',
    ],
    metric: {
      kind: 'output',
      // Of repetitions the first, and of aggregates the mean.
      pattern: '"real_time": ([^,\\s]+)',
      unitPattern: '"time_unit": "(\\w+)"',
      failurePattern: '"(?:error|skip)_message": "((?:[^"\\\\]|\\\\.)*)"',
      better: 'lower',
      unit: 'ns',
    },
    // What it prints is times, counters and a date.
    check: { output: 'exit-code', succeeds: true, ignoreLines: [] },
  }),
};
