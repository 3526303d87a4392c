// Names for blocks whose address is taken (`&&label`): LLVM's text parser knows a block by its number only up to the end of its
// function, and the order of uses of such an address stands behind all functions.
import { linesStartingWith } from './attribute-groups.ts';

interface Body {
  /** Byte offsets, from `define` to the brace that ends it. */
  readonly start: number;
  readonly end: number;
  /** Numbers of the blocks that get a name. */
  readonly blocks: Set<string>;
}

const DEFINE_START = Buffer.from('\ndefine ');
const NAME = String.raw`@(?:"[^"]*"|[\w.$-]+)`;
/** A block of a function, named from anywhere: by its address, or for the order of its own uses. */
const BLOCK = new RegExp(
  String.raw`(?<before>blockaddress\((?<of>${NAME}), |uselistorder_bb (?<in>${NAME}), )%(?<block>\d+)(?=[,)])`,
  'gu',
);

/** IR text that LLVM's parser reads: blocks that it would refuse to find by number have a name. Most text is as it was. */
export function withBlockNames(text: Buffer): Buffer {
  if (!text.includes('blockaddress(') && !text.includes('uselistorder_bb')) return text;
  // One character a byte, so that offsets are those of the bytes.
  const module = text.toString('latin1');
  const bodies = bodiesByName(text, module);
  for (const { index, groups } of module.matchAll(BLOCK)) {
    const body = bodies.get(groups?.['of'] ?? groups?.['in'] ?? '');
    if (body !== undefined && index > body.end) body.blocks.add(groups?.['block'] ?? '');
  }
  const named = [...bodies.values()].filter(({ blocks }) => blocks.size > 0);
  if (named.length === 0) return text;
  const parts: string[] = [];
  let copied = 0;
  for (const { start, end, blocks } of named) {
    parts.push(module.slice(copied, start), withNames(module.slice(start, end), blocks));
    copied = end;
  }
  parts.push(module.slice(copied));
  const whole = parts.join('').replace(BLOCK, (found: string, ...rest: unknown[]) => {
    const groups = rest.at(-1) as Record<string, string | undefined>;
    const block = groups['block'] ?? '';
    const isNamed = bodies.get(groups['of'] ?? groups['in'] ?? '')?.blocks.has(block) ?? false;
    return isNamed ? `${groups['before'] ?? ''}%${nameOf(block)}` : found;
  });
  return Buffer.from(whole, 'latin1');
}

function bodiesByName(text: Buffer, module: string): ReadonlyMap<string, Body> {
  const name = new RegExp(String.raw`(?<name>${NAME})\(`, 'u');
  return new Map(
    linesStartingWith(text, DEFINE_START).flatMap(({ start, end }) => {
      const found = name.exec(module.slice(start, end))?.groups?.['name'];
      const close = module.indexOf('\n}', end);
      if (found === undefined || close === -1) return [];
      return [[found, { start, end: close, blocks: new Set<string>() }] as const];
    }),
  );
}

/** Within quotes nothing is a block's number. */
function withNames(body: string, blocks: ReadonlySet<string>): string {
  return body.replace(
    /"[^"]*"|(?<=\blabel )%\d+(?![\w.$-])|(?<=, )%\d+(?= \])|(?<=\n)\d+(?=:)/gu,
    (found) => {
      const block = found.replace('%', '');
      if (found.startsWith('"') || !blocks.has(block)) return found;
      return found.startsWith('%') ? `%${nameOf(block)}` : nameOf(block);
    },
  );
}

function nameOf(block: string): string {
  return `retarget.block.${block}`;
}
