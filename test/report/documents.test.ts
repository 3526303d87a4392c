import { parse } from 'csv-parse/sync';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { describe, expect, it } from 'vitest';
import { convert } from 'xmlbuilder2';
import type { Run } from '../../src/model/run.ts';
import { csvReport, csvSamples } from '../../src/report/csv.ts';
import { jsonText, runJson } from '../../src/report/json.ts';
import { junitReport } from '../../src/report/junit.ts';
import { markdownCode, markdownText } from '../../src/report/markdown-escape.ts';
import { markdownReport } from '../../src/report/markdown.ts';
import { visibleText } from '../../src/text/visible-text.ts';
import { expectGolden } from './goldens.ts';
import { HOSTILE, hostileRun } from './hostile-run.ts';
import { sampleBuildRun, sampleRun, sampleRunOfTwoPrograms } from './sample-run.ts';

const STEERS = /[\p{Cc}\p{Bidi_Control}\p{Cs}]/u;
const render = (markdown: string): string =>
  micromark(markdown, {
    allowDangerousHtml: true,
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
  });

/** What a browser would show of HTML that holds only tags and character references. */
function shownText(html: string): string {
  return html
    .replace(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}

describe('Markdown', () => {
  it('looks as expected', async () => {
    await expectGolden(markdownReport(sampleRunOfTwoPrograms()), 'run.md');
  });

  it('has as many cells in every row of a table, and every comparison in one', () => {
    for (const run of [sampleRunOfTwoPrograms(), hostileRun(), sampleBuildRun()]) {
      const tables = [...render(markdownReport(run)).matchAll(/<table>.*?<\/table>/gs)];
      expect(tables.length).toBeGreaterThan(run.programs.length);
      for (const [table] of tables) {
        const rows = [...table.matchAll(/<tr>.*?<\/tr>/gs)];
        expect(new Set(rows.map(([row]) => row.match(/<t[hd][ >]/g)?.length)).size).toBe(1);
      }
    }
    const rows = render(markdownReport(sampleRun())).match(/<td align="left">(saxpy|parse|norm)</g);
    expect(rows).toHaveLength(15);
  });

  it('names the shared libraries that were built, with their command lines', () => {
    const run = sampleRun();
    const programs = run.programs.map((program) => ({
      ...program,
      variants: program.variants.map((variant) => ({
        ...variant,
        libraries: [
          { name: 'libz.a', kind: 'static' as const },
          {
            ...{ name: 'libfast.so.1', kind: 'shared' as const, size: 9, hash: 'ab'.repeat(32) },
            linkArgv: ['clang', '-shared', 'fast.c.o'],
          },
        ],
      })),
    }));
    const text = markdownReport({ ...run, programs });
    expect(text).toContain(`clang -shared fast.c.o\n# SHA-256 ${'ab'.repeat(32)} of libfast.so.1`);
  });

  it('shows hostile names as text: no markup, link, or HTML comes of them', () => {
    const html = render(markdownReport(hostileRun()));
    const tags = new Set([...html.matchAll(/<\/?([a-z0-9]+)/g)].map(([, tag]) => tag));
    for (const tag of ['script', 'a', 'img', 'input', 'del']) expect(tags).not.toContain(tag);
    expect(html.match(/<details>/g)).toHaveLength(html.match(/<\/details>/g)?.length ?? 0);
    expect(shownText(html)).toContain(visibleText(HOSTILE));
    expect(html.replaceAll('\n', '')).not.toMatch(STEERS);
  });

  it.each([
    HOSTILE,
    '# not a heading',
    '- not a list',
    '1. not a list either',
    '=== neither',
    '`code` *emphasis* __strong__ ~~gone~~',
    'https://example.org www.example.org me@example.org @someone #12 $x$',
    '[link](x) ![image](x) <b>bold</b> &amp; \\ back\\*slash',
    'a | b || c',
    'http:\\//x a<!-- b --> ]]>',
  ])('renders %j as itself, in a paragraph and in a cell', (text) => {
    const paragraph = render(markdownText(text));
    expect(paragraph).toMatch(/^<p>[^<]*<\/p>$/);
    expect(shownText(paragraph)).toBe(visibleText(text));
    const table = render(`| A | B |\n| - | - |\n| ${markdownText(text)} | end |`);
    const [, cell = ''] = /<td>(.*?)<\/td>\n<td>end<\/td>/s.exec(table) ?? [];
    expect(shownText(cell)).toBe(visibleText(text));
  });

  it('fences code so that the code cannot end it', () => {
    const code = 'a\n````\n</details>\n~~~';
    expect(shownText(render(markdownCode(code))).trimEnd()).toBe(code);
  });
});

describe('CSV', () => {
  const rowsOf = (text: string): Record<string, string>[] =>
    parse(text, { columns: true }) as unknown as Record<string, string>[];

  it('reads back as the comparisons', () => {
    const rows = rowsOf(csvReport(sampleRunOfTwoPrograms()));
    expect(rows).toHaveLength(20);
    expect(rows[2]).toMatchObject({
      program: 'kernels',
      benchmark: 'saxpy',
      target: 'x86-64-v3',
      baseline: 'x86-64',
      verdict: 'faster',
      speedup: '1.8412',
      speedup_low: '1.8123',
      speedup_high: '1.8704',
      unit: 'ns',
      rounds: '12',
    });
    expect(rows[1]).toMatchObject({
      verdict: 'identical code',
      speedup: '',
      identical_to: 'x86-64',
    });
    expect(rows[12]?.['failure']).toContain('`norm 1.4142135623730951`, and');
    expect(rows[15]).toMatchObject({ benchmark: 'compress', unit: 'MB/s', median: '412.85' });
  });

  it('reads back as the samples, counters in columns of their own', () => {
    const run = sampleRun();
    const withCounters: Run = {
      ...run,
      programs: run.programs.map((program) => ({
        ...program,
        benchmarks: program.benchmarks.map((result) => ({
          ...result,
          samples: result.samples.map((sample, index) =>
            index === 0 ? { ...sample, counters: { cycles: 5, 'cache.misses': 7 } } : sample,
          ),
        })),
      })),
    };
    const rows = rowsOf(csvSamples(withCounters));
    const samples = run.programs.flatMap(({ benchmarks }) => benchmarks.flatMap((b) => b.samples));
    expect(rows.map((row) => Number(row['wall_ns']))).toEqual(samples.map(({ wall }) => wall));
    expect(rows[0]).toMatchObject({ counter_cycles: '5', 'counter_cache.misses': '7', round: '0' });
    expect(rows[1]).toMatchObject({ counter_cycles: '' });
  });

  it('gives a spreadsheet no formula and no line break to obey', () => {
    const text = csvReport(hostileRun());
    expect(text.replaceAll('\n', '')).not.toMatch(STEERS);
    const rows = rowsOf(text);
    expect(rows).toHaveLength(15);
    for (const row of rows) {
      expect(row['program']).toBe(`'=${visibleText(HOSTILE)}`);
      expect(row['benchmark']).toBe(`'@${visibleText(HOSTILE)}`);
    }
  });
});

describe('CSV beside JSON', () => {
  const rowsOf = (text: string): Record<string, string>[] =>
    parse(text, { columns: true }) as unknown as Record<string, string>[];
  const at = <Of>(list: readonly Of[], index: string | undefined): Of => {
    const found = list[Number(index)];
    if (found === undefined) throw new Error(`nothing at ${index}`);
    return found;
  };
  /** As CSV writes a value of JSON's. */
  const cell = (value: string | number | undefined): string => String(value ?? '');
  const named = (run: Run, name: string): Run => ({
    ...run,
    programs: run.programs.map((program) => ({
      ...program,
      name,
      benchmarks: program.benchmarks.map((result) => ({
        ...result,
        benchmark: { ...result.benchmark, name: `${name} ${result.benchmark.name}` },
      })),
    })),
  });

  it.each([
    ['the sample', sampleRunOfTwoPrograms()],
    ['names that are arguments', named(sampleRun(), "-9 'two words' +x @y")],
    ['hostile names', hostileRun()],
  ])('joins row by row, each column with its key: %s', (_, run) => {
    const json = JSON.parse(runJson(run)) as Run;
    const rows = rowsOf(csvReport(run));
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) {
      const program = at(json.programs, row['program_index']);
      const result = at(program.benchmarks, row['benchmark_index']);
      const comparison = at(result.comparisons, row['target_index']);
      // What was measured for a target of the same code.
      const measured =
        result.comparisons.find(({ target }) => target === comparison.identicalTo) ?? comparison;
      const { metric } = result.benchmark;
      const ofOutput = metric.kind === 'output';
      const isShown = row['speedup'] !== '';
      expect(Object.keys(row)).toHaveLength(27);
      expect(row).toMatchObject({
        ...{ run: json.id, target: comparison.target, baseline: json.baseline },
        ...{ verdict: comparison.verdict, identical_to: cell(comparison.identicalTo) },
        ...{ median: cell(measured.median), spread: cell(measured.spread) },
        unit: ofOutput ? cell(metric.unit) : 'ns',
        peak_memory_bytes: cell(measured.peakMemory),
        rounds: cell(result.rounds),
        asking_share: isShown ? cell(measured.askingShare?.estimate) : '',
        bitcode_only: json.settings.bitcodeOnly === true ? '1' : '0',
        own_program: cell(program.ownProgram?.state),
        objects_compared: cell(program.verification?.compared),
      });
      if (isShown) {
        const { speedup } = measured;
        expect([row['speedup'], row['speedup_low'], row['speedup_high']]).toEqual(
          [speedup?.estimate, speedup?.low, speedup?.high].map(cell),
        );
        expect(row['p_value']).toBe(cell(comparison.pValue));
      }
    }
  });

  it('joins by names that call nothing, also where they are arguments', () => {
    const run = named(sampleRun(), "-9 'two words' +x @y");
    const json = JSON.parse(runJson(run)) as Run;
    const names = json.programs.flatMap(({ name, benchmarks }) =>
      benchmarks.map(({ benchmark }) => `${name}: ${benchmark.name}`),
    );
    const rows = rowsOf(csvReport(run));
    expect([...new Set(rows.map((row) => `${row['program']}: ${row['benchmark']}`))]).toEqual(
      names,
    );
  });

  it('joins the samples, too', () => {
    const run = sampleRun();
    const json = JSON.parse(runJson(run)) as Run;
    for (const row of rowsOf(csvSamples(run))) {
      const program = at(json.programs, row['program_index']);
      const { benchmark, samples } = at(program.benchmarks, row['benchmark_index']);
      const sample = samples.find(
        ({ round, variant }) => cell(round) === row['round'] && variant === row['variant'],
      );
      expect(row).toMatchObject({
        ...{ run: json.id, program: program.name, benchmark: benchmark.name },
        ...{ position: cell(sample?.position), wall_ns: cell(sample?.wall) },
        ...{ user_ns: cell(sample?.user), system_ns: cell(sample?.system) },
        ...{ peak_memory_bytes: cell(sample?.peakMemory), value: cell(sample?.value) },
      });
    }
  });

  it.each(['=1+1', '=cmd|x!A1', '@SUM(1)', "+1+cmd|' /C x'!A0", "-2+3+cmd|'x'!A0", '\uff1d1'])(
    'gives a spreadsheet nothing to compute of %j',
    (name) => {
      const [row] = rowsOf(csvReport(named(sampleRun(), name)));
      expect(row?.['program']).toBe(`'${name}`);
    },
  );
});

