// Draws the picture of the rooms in docs/architecture.md from the arrows in .dependency-cruiser.mjs: `node scripts/rooms.mjs`.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { format } from 'prettier';

import { isMain } from './lib/is-main.mjs';
import { repository } from './lib/repository.mjs';
import { importComputed } from './lib/typed.mjs';

const FILE = join(repository, 'docs', 'architecture.md');

const BEGIN = '<!-- rooms: written by scripts/rooms.mjs -->';
const END = '<!-- /rooms -->';

/** The floors of the house, from the top: a heading, and the rooms on it. */
const FLOORS = {
  'What people use': ['cli', 'server', 'editor'],
  'What they share': ['report', 'protocol', 'manifest'],
  'Use cases': ['profile'],
  'From a path to programs': ['project', 'kinds', 'config'],
  'From programs to numbers': ['build', 'bench', 'stats', 'store'],
  'The machine and its compilers': ['targets', 'host', 'toolchain', 'flags', 'binary'],
  Ground: ['process', 'cache', 'files', 'patterns', 'text', 'model'],
};

/**
 * The arrows that say all: what a room may also import by way of others is left out.
 * @param {Readonly<Record<string, readonly string[]>>} arrows by room, all rooms that it may import
 * @returns {(readonly [from: string, to: string])[]}
 */
export function fewestArrows(arrows) {
  /**
   * @param {string} from
   * @returns {Set<string>}
   */
  const reachable = (from) =>
    new Set((arrows[from] ?? []).flatMap((room) => [room, ...reachable(room)]));
  return Object.entries(arrows).flatMap(([from, rooms]) =>
    rooms
      .filter((to) => !rooms.some((between) => between !== to && reachable(between).has(to)))
      .map((to) => /** @type {const} */ ([from, to])),
  );
}

/**
 * A flowchart in Mermaid's language.
 * @param {Readonly<Record<string, readonly string[]>>} arrows
 * @throws {Error} where a room stands on no floor
 */
export function picture(arrows) {
  const placed = new Set(Object.values(FLOORS).flat());
  const homeless = Object.keys(arrows).filter((room) => !placed.has(room));
  if (homeless.length > 0)
    throw new Error(`No floor in scripts/rooms.mjs for ${homeless.join(', ')}.`);
  const floors = Object.entries(FLOORS).flatMap(([title, rooms], at) => [
    `  subgraph floor${at} ["${title}"]`,
    ...rooms.map((room) => `    ${room}`),
    '  end',
  ]);
  return [
    'flowchart TD',
    ...floors,
    ...fewestArrows(arrows).map(([from, to]) => `  ${from} --> ${to}`),
    '  editor -. messages .-> server',
  ].join('\n');
}

/** The text that docs/architecture.md should have. */
export async function architectureText() {
  /** @type {{ ARROWS: Readonly<Record<string, readonly string[]>> }} */
  const { ARROWS } = await importComputed(
    pathToFileURL(join(repository, '.dependency-cruiser.mjs')).href,
  );
  const text = await readFile(FILE, 'utf8');
  const [before, rest] = text.split(BEGIN);
  const after = rest?.split(END)[1];
  if (after === undefined) throw new Error(`${FILE} has no place between ${BEGIN} and ${END}.`);
  const drawn = `${before}${BEGIN}\n\n\`\`\`mermaid\n${picture(ARROWS)}\n\`\`\`\n\n${END}${after}`;
  return format(drawn, { parser: 'markdown', singleQuote: true, printWidth: 100 });
}

if (isMain(import.meta.url)) await writeFile(FILE, await architectureText());
