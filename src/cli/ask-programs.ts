// The one question of the command line: which of a folder's offers are meant. A list on the terminal, with the keyboard.
import { MultiSelectPrompt } from '@clack/core';
import type { Offer } from '../kinds/offer.ts';
import { colorsFor } from '../report/terminal-style.ts';
import type { Colors, TerminalStyle } from '../report/terminal-style.ts';
import { cut, paragraph, widest } from '../report/text-layout.ts';
import { visibleText } from '../text/visible-text.ts';
import type { CommandContext } from './context.ts';

/** Rows of the list on a terminal that does not say how high it is. */
const USUAL_ROWS = 12;
/** Lines around the list: the question, the highlighted one's note, the keys. */
const LINES_AROUND = 6;
const WIDEST_NAME = 40;

/**
 * @param ready offers that can be profiled as they are, at least one
 * @returns what was chosen, at least one: the marked ones, or else the highlighted one; undefined where the user left
 */
export async function askPrograms(
  ready: readonly Offer[],
  { stderr, errorStyle, signal }: Pick<CommandContext, 'stderr' | 'errorStyle' | 'signal'>,
  purpose: 'profile' | 'build' | 'verify' = 'profile',
): Promise<readonly Offer[] | undefined> {
  const look: Look = {
    style: errorStyle,
    purpose,
    colors: colorsFor(errorStyle),
    most: Math.max(3, (stderr.rows || USUAL_ROWS + LINES_AROUND) - LINES_AROUND),
  };
  const options = ready.map((offer) => ({ value: offer }));
  const prompt = new MultiSelectPrompt<{ value: Offer }>({
    options,
    signal,
    output: stderr,
    render() {
      if (this.state === 'cancel') return '';
      const chosen = this.value ?? [];
      if (this.state === 'submit') return answerLine(chosen, look);
      return questionText(ready, this.cursor, chosen, look);
    },
  });
  prompt.on('key', (_, key) => {
    // The end of the input would leave nobody to answer.
    if (key.ctrl === true && key.name === 'd') prompt.state = 'cancel';
    const highlighted = ready[prompt.cursor];
    if (key.name !== 'return' || highlighted === undefined) return;
    if ((prompt.value ?? []).length === 0) prompt.value = [highlighted];
  });
  const answer = await prompt.prompt();
  if (typeof answer !== 'object') return undefined;
  // In the list's order, whatever the order of marking.
  return ready.filter((offer) => answer.includes(offer));
}

interface Look {
  readonly style: TerminalStyle;
  readonly colors: Colors;
  readonly purpose: 'profile' | 'build' | 'verify';
  /** Rows of the list at most. */
  readonly most: number;
}

function answerLine(chosen: readonly Offer[], { style, colors, purpose }: Look): string {
  const names = chosen.map(({ name }) => visibleText(name)).join(', ');
  return `What to ${purpose}: ${colors.bold(cut(names, style.columns - 20, style))}`;
}

function questionText(
  ready: readonly Offer[],
  cursor: number,
  chosen: readonly Offer[],
  look: Look,
): string {
  const { style, colors, most, purpose } = look;
  const from = Math.max(0, Math.min(cursor - Math.floor(most / 2), ready.length - most));
  const shown = ready.slice(from, from + most);
  const names = shown.map(({ name }) => cut(visibleText(name), WIDEST_NAME, style));
  const width = widest(names);
  const rows = shown.map(({ why }, at) => {
    const isHere = from + at === cursor;
    const mark = chosen.includes(shown[at] as Offer) ? '[x]' : '[ ]';
    const name = names[at] ?? '';
    const gap = ' '.repeat(width - widest([name]));
    const start = `${isHere ? '>' : ' '} ${mark} `;
    const rest = cut(visibleText(why), Math.max(10, style.columns - width - 9), style);
    return `${start}${isHere ? colors.bold(name) : name}${gap}  ${colors.dim(rest)}`;
  });
  const more = ready.length - shown.length;
  const note = ready[cursor]?.note;
  const lines = [
    `What do you want to ${purpose}?`,
    ...rows,
    ...(more > 0 ? [colors.dim(`  ${ready.length} in total`)] : []),
    ...(note === undefined ? [] : paragraph(visibleText(note), style, '  ')),
    colors.dim(KEYS),
  ];
  return lines.join('\n');
}

const KEYS = 'Enter: select, Space: mark, arrows: move, Esc: cancel';