describe('JUnit', () => {
  type Element = Readonly<Record<string, unknown>>;
  interface Document {
    readonly testsuites: readonly {
      readonly testsuite: readonly { readonly testcase: Element[] }[];
    }[];
  }
  const casesOf = (xml: string): Element[] => {
    const document = convert(xml, { format: 'object', verbose: true }) as unknown as Document;
    return document.testsuites.flatMap(({ testsuite }) =>
      testsuite.flatMap(({ testcase }) => testcase),
    );
  };
  const having = (cases: readonly Element[], child: string): unknown[] =>
    cases.filter((each) => child in each).map((each) => each['@name']);

  it('looks as expected', async () => {
    await expectGolden(junitReport(sampleRunOfTwoPrograms(), { failBelow: 1.15 }), 'junit.xml');
  });

  it('fails what is wrong and skips what cannot run', () => {
    const cases = casesOf(junitReport(sampleRunOfTwoPrograms()));
    expect(cases).toHaveLength(20);
    expect(having(cases, 'failure')).toEqual(['norm [x86-64-v3]', 'compress [sapphirerapids]']);
    expect(having(cases, 'skipped')).toHaveLength(3);
  });

  it('fails what is below the threshold with certainty', () => {
    const cases = casesOf(junitReport(sampleRun(), { failBelow: 1 }));
    expect(having(cases, 'failure')).toEqual(['parse [znver4]', 'norm [x86-64-v3]']);
  });

  it('has a case per variant where nothing was measured', () => {
    const cases = casesOf(junitReport(sampleBuildRun()));
    expect(cases).toHaveLength(10);
    expect(having(cases, 'error')).toEqual(['build [sapphirerapids]']);
  });

  it('stays XML whatever the names and outputs hold', () => {
    const xml = junitReport(hostileRun(), { failBelow: 2 });
    expect(xml.replaceAll('\n', '')).not.toMatch(STEERS);
    // xmlbuilder2 leaves references in attributes as they are written.
    const names = casesOf(xml).map((each) => shownText(String(each['@name'])));
    expect(names).toContain(`@${visibleText(HOSTILE)} [znver4]`);
    expect(names).toContain('run');
  });

  it('stays XML whatever any text of a stored run holds', () => {
    const wild = (value: unknown): unknown => {
      if (typeof value === 'string') return `${value}${EVERY_BAD}`;
      if (Array.isArray(value)) return value.map(wild);
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, wild(inner)]));
    };
    for (const run of [sampleRunOfTwoPrograms(), sampleBuildRun()]) {
      const { programs, host, toolchain, id, tool, baseline, startedAt } = run;
      const texts = { programs, host, toolchain, id, tool, baseline, startedAt };
      const failure = { code: 'internal', message: EVERY_BAD, hint: EVERY_BAD } as const;
      const all = { ...run, ...(wild(texts) as typeof texts), failure } satisfies Run;
      const xml = junitReport(all, { failBelow: 1 });
      expect(xml).not.toMatch(NOT_XML);
      expect(xml).toContain('\\x00\\x01');
      expect(casesOf(xml).length).toBeGreaterThan(1);
    }
  });
});

