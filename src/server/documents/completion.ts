// What can stand at a place in retarget.json: keys and words of its schema, targets, paths.
import { dirname } from 'node:path';
import { findNodeAtLocation, getNodeValue } from 'jsonc-parser';
import { CompletionItemKind, InsertTextFormat } from 'vscode-languageserver/node';
import type { CompletionItem } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { jsonTree } from '../../files/json-text.ts';
import type { Target } from '../../model/target.ts';
import type { CompletionProposal } from './completion-proposal.ts';
import { jsonPosition } from './json-position.ts';
import type { JsonPosition } from './json-position.ts';
import { keyItems, valueItems } from './schema-completion.ts';
import { pathItems, pathKindOf } from './path-completion.ts';
import { flagItems, targetItems } from './target-completion.ts';
import { wholeConfiguration } from '../messages.ts';

export interface CompletionQuestion {
  readonly document: TextDocument;
  /** Absolute path of the document. */
  readonly file: string;
  readonly offset: number;
  /** Whether the client takes snippets: texts with places to fill in. */
  readonly snippets: boolean;
  /** Whether the client offers `$schema` by itself, as it does in any JSON. */
  readonly ownSchemaKey: boolean;
  /** Every target, in the order of the list; only asked where one can stand. Rejects where there is no toolchain. */
  readonly targets: () => Promise<readonly Target[]>;
  /** A whole configuration for this folder; only asked where the document is empty. */
  readonly whole: () => Promise<string>;
}

export async function completionItems(question: CompletionQuestion): Promise<CompletionItem[]> {
  const { document, offset } = question;
  const text = document.getText();
  if (text.trim() === '') return toItems(question, emptyPosition(offset), await whole(question));
  const position = jsonPosition(text, offset);
  if (position === undefined) return [];
  return toItems(question, position, await offersAt(position, question));
}

async function offersAt(
  position: JsonPosition,
  question: CompletionQuestion,
): Promise<CompletionProposal[]> {
  const { path, isKey } = position;
  if (isKey) {
    return keyItems(position, valuesAt(question.document.getText(), position)).filter(
      ({ label }) => label !== '$schema' || !question.ownSchemaKey,
    );
  }
  const [first, second] = path;
  if (path.length === 1 && first === 'baseline') return targetItems(question.targets, []);
  if (path.length === 2 && first === 'targets' && typeof second === 'number') {
    return targetItems(question.targets, position.siblings);
  }
  // Of a target that is described: its CPU, and flags that are often compared.
  const last = path.at(-1);
  if (first === 'baseline' || first === 'targets') {
    if (last === 'cpu') return targetItems(question.targets, []);
    if (path.at(-2) === 'flags') return flagItems(position.siblings);
  }
  const kind = pathKindOf(path);
  if (kind !== undefined) return pathItems(dirname(question.file), position.typed, kind);
  return valueItems(path);
}

/** What an object's keys say, but the one that is being written, however much of the text can be read. */
function valuesAt(text: string, { path, siblings }: JsonPosition): ReadonlyMap<string, unknown> {
  const root = jsonTree(text);
  const members = (root && findNodeAtLocation(root, [...path]))?.children ?? [];
  const others = new Set(siblings);
  return new Map(
    members.flatMap(({ children: [key, value] = [] }) => {
      const name = key?.value as unknown;
      return typeof name === 'string' && value !== undefined && others.has(name)
        ? [[name, getNodeValue(value) as unknown] as const]
        : [];
    }),
  );
}

async function whole({ whole: ask }: CompletionQuestion): Promise<CompletionProposal[]> {
  return [
    {
      ...wholeConfiguration,
      kind: CompletionItemKind.Snippet,
      text: await ask(),
    },
  ];
}

function emptyPosition(offset: number): JsonPosition {
  return {
    ...{ path: [], isKey: false, typed: '', start: offset, end: offset, isQuoted: false },
    ...{ hasValue: false, needsComma: false, siblings: [] },
  };
}

/** The list keeps its order: editors sort by `sortText`. */
function toItems(
  { document, snippets }: CompletionQuestion,
  { start, end, isKey, isQuoted, needsComma }: JsonPosition,
  offers: readonly CompletionProposal[],
): CompletionItem[] {
  const range = { start: document.positionAt(start), end: document.positionAt(end) };
  const behind = isKey && needsComma ? ',' : '';
  return offers.map((offer, index) => {
    const { label, kind, detail, documentation, text, snippet } = offer;
    const isSnippet = snippets && snippet !== undefined;
    return {
      label,
      kind,
      ...(detail === undefined ? {} : { detail }),
      ...(documentation === undefined ? {} : { documentation }),
      // Before whatever else the client offers: an exclamation mark comes before every letter, and before `$schema`.
      sortText: `!${String(index).padStart(5, '0')}`,
      // Held against what the edit replaces, which has its quote.
      filterText: isQuoted ? JSON.stringify(label) : label,
      insertTextFormat: isSnippet ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
      textEdit: { range, newText: `${isSnippet ? snippet : text}${behind}` },
    };
  });
}
