// What the page says in sentences. Names of columns and buttons, and verdicts' words, stand where they are drawn.
import { counted } from '../src/text/plural.ts';

const THIN = '\u2009';

// captions of the chart

export function speedupCaption({ baseline }: { readonly baseline: string }): string {
  return `Speedup over ${baseline}, with 95${THIN}% interval.`;
}

/** Above the chart's labels. */
export function speedupSides({ baseline }: { readonly baseline: string }) {
  return { left: 'slower', right: `faster than ${baseline}` };
}

export const CHANGE_SIDES = { left: 'slower now', right: 'faster now' } as const;

export const OVERALL = 'Overall';

export function overallOf({ program }: { readonly program: string }): string {
  return `${program}, overall`;
}

export function meanOf({ benchmarks }: { readonly benchmarks: number }): string {
  return `geometric mean of ${counted(benchmarks, 'benchmark')}`;
}

export function timesCaption(): string {
  return 'Median of the metric \u00b1 median absolute deviation. Each benchmark is scaled to its largest value.';
}

/** @param thinned not every sample is drawn */
export function samplesCaption(facts: {
  readonly baseline: string;
  readonly thinned: boolean;
}): string {
  const note = facts.thinned ? ' If there are many, only some are drawn.' : '';
  return `Each dot is one sample relative to the median of ${facts.baseline}. Rounds run from top to bottom. The box spans the middle half. For times, left is faster.${note}`;
}

export function meanCaption({ baseline }: { readonly baseline: string }): string {
  return `Geometric mean of the speedups over ${baseline}, with 95${THIN}% interval.`;
}

export function changesCaption(): string {
  return `Speed of each target compared with before, with 95${THIN}% interval.`;
}

export function chartLabel({ caption }: { readonly caption: string }): string {
  return `${caption} The results table has the same numbers.`;
}

export function samplesLabel({ names }: { readonly names: readonly string[] }): string {
  return `Samples of ${names.join(' and ')} by round. The table below has the same values.`;
}

export const SCROLLING_CHART = 'Scrollable chart';

export function resultsLabel({ baseline }: { readonly baseline: string }): string {
  return `Speedups over ${baseline} by benchmark and target`;
}

export const CLICK_FOR_DETAILS = 'Click for samples and build commands';

// what stands where there is nothing to draw

export function nothingMeasured(): string {
  return 'This run has no measurements.';
}

/** @param reason shortened @param others further problems, which stand below */
export function notMeasuredBecause(facts: {
  readonly reason: string;
  readonly others: number;
}): string {
  const rest = facts.others === 0 ? '' : ` ${counted(facts.others, 'more problem')} below.`;
  return `Nothing was measured. ${facts.reason}${rest}`;
}

/** @param identical all of them ran, with the same code */
export function noBars(facts: { readonly baseline: string; readonly identical: boolean }): string {
  return facts.identical
    ? `No bars: every target has the same code as ${facts.baseline}.`
    : `No bars: no target could be compared with ${facts.baseline}. The table shows why.`;
}

export const NOTHING_MEASURED_YET = 'Nothing has been measured yet.';
export const NO_BENCHMARK_MATCHES = 'No benchmark name matches the filter.';
export const NO_MEAN =
  'A geometric mean needs at least two benchmarks measured for the same target.';
export const ALL_HIDDEN = 'All targets are hidden.';
export const ALL_HIDDEN_OR_UNMEASURED = 'All targets are hidden, or none was measured.';
export const ONLY_BASELINE = 'The baseline is the only target.';

export const OPEN_BEFORE = 'Show the earlier run';
export const OPEN_AFTER = 'Show the later run';

export const NOTHING_IN_COMMON = 'The two runs have nothing in common to compare.';
export const NOTHING_MEASURED_TWICE = 'No target was measured in both runs.';
export const SAME_EXECUTABLES =
  'Identical code: all executables measured in both runs are the same, so no target became faster or slower. Any differences in time are measurement noise.';
export const NOTHING_COMPARABLE = 'Nothing can be compared. The table shows why.';

export function otherHosts(): string {
  return 'The runs are from different hosts, so their times reflect the hosts as much as the code.';
}

export function moreRowsAbove({ count }: { readonly count: number }): string {
  return `${counted(count, 'more row')} in the chart above.`;
}

export function moreInDocument({ count }: { readonly count: number }): string {
  return `The stored run has ${counted(count, 'more variant')}.`;
}

// samples

export const READING_SAMPLES = 'Loading samples.';
export const ROW_READING_SAMPLES = 'loading samples';
export const NO_SAMPLES = 'This file does not contain samples.';
export const ROW_NO_SAMPLES = 'this file does not contain samples';
export const MEASURED_WITH_ANOTHER = 'Not measured separately: the executable is the same.';
export const NOT_MEASURED = 'Not measured.';
export const NOT_MEASURED_SEE_ABOVE = 'Not measured; see the reason above.';

export function allSamples({ count }: { readonly count: number }): string {
  return `All ${counted(count, 'sample')} as a table`;
}

export function showAll({ count }: { readonly count: number }): string {
  return `Show all ${count.toLocaleString('en-US')}`;
}

export function sameExecutable({ target }: { readonly target: string | undefined }): string {
  return `same executable as ${target ?? 'another target'}`;
}

export function beingMeasured({ rounds }: { readonly rounds: number }): string {
  return `in progress, ${counted(rounds, 'round')} so far`;
}

// details

export function measuredSomethingElse({ doubt }: { readonly doubt: string }): string {
  return `What was measured is ${doubt}.`;
}

