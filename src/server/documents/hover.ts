// What a word of retarget.json means: a key by its schema, a target by its features beside the baseline's and the host's.
import { findNodeAtLocation, findNodeAtOffset, getNodePath, getNodeValue } from 'jsonc-parser';
import type { Node } from 'jsonc-parser';
import { jsonTree } from '../../files/json-text.ts';
import { MarkupKind } from 'vscode-languageserver/node';
import type { Hover } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { FailureError } from '../../model/failure.ts';
import type { Target } from '../../model/target.ts';
import { describedSpecs, nameOfTarget, readTarget } from '../../project/config-targets.ts';
import type { Survey } from '../../profile/survey-host.ts';
import { readChoice } from '../../project/config-choice.ts';
import { markdownText } from '../../report/markdown-escape.ts';
import { askTargets, defaultBaseline, unknownWords } from '../../targets/resolve-targets.ts';
import { plainFlags } from '../../toolchain/target-flags.ts';
import { visibleText } from '../../text/visible-text.ts';
import { descriptionAt } from './schema-completion.ts';
import { targetWords } from './target-words.ts';
import { builtWith } from '../messages.ts';

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
  const root = jsonTree(text);
  const node = root && findNodeAtOffset(root, offset);
  if (node?.type !== 'string') return undefined;
  const path = getNodePath(node);
  const isKey = node.parent?.type === 'property' && node.parent.children?.[0] === node;
  const lines = isKey
    ? keyLines(String(node.value), descriptionAt(path))
    : isTarget(path)
      ? await targetLines(writtenAt(root, path), text, question)
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

/** Of a target that is described, each of its words stands for the whole. */
function isTarget(path: readonly (string | number)[]): boolean {
  const [key, index] = path;
  return key === 'baseline' || (key === 'targets' && typeof index === 'number');
}

function writtenAt(root: Node | undefined, path: readonly (string | number)[]): unknown {
  const whole = path.slice(0, path[0] === 'baseline' ? 1 : 2);
  const node = root && findNodeAtLocation(root, whole);
  return node && getNodeValue(node);
}

function keyLines(key: string, description: string | undefined): Lines | undefined {
  return description === undefined ? undefined : [key, description];
}

async function targetLines(
  written: unknown,
  text: string,
  { survey, baseline, signal }: HoverQuestion,
): Promise<Lines | undefined> {
  const target = readTarget(written);
  if (target === undefined) return undefined;
  const name = nameOfTarget(target);
  const choice = readChoice(text);
  const described = new Map((choice.described ?? []).map((spec) => [spec.name, spec]));
  const [own = described.get(name) ?? name] = describedSpecs([target]);
  try {
    const surveyed = await survey();
    const context = { ...surveyed, signal };
    const base = choice.baseline ?? (await baseline()) ?? defaultBaseline(surveyed.host);
    const [answer] = await askTargets([own], context);
    const [ofBase] = await askTargets([described.get(base) ?? base], context);
    if (answer === undefined) return undefined;
    if ('unknown' in answer) return [name, ...(await unknownLines(answer.unknown, context))];
    if ('refused' in answer) return [name, answer.refused.message, answer.refused.hint ?? ''];
    const known = ofBase !== undefined && 'target' in ofBase ? ofBase.target : { name: base };
    return [
      name,
      ...flagLines(answer.target, surveyed),
      ...targetWords(answer.target, { base: known, survey: surveyed }),
    ];
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof FailureError)) throw error;
    const { message, hint } = error.failure;
    return [name, message, ...(hint === undefined ? [] : [hint])];
  }
}

/** What a target with flags of its own is built with. */
function flagLines(target: Target, { toolchain }: Survey): Lines {
  return target.cpu === undefined ? [] : [builtWith({ flags: plainFlags(toolchain, target) })];
}

async function unknownLines(
  cpu: string,
  context: Survey & { readonly signal: AbortSignal },
): Promise<Lines> {
  const { message, hint } = await unknownWords([cpu], context);
  return [message, hint];
}

/** Each line a paragraph, so that nothing in one can join what is in another. */
function markdownOf([title = '', ...lines]: Lines): string {
  return [`**${markdownText(title)}**`, ...lines.map(markdownText)].join('\n\n');
}
