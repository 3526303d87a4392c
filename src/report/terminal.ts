// A run for a terminal: tables with bars, then what explains them, then the headline.
import type {
  BenchmarkResult,
  Comparison,
  Interval,
  ProgramResult,
  Run,
  Verdict,
} from '../model/run.ts';
import { adviceLines } from './advice-text.ts';
import { BITCODE_ONLY_NOTE } from './messages/notes.ts';
import { buildLines } from './build-text.ts';
import { measuredFor, shownOverall, shownSpeedup } from './comparison-facts.ts';
import { failureLines } from './failure-text.ts';
import { boundsText, metricText, ratioText } from './format.ts';
import { headline } from './headline.ts';
import { briefHostNotes } from './host-notes.ts';
import { warningGroups } from './warning-groups.ts';
import { settingText } from './run-setting.ts';
import { problemsOf, withoutRepeatedHints } from './problems.ts';
import { targetNotes } from './target-notes.ts';
import { remedyLines } from './remedy-words.ts';
import { barScale, speedupBar } from './speedup-bar.ts';
import type { BarScale } from './speedup-bar.ts';
import { colorsFor } from './terminal-style.ts';
import type { Colors, TerminalStyle } from './terminal-style.ts';
import { columnLines } from './text-columns.ts';
import { cut, paragraph, plainWhereNeeded, textOf, widest } from './text-layout.ts';
import type { Alignment } from './text-columns.ts';
import { ownProgramNotes } from './own-program-text.ts';
import { visibleText } from '../text/visible-text.ts';
import { doubtText } from './verdict-doubts.ts';
import { verificationNotes } from './verification-text.ts';
import { counted } from '../text/plural.ts';

/** The whole report: what to build for first, the headline last, and a newline. Lines fit `style.columns` from 60 columns on. */
export function terminalReport(run: Run, style: TerminalStyle): string {
  const colors = colorsFor(style);
  const sections = [
    adviceLines(run, style),
    paragraph(settingText(run), style).map((line) => colors.dim(line)),
    ...run.programs.map((program) => programSection(run, program, style)),
    problemSection(run, style),
    noteSection(run, style),
    warningSection(run, style),
    paragraph(headline(run), style).map((line) => colors.bold(line)),
  ].filter((lines) => lines.length > 0);
  return plainWhereNeeded(
    textOf(sections.flatMap((lines, index) => (index === 0 ? lines : ['', ...lines]))),
    style,
  );
}

function programSection(run: Run, program: ProgramResult, style: TerminalStyle): string[] {
  const colors = colorsFor(style);
  const title = colors.bold(cut(visibleText(program.name), style.columns, style));
  const measured = program.benchmarks.filter((result) => result.comparisons.length > 0);
  if (measured.length === 0) return [title, ...buildLines(run, program, style)];
  return [title, ...measurementLines(measured, program, style)];
}

interface Row {
  /** The last is the verdict. */
  readonly cells: readonly string[];
  /** What stands beside the verdict, or below the row where there is no room; empty where nothing is in doubt. */
  readonly doubt: string;
  readonly bar: Interval | undefined;
  readonly drawsBar: boolean;
}

interface Block {
  readonly heading: string;
  readonly rows: readonly Row[];
}

const INDENT = '  ';
const GAP = 2;
const LEAST_BAR = 8;
const MOST_BAR = 32;
const MOST_NAME = 24;
const ALIGNMENTS: readonly Alignment[] = ['left', 'right', 'left', 'right', 'left'];
const TIME_COLUMN = 3;
/** A narrow terminal loses the times before it loses an interval or a verdict. */
const LAYOUTS = [
  { times: true, beside: true },
  { times: false, beside: true },
  { times: true, beside: false },
] as const;
const NARROWEST = { times: false, beside: false } as const;
type Layout = (typeof LAYOUTS)[number] | typeof NARROWEST;

function measurementLines(
  measured: readonly BenchmarkResult[],
  program: ProgramResult,
  style: TerminalStyle,
): string[] {
  const colors = colorsFor(style);
  const blocks = [
    ...measured.map((result) => benchmarkBlock(program, result, style, colors)),
    ...overallBlock(program, measured.length, style),
  ];
  const rows = blocks.flatMap((block) => block.rows);
  const room = style.columns - INDENT.length;
  const layout = LAYOUTS.find((each) => widest(rowLines(rows, each, colors)) <= room) ?? NARROWEST;
  const lines = rowLines(rows, layout, colors);
  const width = widest(lines);
  const barCells = Math.min(MOST_BAR, room - width - GAP);
  const scale = barScale(
    rows.flatMap((row) => (row.bar === undefined ? [] : [row.bar])),
    barCells,
  );
  const drawn =
    barCells < LEAST_BAR
      ? lines
      : lines.map((line, index) => withBar(line, rows[index], width, scale, style));
  let next = 0;
  return blocks.flatMap((block) => {
    const own = drawn.slice(next, next + block.rows.length);
    next += block.rows.length;
    return [
      `${INDENT}${cut(block.heading, room, style)}`,
      ...own.flatMap((line, index) => [
        `${INDENT}${line}`,
        ...(layout.beside ? [] : doubtLines(block.rows[index], style, colors)),
      ]),
    ];
  });
}

function rowLines(rows: readonly Row[], { times, beside }: Layout, colors: Colors): string[] {
  const isShown = (_: unknown, index: number): boolean => times || index !== TIME_COLUMN;
  const cellsOf = ({ cells, doubt }: Row): readonly string[] =>
    beside && doubt !== ''
      ? [...cells.slice(0, -1), `${cells.at(-1) ?? ''} ${colors.yellow(doubt)}`]
      : cells;
  return columnLines(
    rows.map((row) => cellsOf(row).filter(isShown)),
    ALIGNMENTS.filter(isShown),
  );
}

