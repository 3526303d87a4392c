// Diagnostics of several origins for one file: the protocol replaces a file's list whole, so one place puts it together.
import type { Connection, Diagnostic, TextDocuments } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { pathOfUri, uriOf } from './file-uris.ts';

interface BoardFile {
  /** Under which it was told last: clients escape other signs than we do. */
  uri: string;
  readonly origins: Map<string, readonly Diagnostic[]>;
}

export class DiagnosticsBoard {
  readonly #connection: Pick<Connection, 'sendDiagnostics'>;
  readonly #documents: Pick<TextDocuments<TextDocument>, 'all'>;
  /** By path, since one file may have many URIs. */
  readonly #files = new Map<string, BoardFile>();

  constructor(
    connection: Pick<Connection, 'sendDiagnostics'>,
    documents: Pick<TextDocuments<TextDocument>, 'all' | 'onDidOpen'>,
  ) {
    this.#connection = connection;
    this.#documents = documents;
    documents.onDidOpen(({ document: { uri } }) => {
      const file = this.#files.get(pathOfUri(uri) ?? '');
      if (file !== undefined && file.uri !== uri) this.#tell(file, uri);
    });
  }

  /**
   * Replaces what one origin has to say about one file; an empty list takes it back.
   * @param path absolute
   */
  set(origin: string, path: string, diagnostics: readonly Diagnostic[]): void {
    const file = this.#files.get(path) ?? this.#newFile(path);
    const { origins } = file;
    const had = (origins.get(origin) ?? []).length > 0;
    if (diagnostics.length === 0) origins.delete(origin);
    else origins.set(origin, diagnostics);
    if (origins.size === 0) this.#files.delete(path);
    else this.#files.set(path, file);
    // Said even where nothing changed: a client that opened the file anew may have dropped what it had.
    if (had || diagnostics.length > 0) this.#tell(file, file.uri);
  }

  #newFile(path: string): BoardFile {
    const open = this.#documents.all().find(({ uri }) => pathOfUri(uri) === path);
    return { uri: open?.uri ?? uriOf(path), origins: new Map() };
  }

  #tell(file: BoardFile, uri: string): void {
    // To a client that takes both for one document, what comes last is what stands.
    if (file.uri !== uri) this.#send(file.uri, []);
    file.uri = uri;
    this.#send(uri, withoutRepeats([...file.origins.values()].flat()));
  }

  #send(uri: string, diagnostics: Diagnostic[]): void {
    this.#connection.sendDiagnostics({ uri, diagnostics }).catch(() => undefined);
  }
}

/** Several origins may say the same: a source of many programs that does not compile. */
function withoutRepeats(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const byWords = new Map<string, Diagnostic>();
  for (const diagnostic of diagnostics) {
    const { range, message, severity } = diagnostic;
    const key = JSON.stringify([range.start, message, severity]);
    if (!byWords.has(key)) byWords.set(key, diagnostic);
  }
  return [...byWords.values()];
}
