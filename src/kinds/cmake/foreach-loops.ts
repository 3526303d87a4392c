// What a `foreach` of CMake's goes through, as far as plain words tell it.
import { parse } from 'node:path';

/** The words of one turn, by how they are referred to: `${name}`. */
export type Turn = ReadonlyMap<string, string>;

export type Lists = ReadonlyMap<string, readonly string[]>;

/** Turns of one loop that are followed, and items of one list that are kept. */
export const MOST_ITEMS = 100;

/** `foreach(name a b)`, `foreach(name RANGE 1 3)`, `foreach(name IN LISTS list ITEMS a)`, `foreach(x y IN ZIP_LISTS one two)`. */
export function turnsOf(args: readonly string[], lists: Lists): Turn[] {
  const at = args.indexOf('IN');
  if (at > 0) return turnsIn(args.slice(0, at), args.slice(at + 1), lists);
  const [variable = '', ...items] = args;
  const numbers = items[0] === 'RANGE' ? range(items.slice(1).map(Number)) : undefined;
  return (numbers ?? itemsOf(items, lists)).map((item) => turn([[variable, item]]));
}

/** The items that words come to: lists that are referred to, and words with semicolons, are many. */
export function itemsOf(words: readonly string[], lists: Lists): string[] {
  const items: string[] = [];
  for (const word of words) {
    if (items.length >= MOST_ITEMS) break;
    const [, name = ''] = /^\$\{([^${}]+)\}$/u.exec(word) ?? [];
    items.push(...(lists.get(name) ?? word.split(';')).filter((item) => item !== ''));
  }
  return items.slice(0, MOST_ITEMS);
}

/** The same turns, in each of which a further variable holds the stem of a file's name that the loop's holds. */
export function withStems(turns: readonly Turn[], variable: string, file: string): Turn[] {
  return turns.map((each) => {
    const path = each.get(file);
    return path === undefined ? each : new Map([...each, [`\${${variable}}`, stemOf(path)]]);
  });
}

/** As CMake's NAME_WE: without folders, and without all that follows the first dot. */
export function stemOf(file: string): string {
  return parse(file).base.replace(/\..*$/u, '');
}

function turnsIn(variables: readonly string[], words: readonly string[], lists: Lists): Turn[] {
  const [variable = ''] = variables;
  if (words[0] === 'ZIP_LISTS') {
    const zipped = words.slice(1).map((name) => lists.get(name) ?? []);
    const nameOf = (at: number): string =>
      variables.length > 1 ? (variables[at] ?? '') : `${variable}_${at}`;
    const longest = zipped.reduce((most, { length }) => Math.max(most, length), 0);
    return Array.from({ length: longest }, (_, index) =>
      turn(zipped.map((list, at) => [nameOf(at), list[index] ?? ''])),
    );
  }
  const items: string[] = [];
  let kind = '';
  for (const word of words) {
    if (word === 'LISTS' || word === 'ITEMS') kind = word;
    else if (kind === 'LISTS') items.push(...(lists.get(word) ?? []));
    else if (kind === 'ITEMS') items.push(...itemsOf([word], lists));
  }
  return items.slice(0, MOST_ITEMS).map((item) => turn([[variable, item]]));
}

function turn(values: readonly (readonly [string, string])[]): Turn {
  return new Map(values.map(([variable, item]) => [`\${${variable}}`, item]));
}

/** `RANGE stop` and `RANGE start stop [step]`, both ends among them. */
function range(given: readonly number[]): string[] {
  const [start = 0, stop = 0, step = 1] = given.length === 1 ? [0, ...given] : given;
  if (![start, stop, step].every(Number.isSafeInteger) || step === 0) return [];
  const count = Math.floor(Math.abs(stop - start) / Math.abs(step)) + 1;
  const way = stop < start ? -Math.abs(step) : Math.abs(step);
  return Array.from({ length: Math.min(count, MOST_ITEMS) }, (_, at) => String(start + at * way));
}
