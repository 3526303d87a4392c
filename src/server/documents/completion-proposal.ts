// One completion of retarget.json, before it is known what it replaces.
import type { CompletionItemKind } from 'vscode-languageserver/node';

/** What an item puts into the text. */
export interface CompletionProposal {
  readonly label: string;
  readonly kind: CompletionItemKind;
  readonly detail?: string;
  readonly documentation?: string;
  /** JSON text. */
  readonly text: string;
  /** The same with places to fill in; `$`, `}` and `\` in it are escaped. */
  readonly snippet?: string;
}

/** Characters that mean something in a snippet, made to mean themselves. */
export function escapedSnippet(text: string): string {
  return text.replace(/[\\$}]/gu, '\\$&');
}