function doubtLines(row: Row | undefined, style: TerminalStyle, colors: Colors): string[] {
  const lines = row === undefined ? [] : paragraph(row.doubt, style, INDENT.repeat(3));
  return lines.filter((line) => line.trim() !== '').map((line) => colors.yellow(line));
}

function withBar(
  line: string,
  row: Row | undefined,
  width: number,
  scale: BarScale,
  style: TerminalStyle,
): string {
  if (row?.drawsBar !== true) return line;
  const padding = ' '.repeat(width - widest([line]) + GAP);
  return `${line}${padding}${speedupBar(row.bar, scale, style)}`;
}

function benchmarkBlock(
  program: ProgramResult,
  result: BenchmarkResult,
  style: TerminalStyle,
  colors: Colors,
): Block {
  const { benchmark, comparisons, rounds, stopped } = result;
  const ended =
    stopped === 'budget' ? ', out of budget' : stopped === 'interrupted' ? ', interrupted' : '';
  const plan = rounds > 0 ? `  ${counted(rounds, 'round')}${ended}` : '';
  return {
    heading: `${visibleText(benchmark.name)}${colors.dim(plan)}`,
    rows: comparisons.map((comparison) =>
      comparisonRow(program, result, comparison, style, colors),
    ),
  };
}

function comparisonRow(
  program: ProgramResult,
  result: BenchmarkResult,
  comparison: Comparison,
  style: TerminalStyle,
  colors: Colors,
): Row {
  const speedup = shownSpeedup(result, comparison);
  const measured = measuredFor(result, comparison);
  const time =
    measured?.median === undefined
      ? ''
      : visibleText(metricText(result.benchmark.metric, measured.median, measured.spread));
  return {
    cells: [
      `${INDENT}${cut(visibleText(comparison.target), MOST_NAME, style)}`,
      speedup === undefined ? '' : ratioText(speedup),
      speedup === undefined ? '' : boundsText(speedup),
      cut(time, MOST_NAME, style),
      verdictColor(comparison.verdict, colors)(comparison.verdict),
    ],
    doubt: doubtText(program, comparison.target),
    bar: speedup,
    drawsBar:
      speedup !== undefined ||
      comparison.verdict === 'baseline' ||
      comparison.verdict === 'identical code',
  };
}

function overallBlock(program: ProgramResult, benchmarks: number, style: TerminalStyle): Block[] {
  const shown = shownOverall(program);
  if (shown.length === 0) return [];
  return [
    {
      heading: `geometric mean of ${counted(benchmarks, 'benchmark')}`,
      rows: shown.map(({ target, speedup }) => ({
        cells: [
          `${INDENT}${cut(visibleText(target), MOST_NAME, style)}`,
          ratioText(speedup),
          boundsText(speedup),
          '',
          '',
        ],
        doubt: '',
        bar: speedup,
        drawsBar: true,
      })),
    },
  ];
}

/** Colour repeats what the word says, for those who see it. */
function verdictColor(verdict: Verdict, colors: Colors): (text: string) => string {
  switch (verdict) {
    case 'faster':
      return colors.green;
    case 'slower':
    case 'wrong output':
    case 'failed':
      return colors.red;
    case 'inconclusive':
      return colors.yellow;
    case 'baseline':
    case 'no difference':
    case 'identical code':
    case 'cannot run':
      return colors.dim;
  }
}

function problemSection(run: Run, style: TerminalStyle): string[] {
  const colors = colorsFor(style);
  const problems = problemsOf(run);
  if (problems.length === 0) return [];
  return [
    colors.bold('Problems'),
    ...withoutRepeatedHints(problems).flatMap(({ title, failure }) => [
      ...paragraph(visibleText(title), style, INDENT),
      ...failureLines(failure, style, INDENT.repeat(2)),
    ]),
  ];
}

function noteSection(run: Run, style: TerminalStyle): string[] {
  const notes = targetNotes(run).map(({ target, text }) => `${target}: ${text}.`);
  const others = [
    ...(run.settings.bitcodeOnly === true ? [BITCODE_ONLY_NOTE] : []),
    ...ownProgramNotes(run),
    ...verificationNotes(run),
  ];
  const ofHost = briefHostNotes(run.host);
  if (notes.length + others.length + ofHost.length === 0) return [];
  return [
    colorsFor(style).bold('Notes'),
    ...[...notes, ...others].flatMap((note) => paragraph(visibleText(note), style, INDENT, 4)),
    ...ofHost.map((note) => cut(`${INDENT}${visibleText(note)}`, style.columns, style)),
  ];
}

function warningSection(run: Run, style: TerminalStyle): string[] {
  const groups = warningGroups(run);
  if (groups.length === 0) return [];
  return [
    colorsFor(style).bold('Warnings'),
    ...groups.flatMap(({ message, places, remedies }) => [
      ...paragraph(visibleText(warningText(message, places)), style, INDENT, 4),
      ...remedyLines(remedies).map((line) => `${INDENT.repeat(2)}${visibleText(line)}`),
    ]),
  ];
}

/** Groups of places named before the rest is only counted. */
const PLACE_LIMIT = 4;

function warningText(message: string, places: readonly string[]): string {
  if (places.length === 0) return message;
  const named = places.slice(0, PLACE_LIMIT).join('; ');
  const more = places.length - PLACE_LIMIT;
  return `${named}${more > 0 ? `; and ${more} more` : ''}: ${message}`;
}
