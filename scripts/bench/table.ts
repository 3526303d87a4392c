// What every part of `npm run bench` returns, and how it is printed.
import stringWidth from 'string-width';

export interface BenchTable {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Whole sentences under the table. */
  readonly notes?: readonly string[];
}

/** The table as text: first column left, the others right, columns two spaces apart. */
export function tableText({ title, columns, rows, notes = [] }: BenchTable): string {
  const widths = columns.map((column, index) =>
    Math.max(...[column, ...rows.map((row) => row[index] ?? '')].map((cell) => stringWidth(cell))),
  );
  const line = (cells: readonly string[]): string =>
    widths
      .map((width, index) => {
        const cell = cells[index] ?? '';
        const space = ' '.repeat(width - stringWidth(cell));
        return index === 0 ? cell + space : space + cell;
      })
      .join('  ')
      .trimEnd();
  return [
    title,
    line(columns),
    widths.map((width) => '-'.repeat(width)).join('  '),
    ...rows.map(line),
    ...notes.map((note) => `  ${note}`),
    '',
  ].join('\n');
}
