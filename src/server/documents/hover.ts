// What a word of retarget.json means: a key by its schema, a target by its features beside the baseline's and the host's.
import { findNodeAtOffset, getNodePath, parseTree } from 'jsonc-parser';
import { MarkupKind } from 'vscode-languageserver/node';
import type { Hover } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { FailureError } from '../../model/failure.ts';
import type { Target } from '../../model/target.ts';
import type { Survey } from '../../profile/survey-host.ts';
import { readChoice } from '../../project/config/config-choice.ts';
import { markdownText } from '../../report/markdown-escape.ts';
import { defaultBaseline, knownTargets, unknownWords } from '../../targets/resolve-targets.ts';
import { visibleText } from '../../text/visible-text.ts';
import { descriptionAt } from './schema-completion.ts';
import { sentence, targetWords } from './target-words.ts';

export interface HoverQuestion {
  readonly document: TextDocument;
  readonly offset: number;
  /** Whether the client shows Markdown; otherwise it gets plain text. */
  readonly markdown: boolean;
  /** The baseline where the document names none: the settings' choice; absent where they have none. */
  readonly baseline: () => Promise<string | undefined>;
  /** @throws {FailureError} toolchain failures; only asked over a target */
  readonly survey: () => Promise<Survey>;
  readonly signal: AbortSignal;
}

/** Lines of words from outside and of our own; the first is a title. */
type Lines = readonly string[];

export async function hoverAt(question: HoverQuestion): Promise<Hover | undefined> {
  const { document, offset, markdown } = question;
  const text = document.getText();
  const root = parseTree(text, [], { allowTrailingComma: true });
  const node = root && findNodeAtOffset(root, offset);
  if (node?.type !== 'string') return undefined;
  const path = getNodePath(node);
  const isKey = node.parent?.type === 'property' && node.parent.children?.[0] === node;
  const lines = isKey
    ? keyLines(String(node.value), descriptionAt(path))
    : isTarget(path)
      ? await targetLines(String(node.value), text, question)
      : undefined;
  if (lines === undefined) return undefined;
  return {
    contents: markdown
      ? { kind: MarkupKind.Markdown, value: markdownOf(lines) }
      : { kind: MarkupKind.PlainText, value: lines.map(visibleText).join('\n') },
    range: {
      start: document.positionAt(node.offset),
      end: document.positionAt(node.offset + node.length),
    },
  };
}

function isTarget(path: readonly (string | number)[]): boolean {
  const [key, index] = path;
  return path.length === 1
    ? key === 'baseline'
    : path.length === 2 && key === 'targets' && typeof index === 'number';
}

function keyLines(key: string, description: string | undefined): Lines | undefined {
  return description === undefined ? undefined : [key, description];
}

async function targetLines(
  name: string,
  text: string,
  { survey, baseline, signal }: HoverQuestion,
): Promise<Lines> {
  try {
    const surveyed = await survey();
    const context = { ...surveyed, signal };
    const base = readChoice(text).baseline ?? (await baseline()) ?? defaultBaseline(surveyed.host);
    const known = await knownTargets([...new Set([name, base])], context);
    const target = known.get(name);
    if (target === undefined) return await unknownLines(name, context);
    return [name, ...targetWords(target, { base: baseOf(base, known), survey: surveyed })];
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof FailureError)) throw error;
    const { message, hint } = error.failure;
    return [name, message, ...(hint === undefined ? [] : [hint])];
  }
}

function baseOf(
  name: string,
  known: ReadonlyMap<string, Target>,
): Pick<Target, 'name'> & Partial<Target> {
  return known.get(name) ?? { name };
}

async function unknownLines(
  name: string,
  context: Survey & { readonly signal: AbortSignal },
): Promise<Lines> {
  const { message, nearest } = await unknownWords([name], context);
  const [near = []] = nearest;
  return [name, message, ...(near.length === 0 ? [] : [sentence(`Nearest: ${near.join(', ')}`)])];
}

/** Each line a paragraph, so that nothing in one can join what is in another. */
function markdownOf([title = '', ...lines]: Lines): string {
  return [`**${markdownText(title)}**`, ...lines.map(markdownText)].join('\n\n');
}
