// A document as an editor has it open: what a test types in it, and what the server says of it.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type {
  CodeAction,
  CodeLens,
  CompletionItem,
  Diagnostic,
  Hover,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { LanguageServer, ServerClient } from '../language-server.ts';

export class OpenDocument {
  readonly path: string;
  readonly uri: string;
  readonly #client: ServerClient;
  #document: TextDocument;

  private constructor(client: ServerClient, path: string, text: string, uri: string) {
    this.#client = client;
    this.path = path;
    this.uri = uri;
    this.#document = TextDocument.create(this.uri, 'any', 1, text);
  }

  /**
   * Opens a text that need not be on disk.
   * @param name relative to the tests' folder
   * @param uriOf how the editor writes the URI of a path
   */
  static async open(
    { folder }: LanguageServer,
    client: ServerClient,
    name: string,
    text: string,
    uriOf = (path: string): string => pathToFileURL(path).href,
  ): Promise<OpenDocument> {
    const path = join(folder, name);
    const opened = new OpenDocument(client, path, text, uriOf(path));
    await mkdir(dirname(opened.path), { recursive: true });
    const { uri } = opened;
    await client.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId: 'any', version: 1, text },
    });
    return opened;
  }

  get text(): string {
    return this.#document.getText();
  }

  get version(): number {
    return this.#document.version;
  }

  async type(text: string): Promise<void> {
    const version = this.version + 1;
    this.#document = TextDocument.create(this.uri, 'any', version, text);
    await this.#client.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri: this.uri, version },
      contentChanges: [{ text }],
    });
  }

  async close(): Promise<void> {
    await this.#client.connection.sendNotification('textDocument/didClose', {
      textDocument: { uri: this.uri },
    });
  }

  async save(): Promise<void> {
    await writeFile(this.path, this.text);
  }

  /** Its newest diagnostics, once they are others than what this was called with. */
  async diagnostics(holds: (count: number) => boolean = () => true) {
    const told = () => this.#client.diagnostics.get(this.path);
    await this.#client.until(() => told() !== undefined && holds(told()?.length ?? 0));
    return told() ?? [];
  }

  /** The words that a range covers. */
  words(range: Parameters<TextDocument['getText']>[0]): string {
    return this.#document.getText(range);
  }

  async complete(): Promise<readonly CompletionItem[]> {
    return this.#client.connection.sendRequest('textDocument/completion', this.#at());
  }

  /** The text after an item was taken, with the cursor's place in snippets marked by |. */
  async completed(label: string): Promise<string> {
    const items = await this.complete();
    const item = items.find((each) => each.label === label);
    if (item?.textEdit === undefined) {
      throw new Error(`${label} is not among ${items.map((each) => each.label).join(', ')}`);
    }
    const { newText } = item.textEdit;
    const range = 'range' in item.textEdit ? item.textEdit.range : item.textEdit.replace;
    const plain =
      item.insertTextFormat === 2 ? newText.replace(/\$\{?\d(?:\|[^}]*\|\})?/u, '|') : newText;
    return TextDocument.applyEdits(this.#document, [{ range, newText: plain }]);
  }

  async hover(word: string): Promise<Hover | null> {
    return this.#client.connection.sendRequest('textDocument/hover', {
      textDocument: { uri: this.uri },
      position: this.#document.positionAt(this.text.indexOf(word) + 1),
    });
  }

  /** What the editor offers for these diagnostics; each with its title, and the text after it was taken. */
  async fixes(diagnostics: readonly Diagnostic[], only?: readonly string[]) {
    const actions: readonly CodeAction[] = await this.#client.connection.sendRequest(
      'textDocument/codeAction',
      {
        textDocument: { uri: this.uri },
        range: diagnostics[0]?.range,
        context: { diagnostics, ...(only === undefined ? {} : { only }) },
      },
    );
    return actions.map(({ title, isPreferred, edit }) => ({
      title,
      isPreferred: isPreferred === true,
      text: TextDocument.applyEdits(this.#document, edit?.changes?.[this.uri] ?? []),
    }));
  }

  async lenses(): Promise<readonly CodeLens[]> {
    return this.#client.connection.sendRequest('textDocument/codeLens', {
      textDocument: { uri: this.uri },
    });
  }

  #cursor = 0;

  /** Types a text with | where the cursor stands. */
  async typeAt(marked: string): Promise<void> {
    this.#cursor = marked.indexOf('|');
    await this.type(marked.replace('|', ''));
  }

  #at(): object {
    return {
      textDocument: { uri: this.uri },
      position: this.#document.positionAt(this.#cursor),
    };
  }
}
