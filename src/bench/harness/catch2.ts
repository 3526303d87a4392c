// Catch2's BENCHMARK: benchmarks stand inside test cases, so one execution shows which there are; its XML reporter has their times.
import type { Benchmark } from '../../model/program.ts';
import { ENDS_WELL, quotedText, unlessGiven, type PrintingProtocol } from './harness-protocol.ts';

/** The class that each use of BENCHMARK makes one of, by its name at run time: Catch2 itself has it for no local type. */
export const CATCH2_WORDS = ['Catch9Benchmark6Detail17BenchmarkFunction5modelIZ'];

/** Rounds are many, so each may be short; the statistics of one are not needed. */
const SHORT = ['--benchmark-samples=20', '--benchmark-warmup-time=20', '--benchmark-no-analysis'];
/** Those that are hidden since they measure, and all that are not hidden. */
const SHOWN = '~[.],[!benchmark]';

export const catch2: PrintingProtocol = {
  name: 'Catch2',
  words: CATCH2_WORDS,
  listArgs: ({ args }) =>
    // Version 2 has no word for the analysis in its first releases.
    [SHORT, SHORT.slice(0, 1), []].map((short) => [
      ...args,
      ...unlessGiven(['--reporter=xml'], args.map(longName)),
      ...unlessGiven(short, args),
      ...(args.some((word) => !word.startsWith('-')) ? [] : [SHOWN]),
    ]),
  rowsIn: (output, template, list) => {
    const results = resultsIn(output);
    const severalCases = new Set(results.map(({ testCase }) => testCase)).size > 1;
    const ownCase = list.at(-1) === SHOWN;
    return results.map(({ testCase, name }): Benchmark => {
      const shown = unescaped(name);
      return {
        ...template,
        name: severalCases ? `${unescaped(testCase)}/${shown}` : shown,
        args: ownCase ? [...list.slice(0, -1), specOf(unescaped(testCase))] : list,
        metric: {
          kind: 'output',
          pattern: `<TestCase name="${quotedText(testCase)}"[^>]*>(?:(?!</TestCase>)[^])*?<BenchmarkResults name="${quotedText(name)}"[^>]*>\\s*(?:<!--[^>]*-->\\s*)?<mean value="([^"]+)"`,
          failurePattern:
            '<BenchmarkResults [^>]*>\\s*(?:<!--[^>]*-->\\s*)?<failed message="([^"]*)"',
          better: 'lower',
          unit: 'ns',
        },
        check: ENDS_WELL,
      };
    });
  },
};

interface Result {
  /** As the XML has them. */
  readonly testCase: string;
  readonly name: string;
}

/** In their order; one that several sections of a test case run is one. */
function resultsIn(output: string): Result[] {
  const found = new Map<string, Result>();
  let testCase = '';
  for (const [, tag, name = ''] of output.matchAll(
    /<(TestCase|BenchmarkResults) name="([^"]*)"/gu,
  )) {
    if (tag === 'TestCase') testCase = name;
    else found.set(`${testCase}\0${name}`, { testCase, name });
  }
  return [...found.values()];
}

function unescaped(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}

/** A test case by its name alone, as Catch2's expressions have it. */
function specOf(testCase: string): string {
  return testCase.replace(/[\\,[\]"*~]/gu, '\\$&');
}

function longName(word: string): string {
  return /^-r/u.test(word) ? '--reporter' : word;
}
