// A run as JUnit XML: one test case per benchmark and target, so that CI shows what broke or fell below a threshold.
import { create } from 'xmlbuilder2';
import type { Failure } from '../model/failure.ts';
import type { BenchmarkResult, Comparison, ProgramResult, Run } from '../model/run.ts';
import { standing } from '../model/variant.ts';
import { measuredFor, shownSpeedup } from './comparison-facts.ts';
import { metricText, rangeText, ratioText } from './format.ts';
import { hostFacts } from './host-text.ts';
import { thresholdFailures } from './threshold.ts';
import type { ThresholdFailure } from './threshold.ts';
import { withDoubts } from './verdict-doubts.ts';
import { visibleLines, visibleText } from '../text/visible-text.ts';

type XmlElement = ReturnType<typeof create>;

interface TestCase {
  readonly name: string;
  readonly outcome: 'passed' | 'failure' | 'error' | 'skipped';
  /** The kind of failure, such as `output-differs` or `threshold`. */
  readonly type?: string;
  readonly message?: string;
  readonly details?: string;
  readonly output?: string;
  /** Seconds: the median of one execution. */
  readonly time?: number;
}

export interface JUnitOptions {
  /** A speedup: certain lower ones are failures, as thresholdFailures decides. */
  readonly failBelow?: number;
}

/**
 * One suite per program, named test cases `<benchmark> [<target>]`. Failures: wrong output, variants that did not build, crashed or
 * hung, speedups below the threshold. Errors: programs and benchmarks that could not be built or measured at all. Skipped: targets this host cannot run.
 */
export function junitReport(run: Run, options: JUnitOptions = {}): string {
  const tooLow = options.failBelow === undefined ? [] : thresholdFailures(run, options.failBelow);
  const suites = run.programs.map((program) => ({
    name: program.name,
    cases: programCases(
      run,
      program,
      tooLow.filter((each) => each.program === program.name),
    ),
  }));
  const runFailure = run.failure;
  if (runFailure !== undefined) {
    suites.push({ name: 'run', cases: [errorCase('run', runFailure)] });
  }
  const root = add(create({ version: '1.0', encoding: 'UTF-8' }), 'testsuites', {
    name: 'retarget',
    ...counts(suites.flatMap(({ cases }) => cases)),
  });
  for (const { name, cases } of suites) {
    const suite = add(root, 'testsuite', {
      name,
      ...counts(cases),
      timestamp: run.startedAt.replace(/(\.\d+)?Z$/, ''),
    });
    const properties = add(suite, 'properties');
    for (const [property, value] of runProperties(run)) {
      add(properties, 'property', { name: property, value });
    }
    for (const each of cases) addCase(suite, name, each);
  }
  return `${root.end({ prettyPrint: true })}\n`;
}

function runProperties(run: Run): [string, string][] {
  return [
    ['run', run.id],
    ['baseline', run.baseline],
    ['retarget', run.tool],
    ...(run.settings.bitcodeOnly === true ? [['bitcode-only', 'yes'] as [string, string]] : []),
    ['host', run.host.brand],
    ...hostFacts(run.host, run.toolchain),
    ['features', run.host.features.join(' ')],
  ];
}

function counts(cases: readonly TestCase[]): Record<string, string> {
  const having = (outcome: TestCase['outcome']): string =>
    String(cases.filter((each) => each.outcome === outcome).length);
  const time = cases.reduce((sum, each) => sum + (each.time ?? 0), 0);
  return {
    tests: String(cases.length),
    failures: having('failure'),
    errors: having('error'),
    skipped: having('skipped'),
    time: time.toFixed(6),
  };
}

function addCase(suite: XmlElement, program: string, each: TestCase): void {
  const element = add(suite, 'testcase', {
    name: each.name,
    classname: program,
    time: (each.time ?? 0).toFixed(6),
  });
  const { outcome, type = outcome, message = '', details = message, output } = each;
  if (outcome === 'skipped') add(element, 'skipped', { message });
  if (outcome === 'failure' || outcome === 'error') {
    add(element, outcome, { type, message }).txt(visibleLines(details));
  }
  if (output !== undefined) add(element, 'system-out').txt(visibleLines(output));
}

