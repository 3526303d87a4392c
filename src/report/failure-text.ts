// A failure for standard error: what happened, the tool's own words indented, and what to do.
import type { Failure } from '../model/failure.ts';
import { remedyLines } from './remedy-words.ts';
import { colorsFor } from './terminal-style.ts';
import type { TerminalStyle } from './terminal-style.ts';
import { paragraph, textOf } from './text-layout.ts';
import { visibleLines, visibleText } from '../text/visible-text.ts';

/** Such as `error: retarget.json:3:5: expected a list`, then details and hint; ends with a newline. */
export function failureText(failure: Failure, style: TerminalStyle): string {
  // Not wrapped here: paths in a message are copied and clicked on, and the terminal wraps by itself.
  const message = `${colorsFor(style).red('error:')} ${messageOf(failure)}`;
  return textOf([message, ...explanation(failure, style, '')]);
}

/** A failure within a report: message wrapped, details and hint, each line starting with `indent`. */
export function failureLines(failure: Failure, style: TerminalStyle, indent: string): string[] {
  return [...paragraph(messageOf(failure), style, indent), ...explanation(failure, style, indent)];
}

function explanation(failure: Failure, style: TerminalStyle, indent: string): string[] {
  const details = failure.details?.replace(/^(\s*\n)+|\s+$/g, '') ?? '';
  return [
    // A compiler's carets point at columns, so these lines are never wrapped either.
    ...(details === ''
      ? []
      : visibleLines(details)
          .split('\n')
          .map((line) => `${indent}    ${line}`)),
    ...hintLines(failure, style, indent),
  ];
}

/** What to do, and below it how to do it in a terminal. */
export function hintOf({
  hint,
  remedies = [],
}: Pick<Failure, 'hint' | 'remedies'>): string | undefined {
  const lines = [...(hint === undefined ? [] : [hint]), ...remedyLines(remedies)];
  return lines.length === 0 ? undefined : lines.join('\n');
}

function hintLines(failure: Failure, style: TerminalStyle, indent: string): string[] {
  const hint = hintOf(failure);
  if (hint === undefined) return [];
  const [first = '', ...rest] = visibleLines(hint).split('\n');
  const title = `${indent}${colorsFor(style).bold('hint:')} `;
  const hanging = indent.length + 'hint: '.length;
  // Commands are meant to be copied: never wrapped, and their own indentation kept.
  const isCommand = failure.hint === undefined;
  return [
    ...(isCommand ? [`${title}${first}`] : paragraph(first, style, title, hanging)),
    ...rest.map((line) => `${' '.repeat(hanging)}${line}`),
  ];
}

function messageOf(failure: Failure): string {
  return `${placePrefix(failure)}${visibleText(failure.message)}`;
}

/** `file:line:column: `, unless the message names the file itself. */
function placePrefix({ place, message }: Failure): string {
  if (place === undefined || message.includes(place.file)) return '';
  const position = [place.line, place.line === undefined ? undefined : place.column]
    .filter((part) => part !== undefined)
    .map((part) => `:${part}`)
    .join('');
  const base = place.file.split(/[\\/]/).at(-1) ?? place.file;
  // A name that needs quotes is named by what stands between them.
  const quoted = JSON.stringify(base).slice(1, -1);
  return message.includes(base) || message.includes(quoted)
    ? ''
    : `${visibleText(place.file)}${position}: `;
}
