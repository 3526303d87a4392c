// The targets and the baseline that a retarget.json chooses: read from its text, and changed in it word by word, so that
// comments and format stay as their writer left them.
import { findNodeAtLocation, getNodeValue } from 'jsonc-parser';
import type { Node } from 'jsonc-parser';
import { jsonTree } from '../files/json-text.ts';
import { FailureError } from '../model/failure.ts';
import type { TargetSpec } from '../model/target.ts';
import type { ConfigTarget } from '../config/config-schema.ts';
import { describedSpecs, nameOfTarget, readTarget } from './config-targets.ts';
import { commaAfter, endOf, endOfLine, lineBefore, replacement } from './json-changes.ts';
import type { TextChange } from './json-changes.ts';
import { parseJsonDocument } from '../config/json-document.ts';
import { noObject } from './messages/projects.ts';

export interface Choice {
  readonly baseline?: string;
  readonly targets?: readonly string[];
}

/** A choice with what it describes: a name that stands for a CPU with flags. */
export interface WrittenChoice extends Choice {
  readonly described?: readonly TargetSpec[];
}

/** What a text chooses, as far as it can be read: it may be half written. An empty list or name chooses nothing. */
export function readChoice(text: string): WrittenChoice {
  const root = jsonTree(text);
  const value = (key: string): Node | undefined => root && findNodeAtLocation(root, [key]);
  const base = targetOf(value('baseline'));
  const baseline = base && nameOfTarget(base);
  const items = value('targets')?.type === 'array' ? value('targets')?.children : undefined;
  const listed = (items ?? []).flatMap((item) => targetOf(item) ?? []);
  const targets = [...new Set(listed.map(nameOfTarget))];
  const described = describedSpecs([base, ...listed]);
  return {
    ...(baseline === undefined ? {} : { baseline }),
    ...(targets.length === 0 ? {} : { targets }),
    ...(described.length === 0 ? {} : { described }),
  };
}

/**
 * The changes that make a text choose this, from the first to the last, none touching another. Targets that stay keep their
 * order and their comments; new ones come last.
 * @throws {FailureError} `config-invalid` where the text is no JSON, or no object: it is not to be overwritten.
 */
export function choiceChanges(file: string, text: string, choice: Choice): readonly TextChange[] {
  parseJsonDocument(file, text);
  const root = jsonTree(text);
  if (root?.type !== 'object') {
    throw new FailureError({
      code: 'config-invalid',
      ...noObject(file),
      place: { file },
    });
  }
  const changes: TextChange[] = [];
  const missing: string[] = [];
  const { baseline, targets } = choice;
  const written = (key: string): Node | undefined => findNodeAtLocation(root, [key]);
  const baselineNode = written('baseline');
  if (baseline !== undefined) {
    if (baselineNode === undefined) missing.push(`"baseline": ${JSON.stringify(baseline)}`);
    else if (nameOf(baselineNode) !== baseline) {
      changes.push(replacement(baselineNode, JSON.stringify(baseline)));
    }
  }
  const targetsNode = written('targets');
  if (targets !== undefined) {
    if (targetsNode === undefined) missing.push(`"targets": ${listText(targets)}`);
    else if (targetsNode.type === 'array') changes.push(...listChanges(text, targetsNode, targets));
    else changes.push(replacement(targetsNode, listText(targets)));
  }
  if (missing.length > 0) changes.push(...insertion(text, root, missing));
  return changes.sort((left, right) => left.start - right.start || left.end - right.end);
}

/** Nothing for what is no target yet. */
function targetOf(node: Node | undefined): ConfigTarget | undefined {
  return node === undefined ? undefined : readTarget(getNodeValue(node));
}

/** What the target at a node is called. */
function nameOf(node: Node | undefined): string | undefined {
  const target = targetOf(node);
  return target && nameOfTarget(target);
}

function stringOf(node: Node | undefined): string | undefined {
  return node?.type === 'string' ? (node.value as string) : undefined;
}

