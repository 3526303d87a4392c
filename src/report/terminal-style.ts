// What a terminal can show, decided once by the face and handed to every text report.
import pc from 'picocolors';

export interface TerminalStyle {
  /** Width in cells that lines are fitted to. */
  readonly columns: number;
  readonly color: boolean;
  /** Whether bars, ellipses and `µ` may be other than ASCII. */
  readonly unicode: boolean;
}

export type Colors = ReturnType<typeof pc.createColors>;

export function colorsFor(style: Pick<TerminalStyle, 'color'>): Colors {
  return pc.createColors(style.color);
}

/** Whether a POSIX locale, as the environment names it, is UTF-8. On Windows and macOS terminals are, whatever it says. */
export function localeIsUtf8(
  env: Readonly<Record<string, string | undefined>>,
  platform: string,
): boolean {
  if (platform === 'win32' || platform === 'darwin') return true;
  const locale = [env['LC_ALL'], env['LC_CTYPE'], env['LANG']].find(
    (value) => value !== undefined && value !== '',
  );
  return /utf-?8/i.test(locale ?? '');
}

const DEFAULT_COLUMNS = 80;
const LEAST_COLUMNS = 40;
const MOST_COLUMNS = 120;

/**
 * The style for one output stream. Colour: `NO_COLOR` switches it off (https://no-color.org), `FORCE_COLOR` on, otherwise it
 * needs a terminal that is not `dumb`. Width: the terminal's, at most 120, or 80 where there is none.
 */
export function terminalStyle(
  stream: { readonly isTTY?: boolean | undefined; readonly columns?: number | undefined },
  env: Readonly<Record<string, string | undefined>>,
  platform: string,
): TerminalStyle {
  const forced = env['FORCE_COLOR'];
  const refused = env['NO_COLOR'] !== undefined && env['NO_COLOR'] !== '';
  // Some terminals that do not know their width call it 0.
  const columns =
    stream.columns === undefined || stream.columns <= 0 ? DEFAULT_COLUMNS : stream.columns;
  const isTerminal = stream.isTTY === true && env['TERM'] !== 'dumb';
  const wanted = forced !== undefined && forced !== '' ? forced !== '0' : isTerminal;
  return {
    columns: Math.min(MOST_COLUMNS, Math.max(LEAST_COLUMNS, columns)),
    color: wanted && !refused,
    unicode: localeIsUtf8(env, platform),
  };
}