/** One element, in whose attributes nothing is left that XML forbids. */
function add(
  parent: XmlElement,
  name: string,
  attributes: Readonly<Record<string, string>> = {},
): XmlElement {
  const shown = Object.entries(attributes).map(
    ([key, value]) => [key, visibleText(value)] as const,
  );
  return parent.ele(name, Object.fromEntries(shown));
}

function programCases(
  run: Run,
  program: ProgramResult,
  tooLow: readonly ThresholdFailure[],
): TestCase[] {
  const measured = new Set(
    program.benchmarks.flatMap((result) => result.comparisons.map(({ target }) => target)),
  );
  return [
    ...(program.failure === undefined ? [] : [errorCase('build', program.failure)]),
    // A variant that failed to build shows in each benchmark's row; without benchmarks it needs a case of its own.
    ...standing(program.variants).flatMap((variant): TestCase[] => {
      if (measured.has(variant.target)) return [];
      const name = `build [${variant.target}]`;
      if (variant.failure !== undefined) return [errorCase(name, variant.failure)];
      return [{ name, outcome: variant.state === 'built' ? 'passed' : 'skipped' }];
    }),
    ...program.benchmarks.flatMap((result) => [
      ...(result.failure === undefined ? [] : [errorCase(result.benchmark.name, result.failure)]),
      ...result.comparisons.map((comparison) =>
        comparisonCase(run, program, result, comparison, tooLow),
      ),
    ]),
  ];
}

function errorCase(name: string, failure: Failure): TestCase {
  return {
    name,
    outcome: 'error',
    type: failure.code,
    message: failure.message,
    details: failureDetails(failure),
  };
}

function failureDetails({ message, details, hint }: Failure): string {
  return [message, details, hint].filter((part) => part !== undefined).join('\n');
}

function comparisonCase(
  run: Run,
  program: ProgramResult,
  result: BenchmarkResult,
  comparison: Comparison,
  tooLow: readonly ThresholdFailure[],
): TestCase {
  const { benchmark } = result;
  const median = measuredFor(result, comparison)?.median;
  const base = {
    name: `${benchmark.name} [${comparison.target}]`,
    output: withDoubts(outputText(result, comparison, run.baseline), program, comparison.target),
    ...(median === undefined || benchmark.metric.kind === 'output' ? {} : { time: median / 1e9 }),
  };
  const { failure, verdict } = comparison;
  if (verdict === 'wrong output' || verdict === 'failed') {
    return {
      ...base,
      outcome: 'failure',
      type: failure?.code ?? verdict,
      message: failure?.message ?? verdict,
      details: failure === undefined ? verdict : failureDetails(failure),
    };
  }
  if (verdict === 'cannot run') {
    return { ...base, outcome: 'skipped', message: failure?.message ?? 'This host cannot run it.' };
  }
  const low = tooLow.find(
    (each) => each.benchmark === benchmark.name && each.target === comparison.target,
  );
  if (low !== undefined) {
    return { ...base, outcome: 'failure', type: 'threshold', message: low.message };
  }
  return { ...base, outcome: 'passed' };
}

function outputText(result: BenchmarkResult, comparison: Comparison, baseline: string): string {
  const speedup = shownSpeedup(result, comparison);
  const measured = measuredFor(result, comparison);
  const { metric } = result.benchmark;
  return [
    comparison.verdict === 'identical code'
      ? `identical code to ${comparison.identicalTo ?? baseline}`
      : comparison.verdict,
    ...(speedup === undefined
      ? []
      : [`${ratioText(speedup)} as fast as ${baseline} (95 % interval ${rangeText(speedup)})`]),
    ...(measured?.median === undefined
      ? []
      : [`median ${metricText(metric, measured.median, measured.spread)}`]),
    ...(speedup === undefined || measured?.askingShare === undefined
      ? []
      : [
          `${ratioText(measured.askingShare)} (${rangeText(measured.askingShare)}) of the speedup from files with CPU-specific code`,
        ]),
  ].join(', ');
}
