// Diagnostics of several origins for one file: the protocol replaces a file's list whole, so one place puts it together.
import type { Connection, Diagnostic } from 'vscode-languageserver/node';

export class DiagnosticsBoard {
  readonly #connection: Pick<Connection, 'sendDiagnostics'>;
  /** By URI, then by origin. */
  readonly #files = new Map<string, Map<string, readonly Diagnostic[]>>();

  constructor(connection: Pick<Connection, 'sendDiagnostics'>) {
    this.#connection = connection;
  }

  /** Replaces what one origin has to say about one file; an empty list takes it back. */
  set(origin: string, uri: string, diagnostics: readonly Diagnostic[]): void {
    const file = this.#files.get(uri) ?? new Map<string, readonly Diagnostic[]>();
    const had = (file.get(origin) ?? []).length > 0;
    if (diagnostics.length === 0) file.delete(origin);
    else file.set(origin, diagnostics);
    if (file.size === 0) this.#files.delete(uri);
    else this.#files.set(uri, file);
    // Said even where nothing changed: a client that opened the file anew may have dropped what it had.
    if (!had && diagnostics.length === 0) return;
    this.#connection
      .sendDiagnostics({ uri, diagnostics: [...file.values()].flat() })
      .catch(() => undefined);
  }
}
