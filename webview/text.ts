// Names cut to a length that tells them apart.
import { visibleText } from '../src/text/visible-text.ts';

/** Longest name that is looked at whole before it is cut; the rest of a hostile one costs nothing. */
const LOOKED_AT = 4000;

/** One visible line; of what is longer than `length` characters the beginning and the end stay. */
export function shorten(text: string, length: number): string {
  const seen =
    text.length > 2 * LOOKED_AT ? text.slice(0, LOOKED_AT) + text.slice(-LOOKED_AT) : text;
  const chars = [...visibleText(seen)];
  if (chars.length <= length) return chars.join('');
  const tail = Math.floor((length - 1) / 3);
  return `${chars.slice(0, length - 1 - tail).join('')}\u2026${chars.slice(chars.length - tail).join('')}`;
}

/** A path's last part. */
export function baseName(path: string): string {
  return (
    path
      .split(/[/\\]/)
      .filter((part) => part !== '')
      .at(-1) ?? path
  );
}