/** All that XML 1.0 forbids, and C1 controls. */
const EVERY_BAD = [
  ...Array.from({ length: 32 }, (_, code) => String.fromCharCode(code)),
  ...['\u007f', '\u0085', '\u009b', '\ufffe', '\uffff', '\ud800', '\udc00', ']]>', '<a b="c">&'],
].join('');
const NOT_XML = /[^\n\r\t\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]|[\u007f-\u009f]/u;

describe('JSON', () => {
  it('is the run itself, byte for byte the same for the same run', () => {
    const run = hostileRun();
    const text = runJson(run);
    expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(run)));
    const shuffled = Object.fromEntries(Object.entries(run).reverse()) as unknown as Run;
    expect(runJson(shuffled)).toBe(text);
    expect(text.startsWith('{\n  "schema": 2,\n  "id": ')).toBe(true);
    expect(text.endsWith('}\n')).toBe(true);
    expect(text.replaceAll('\n', '')).not.toMatch(STEERS);
  });

  it('sorts the keys of any other data', () => {
    expect(jsonText({ b: [{ d: 1, c: '\u202e' }], a: undefined })).toBe(
      '{\n  "b": [\n    {\n      "c": "\\u202e",\n      "d": 1\n    }\n  ]\n}\n',
    );
  });
});