function listText(names: readonly string[]): string {
  return `[${names.map((name) => JSON.stringify(name)).join(', ')}]`;
}

function listChanges(text: string, list: Node, wanted: readonly string[]): TextChange[] {
  const items = list.children ?? [];
  const names = items.map(nameOf);
  const kept = items.filter((_, at) => {
    const name = names[at];
    return name !== undefined && names.indexOf(name) === at && wanted.includes(name);
  });
  const added = wanted.filter((name) => !kept.some((item) => nameOf(item) === name));
  const last = kept.at(-1);
  if (last === undefined) {
    return items.length === 0 && added.length === 0 ? [] : [replacement(list, listText(added))];
  }
  const end = endOf(last);
  const comma = commaAfter(text, end);
  const isTrailing = commaAfter(text, endOf(items.at(-1) ?? last)) !== undefined;
  const changes = items.flatMap((item, at) =>
    kept.includes(item) ? [] : removal(text, items, at, kept),
  );
  if (added.length > 0) {
    const line = lineBefore(text, list, items[0] ?? list);
    const inserted = added.map((name) => `${line}${JSON.stringify(name)}`).join(',');
    const at = endOfLine(text, comma === undefined ? end : comma + 1, line);
    if (comma === undefined) changes.push({ start: end, end, text: ',' });
    changes.push({ start: at, end: at, text: `${inserted}${isTrailing ? ',' : ''}` });
  } else if (comma !== undefined && !isTrailing) {
    // What it led to is gone.
    changes.push({ start: comma, end: comma + 1, text: '' });
  }
  return changes;
}

/** Takes one item out, with its comma and the white space that set it off; comments stay. */
function removal(
  text: string,
  items: readonly Node[],
  index: number,
  kept: readonly Node[],
): TextChange[] {
  const item = items[index];
  if (item === undefined) return [];
  const end = endOf(item);
  const comma = commaAfter(text, end);
  const next = items[index + 1];
  const isLeading = !kept.some((other) => other.offset < item.offset);
  if (isLeading && next !== undefined && /^\s*,\s*$/u.test(text.slice(end, next.offset))) {
    return [{ start: item.offset, end: next.offset, text: '' }];
  }
  // A line's end goes only where another follows: it can be what ends a comment.
  const isLineEnd = /^[ \t]*(?:\r?\n|$)/u.test(text.slice(comma === end ? end + 1 : end));
  const blank = isLineEnd ? /\s*$/u : /[ \t]*$/u;
  const space = isLeading ? 0 : (blank.exec(text.slice(0, item.offset))?.[0].length ?? 0);
  const start = item.offset - space;
  if (comma === undefined) return [{ start, end, text: '' }];
  if (comma === end) return [{ start, end: end + 1, text: '' }];
  return [
    { start, end, text: '' },
    { start: comma, end: comma + 1, text: '' },
  ];
}

/** Puts members after `$schema` and `baseline`, at the end of their line, or else first in the object. */
function insertion(text: string, root: Node, members: readonly string[]): TextChange[] {
  const properties = root.children ?? [];
  const [first] = properties;
  if (first === undefined) return [replacement(root, `{\n  ${members.join(',\n  ')}\n}`)];
  const line = lineBefore(text, root, first);
  const joined = members.map((member) => `${line}${member}`).join(',');
  const before = properties.findLast(({ children: [key] = [] }) =>
    ['$schema', 'baseline'].includes(stringOf(key) ?? ''),
  );
  if (before === undefined) {
    const start = root.offset + 1;
    return [{ start, end: start, text: `${joined},` }];
  }
  const comma = commaAfter(text, endOf(before));
  const start = endOfLine(text, comma === undefined ? endOf(before) : comma + 1, line);
  return comma === undefined
    ? [
        { start: endOf(before), end: endOf(before), text: ',' },
        { start, end: start, text: joined },
      ]
    : [{ start, end: start, text: `${joined},` }];
}
