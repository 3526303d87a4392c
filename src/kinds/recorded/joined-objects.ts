// What `ld -r` makes of several objects: they are built one by one where nothing else went in, and nothing changed them.
import { basename } from 'node:path';
import { linkerParts, takesLinkerValue } from '../../flags/linker-words.ts';
import type { LinkerPart } from '../../flags/linker-words.ts';
import { shown } from '../../text/shown.ts';
import type { JoinedObjects, LinkItem, Located, Opaque } from './build-products.ts';
import { takesWhole } from '../../flags/library-search.ts';
import { chosenMembers, joinedWith } from './messages/program.ts';

/** Options of the linker that leave in the result what is in its parts, or take away what no link looks at. */
const HARMLESS =
  /^-(?:[rimdxXSsgvVqLOt]|d[cp]|L.+|m.+|O\d+|E[LB]|B(?:static|dynamic)|Ur|static|-?(?:relocatable|emit-relocs|(?:no-)?whole-archive|(?:push|pop)-state|(?:start|end)-group|(?:no-)?as-needed|discard-(?:all|locals)|strip-(?:all|debug)|build-id(?:=.+)?|(?:no-)?(?:warn|fatal-warnings|eh-frame-hdr|keep-memory|threads|color-diagnostics|map-whole-files|undefined)(?:[-=].+)?|hash-style(?:=.+)?|library-path(?:=.+)?|sysroot(?:=.+)?|plugin(?:-opt)?(?:=.+)?|Map(?:=.+)?|print-map|cref|stats|trace|verbose|unique(?:=.+)?|force-group-allocation|reduce-memory-overheads))$/u;

/** A compiler's driver has few that come through to such a link. */
const DRIVERS_OWN = /^-(?:[luTtez]|force_load|filelist|sect|undefined)/u;

export function joinedObjects(
  items: readonly LinkItem[],
  made: Pick<JoinedObjects, 'path' | 'steps'>,
): JoinedObjects | Opaque {
  const handedOn = linkerParts(items.map((item) => (item.kind === 'file' ? { words: [] } : item)));
  const parts: Located[] = [];
  const before: string[] = [];
  for (const [at, item] of items.entries()) {
    const what =
      item.kind === 'file'
        ? otherThanObject(item.file, before)
        : otherWords(item.words, handedOn[at] ?? []);
    if (what !== undefined) return { ...made, kind: 'opaque', reason: joinedWith(what) };
    if (item.kind === 'file') parts.push(item.file);
    else before.push(...item.words);
  }
  return { ...made, kind: 'joined', parts };
}

function otherWords(words: readonly string[], handedOn: readonly LinkerPart[]): string | undefined {
  const [first = ''] = words;
  if (handedOn.length === 0) {
    return first.startsWith('-') && !DRIVERS_OWN.test(first) ? undefined : said(words);
  }
  for (const { words: read, of } of handedOn) {
    const told = of === undefined ? read : [of, ...read];
    const [option = '', value] = told;
    // Its value is a piece of its own: `-Xlinker -b -Xlinker binary`.
    if (value === undefined && takesLinkerValue(option)) continue;
    if (option === '-z' ? value === 'muldefs' : !HARMLESS.test(option)) return said(told);
  }
  return undefined;
}

function otherThanObject(
  { path, product }: Located,
  before: readonly string[],
): string | undefined {
  const whole = takesWhole(before);
  switch (product.kind) {
    case 'object':
    case 'joined':
      return undefined;
    case 'opaque':
      return /\.(?:a|lib|so[\d.]*)$/u.test(path) ? said([basename(path)]) : undefined;
    case 'archive':
      return whole ? undefined : chosenMembers(said([basename(path)]));
    case 'image':
    case 'text':
      return said([basename(path)]);
  }
}

function said(words: readonly string[]): string {
  return shown(words.join(' '));
}
