// Words of retarget.json that were probably meant otherwise, put right with one click.
import { CodeActionKind } from 'vscode-languageserver/node';
import type { CodeAction, CodeActionParams, Diagnostic } from 'vscode-languageserver/node';
import * as z from 'zod';
import { replaceBy } from '../messages.ts';

/** What a diagnostic carries for its own quick fixes; the client hands it back as it was. */
const dataSchema = z.object({ near: z.array(z.string()) });

/** @param near strings that were probably meant in place of the diagnostic's range, nearest first */
export function replaceable(diagnostic: Diagnostic, near: readonly string[]): Diagnostic {
  return near.length === 0 ? diagnostic : { ...diagnostic, data: { near } };
}

/** One for each word that was probably meant; the nearest is what "fix" does without asking. */
export function quickFixes({ textDocument, context }: CodeActionParams): CodeAction[] {
  const { diagnostics, only } = context;
  if (only?.some((kind) => isInside(CodeActionKind.QuickFix, kind)) === false) return [];
  return diagnostics.flatMap((diagnostic) => {
    if (diagnostic.source !== 'retarget') return [];
    const { near = [] } = dataSchema.safeParse(diagnostic.data).data ?? {};
    return near.map((word, index) => ({
      title: replaceBy({ word }),
      kind: CodeActionKind.QuickFix,
      diagnostics: [diagnostic],
      ...(index === 0 ? { isPreferred: true } : {}),
      edit: {
        changes: {
          [textDocument.uri]: [{ range: diagnostic.range, newText: JSON.stringify(word) }],
        },
      },
    }));
  });
}

/** Whether a kind is another one or a part of it, as `quickfix.rename` is of `quickfix`. */
function isInside(kind: string, whole: string): boolean {
  return whole === '' || kind === whole || kind.startsWith(`${whole}.`);
}
