// What rustc says of the linker it ran (`--print=link-args`): environment, the driver and its words, each in quotes.
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { outputOf } from '../../flags/options.ts';

/**
 * How rustc linked an executable: the words of the one among a crate's lines that made it, by whichever run of cargo.
 * @param lines absolute path of the folder that the wrapper writes them into.
 * @param executable absolute path; cargo's name for what rustc made under another, a hard link or a copy.
 */
export async function linkWordsFor(
  lines: string,
  { target, executable }: { readonly target: string; readonly executable: string },
): Promise<string[] | undefined> {
  const crate = target.replaceAll('-', '_');
  const names = await readdir(lines);
  const copies: string[][] = [];
  for (const name of names.filter((each) => each === crate || each.startsWith(`${crate}-`))) {
    const words = linkWords(await readFile(join(lines, name), 'utf8'));
    const output = words === undefined ? undefined : outputOf(words);
    if (words === undefined || output === undefined) continue;
    const likeness = await likenessOf(output, executable);
    if (likeness === 'same') return words;
    if (likeness === 'copy') copies.push(words);
  }
  return copies[0];
}

async function likenessOf(one: string, other: string): Promise<'same' | 'copy' | undefined> {
  const [a, b] = await Promise.all([one, other].map((file) => stat(file).catch(() => undefined)));
  if (a === undefined || b === undefined) return undefined;
  if (a.dev === b.dev && a.ino === b.ino) return 'same';
  if (a.size !== b.size) return undefined;
  const [text, otherText] = await Promise.all([readFile(one), readFile(other)]);
  return text.equals(otherText) ? 'copy' : undefined;
}

/** How rustc linked a crate that is a shared library; nothing where it is none of rustc's. @param library absolute path */
export async function crateLinkWords(
  lines: string,
  library: string,
): Promise<string[] | undefined> {
  const [, crate] = /^lib(.+)\.so$/u.exec(basename(library)) ?? [];
  if (crate === undefined) return undefined;
  const printed = await readFile(join(lines, crate), 'utf8').catch(() => '');
  // One crate may be several libraries, each with a line.
  return printed
    .split('\n')
    .map((line) => linkWords(line))
    .find((words) => words !== undefined && outputOf(words) === library);
}

/** The words behind the driver; nothing where the text is no such line. */
export function linkWords(printed: string): string[] | undefined {
  const words = [...printed.matchAll(/([A-Za-z_]\w*=)?"((?:\\[^]|[^"\\])*)"/gu)].map(
    ([, variable, quoted = '']) => ({
      isVariable: variable !== undefined,
      text: unescaped(quoted),
    }),
  );
  const driver = words.findIndex(({ isVariable }) => !isVariable);
  return driver === -1 ? undefined : words.slice(driver + 1).map(({ text }) => text);
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '0': '\0' };

/** Rust's way to show a string. */
function unescaped(text: string): string {
  return text.replace(
    /\\(?:u\{([0-9a-f]+)\}|([^]))/giu,
    (_, point: string | undefined, character = '') =>
      point === undefined
        ? (ESCAPES[character as string] ?? String(character))
        : String.fromCodePoint(Number.parseInt(point, 16)),
  );
}