/** @param probability such as `p < 0.001` */
export function significance({ probability }: { readonly probability: string }): string {
  return `${probability}, corrected for the number of comparisons`;
}

export const NO_BUILD_FACTS = 'No build information is available.';

export function specificFilesHelp(): string {
  return 'They contain code such as #ifdef __AVX2__ and were recompiled for this target.';
}

export const STATIC_LIBRARY = 'static: an archive of its units';

export function targetsShown(facts: { readonly shown: number; readonly all: number }): string {
  return `Targets: ${facts.shown} of ${facts.all} shown`;
}

// the host

/** Behind its name, in one line. */
export function hostFacts(facts: {
  readonly physical: number;
  readonly logical: number;
  readonly system: string;
  readonly clang: string;
}): string {
  const { physical, logical, system, clang } = facts;
  const threads = logical === physical ? '' : `, ${counted(logical, 'thread')}`;
  return `${counted(physical, 'core')}${threads}, ${system}, clang ${clang}`;
}

export function featuresMissing(facts: { readonly missing: number; readonly all: number }): string {
  return facts.missing === 0 ? `all ${facts.all}` : `${facts.missing} of ${facts.all} missing`;
}

export function featuresBeyondLevels({ count }: { readonly count: number }): string {
  return `${counted(count, 'feature')} beyond the levels`;
}

export function baselineFeatures({ count }: { readonly count: number }): string {
  return `the baseline: ${counted(count, 'feature')}`;
}

export function featuresBeyond(facts: {
  readonly count: number;
  readonly baseline: string;
}): string {
  return facts.count === 0
    ? `no features beyond ${facts.baseline}`
    : `${counted(facts.count, 'feature')} beyond ${facts.baseline}`;
}

// how to read the page

export function howToRead(facts: {
  readonly baseline: string;
  readonly precision: number;
  readonly budget: number;
  readonly pin: number | undefined;
}): readonly string[] {
  const { baseline, precision, budget, pin } = facts;
  const pinned = pin === undefined ? '' : ` Benchmarks were pinned to core ${pin}.`;
  const percent = (precision * 100).toLocaleString('en-US');
  return [
    `Speedup is the time of ${baseline} divided by the time of the target: above 1, the target is faster. It is estimated from ratios within rounds. Each round runs every distinct variant once, in random order, so a machine that slows down or speeds up affects all of them.`,
    `Intervals are 95${THIN}% confidence intervals. Verdicts are corrected for the number of comparisons, so a target can be inconclusive although its interval excludes 1. If two targets produce the same executable, it is measured once and no ratio is reported.`,
    `Measuring stopped when every interval was within \u00b1${percent}${THIN}%, or after ${counted(budget, 'second')}, and never because a difference appeared.${pinned}`,
    'These results are for one code layout and one input per benchmark. Other inputs, layouts or machines may give different results.',
  ];
}

export function runFacts(facts: {
  readonly id: string;
  readonly seed: number;
  readonly tool: string;
  readonly banner: string;
  readonly triple: string;
  readonly project: string;
}): string {
  return `Run ${facts.id}, seed ${facts.seed}, Retarget ${facts.tool}, ${facts.banner}, ${facts.triple}. Project: ${facts.project}`;
}

// the state of the run and of the page

export const STATE_WORDS = {
  running: 'In progress: results so far are provisional',
  interrupted: 'Interrupted: only completed results are shown',
  failed: 'The run failed',
} as const;

export const PROFILE_RUNNING = 'Profile in progress';
export const PROFILE_ENDED = 'The profile has ended.';
export const PREPARING = 'Preparing the profile.';
export const WAITING = 'Waiting for another profile on this machine to finish.';
export const BUILDING = 'Building.';
export const CHECKING = 'Checking outputs.';

export function measuring({ benchmark }: { readonly benchmark: string | undefined }): string {
  return benchmark === undefined ? 'Measuring.' : `Measuring ${benchmark}.`;
}

export const LOADING_RUN = 'Loading the run.';

export const CANNOT_DRAW = {
  text: 'This cannot be displayed.',
  hint: 'See the log for the reason. The run itself is not affected: the stored run and its reports are complete.',
} as const;

export const NO_CANVAS = 'This browser cannot create images.';
export const NOT_A_RUN = 'This file is not a Retarget run.';

export function pictureCut(facts: { readonly shown: number; readonly all: number }): string {
  return `The picture shows ${facts.shown} of ${facts.all} benchmarks, because some viewers cannot open a taller one. Filter the benchmarks to choose which; CSV has all of them.`;
}

export function rowsMore({ count }: { readonly count: number }): string {
  return `${count} more`;
}

/** The metric that a benchmark is judged by. @param better of a number in the output */
export function metricWords(facts: {
  readonly kind: 'wall' | 'cpu' | 'output';
  readonly better: 'lower' | 'higher' | undefined;
}): string {
  switch (facts.kind) {
    case 'wall':
      return 'wall time';
    case 'cpu':
      return 'CPU time';
    case 'output':
      return `number in the output (${facts.better ?? 'lower'} is better)`;
  }
}

/** Measures the benchmark and target that are shown once more. */
export const PROFILE_THIS = 'Profile This';

// Advice that a click takes.

export const SET_ARGUMENTS = 'Set Arguments...';
export const MEASURE_THIS_NUMBER = 'Measure This Number';
export const USE_EXIT_CODE = 'Use Exit Code';
export const IGNORE_THESE_LINES = 'Ignore These Lines';
export const ALLOW_ROUNDING = 'Allow Rounding';
export const COMPARE_FILES = 'Compare Files';
