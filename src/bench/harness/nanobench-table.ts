// The tables in Markdown that nanobench prints, read line by line: one for each group, a line for each benchmark.
import type { TableCell } from '../../model/program.ts';
import type { CapturedText } from '../../patterns/match.ts';

/** `| relative |  ns/op |  op/s |  err% |  total | title`; the unit of time and of what is counted are the program's own. */
const HEADER =
  /^\|(?:[^|\n]*\|)*? *([^\s/|]+)\/[^|\n]+ \| *([^|\n]+\/s) \| *err% \|[^\n]*\| (.+)$/u;
/** `|  1,189.02 |  841,029.91 |  1.2% |  0.01 | `name``, or `:wavy_dash: `name` (Unstable with ...)`. */
const ROW =
  /^\|(?:[^|\n]*\|)*? *([\d,.]+) \| *([\d,.]+) \| *[\d.]+% \|[^\n]*\| (?::wavy_dash: )?`(.*)`(?: \(Unstable .*)?$/du;
/** No line of a table is longer, and what is may take long to look at. */
const LONGEST_LINE = 2000;

export interface NanobenchLine extends Pick<TableCell, 'title' | 'name' | 'tables' | 'before'> {
  readonly time: CapturedText;
  /** `ns`, `us`, `µs`. */
  readonly timeUnit: string;
  readonly rate: CapturedText;
  /** `op/s`. */
  readonly rateUnit: string;
}

/** Every line of every table, in order. */
export function nanobenchLines(output: string): NanobenchLine[] {
  const lines: NanobenchLine[] = [];
  const titles = new Map<string, number>();
  let names = new Map<string, number>();
  let table: Pick<NanobenchLine, 'title' | 'tables' | 'timeUnit' | 'rateUnit'> | undefined;
  let start = 0;
  for (const text of output.split('\n')) {
    const at = start;
    start += text.length + 1;
    if (!text.startsWith('|')) table = undefined;
    if (!text.startsWith('|') || text.length > LONGEST_LINE) continue;
    const [, timeUnit, rateUnit, title] = HEADER.exec(text) ?? [];
    if (timeUnit !== undefined && rateUnit !== undefined && title !== undefined) {
      const tables = titles.get(title) ?? 0;
      titles.set(title, tables + 1);
      table = { title, tables, timeUnit, rateUnit };
      names = new Map();
    }
    const row = ROW.exec(text);
    const name = row?.[3];
    if (table === undefined || row === null || name === undefined) continue;
    const before = names.get(name) ?? 0;
    names.set(name, before + 1);
    const group = (index: 1 | 2): CapturedText => {
      const [from = 0, to = 0] = row.indices?.[index] ?? [];
      return { text: row[index] ?? '', start: at + from, end: at + to };
    };
    lines.push({ ...table, name, before, time: group(1), rate: group(2) });
  }
  return lines;
}

/** What one place in the tables says, with its unit of time where it is a time; nothing where there is no such line. */
export function nanobenchCell(
  lines: readonly NanobenchLine[],
  { title, name, tables, before, column }: TableCell,
): { readonly captured: CapturedText; readonly unit?: string } | undefined {
  const line = lines.find(
    (each) =>
      each.title === title &&
      each.name === name &&
      each.tables === tables &&
      each.before === before,
  );
  if (line === undefined) return undefined;
  return column === 'time' ? { captured: line.time, unit: line.timeUnit } : { captured: line.rate };
}
