// The sample run with hostile text wherever text comes from outside, for tests.
import type { Failure } from '../../src/model/failure.ts';
import type { Run } from '../../src/model/run.ts';
import { sampleRun } from './sample-run.ts';

/** Everything a name or a tool's output may hold that a terminal, a table, a page or a spreadsheet could take for its own. */
export const HOSTILE =
  'a|b `c` <script>alert(1)</script> & "q" \'s\' \u001b[31mred\u001b[0m \u202Eevil\u2066 \r\n* [x](http://y) \u0000\u0007\u009b2J é 名 🙂 \ud800 ]]>';

/** The sample run with hostile text wherever text comes from outside. */
export function hostileRun(): Run {
  const run = sampleRun();
  const failure: Failure = {
    code: 'output-differs',
    message: HOSTILE,
    hint: HOSTILE,
    details: `${HOSTILE}\n\`\`\`\n</details>\n=1+1`,
    place: { file: HOSTILE, line: 3, column: 7 },
  };
  const warning = { code: 'bimodal', message: HOSTILE, benchmark: HOSTILE } as const;
  return {
    ...run,
    project: `/tmp/${HOSTILE}`,
    host: {
      ...run.host,
      brand: HOSTILE,
      notes: [{ code: 'facts-missing', message: HOSTILE }],
    },
    toolchain: { ...run.toolchain, banner: HOSTILE, clang: `/opt/${HOSTILE}/clang` },
    warnings: [warning],
    failure,
    programs: run.programs.map((program) => ({
      ...program,
      name: `=${HOSTILE}`,
      failure,
      variants: program.variants.map((variant) => ({
        ...variant,
        linkArgv: ['clang', HOSTILE, '-o', "it's"],
        ...(variant.target === 'znver4' ? { failure, state: 'failed' as const } : {}),
      })),
      benchmarks: program.benchmarks.map((result) => ({
        ...result,
        benchmark: { ...result.benchmark, name: `@${HOSTILE}`, args: [HOSTILE] },
        warnings: [warning],
        failure,
        comparisons: result.comparisons.map((comparison) =>
          comparison.failure === undefined ? comparison : { ...comparison, failure },
        ),
      })),
    })),
  };
}
