// Where objects stand among the libraries and options of a recorded link line.
import type { LinkWord } from '../../model/program.ts';
import { isInput, isOption, readLinkLine } from '../../flags/options.ts';
import type { Option, LinkPlace } from '../../flags/options.ts';

/**
 * Objects keep their places only where these can matter: behind a library, or behind what is said to the linker. In front of
 * the line they need none.
 */
export function withPlaces(words: readonly LinkWord[]): LinkWord[] {
  const items = readLinkLine(words);
  const first = items.findIndex(isForLinker);
  const isPlace = (item: LinkWord | Option): boolean =>
    typeof item !== 'string' && 'objects' in item;
  if (first !== -1 && items.slice(first).some(isPlace)) return merged(words);
  return words.filter((word) => !isPlace(word));
}

/** A library, a file, or an option that the linker reads in its place. */
function isForLinker(item: Option | LinkPlace): boolean {
  if (!isOption(item)) return 'library' in item;
  return isInput(item) || ['-l', '-Wl', '-Xlinker', '--for-linker'].includes(item.name);
}

/** Neighbouring places are one. */
function merged(words: readonly LinkWord[]): LinkWord[] {
  const result: LinkWord[] = [];
  for (const word of words) {
    const last = result.at(-1);
    if (typeof word === 'string' || !('objects' in word)) result.push(word);
    else if (last !== undefined && typeof last !== 'string' && 'objects' in last) {
      result[result.length - 1] = { objects: last.objects + word.objects };
    } else result.push(word);
  }
  return result;
}
