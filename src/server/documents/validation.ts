// Keeps the diagnostics of every open retarget.json true: while it is typed in, and when files it may name come or go.
import { basename, dirname } from 'node:path';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { failureOf } from '../../model/failure-of.ts';
import { CONFIG_FILE } from '../../config/config-schema.ts';
import { pathOfUri } from '../file-uris.ts';
import { survey } from '../machine/survey.ts';
import type { ServerContext } from '../server-context.ts';
import { configDiagnostics } from './config-diagnostics.ts';

const ORIGIN = 'configuration';

/** Milliseconds after the last key: what is half typed is not worth a complaint. */
const AFTER_TYPING = 250;
/** Milliseconds: files often change many at a time. */
const AFTER_FILES = 500;

/** Absolute path of a retarget.json on disk; nothing for any other document. */
export function configPath(uri: string): string | undefined {
  const path = pathOfUri(uri);
  return path !== undefined && basename(path) === CONFIG_FILE ? path : undefined;
}

export class Validation {
  readonly #context: ServerContext;
  readonly #waiting = new Map<string, NodeJS.Timeout>();
  readonly #running = new Map<string, AbortController>();

  constructor(context: ServerContext) {
    this.#context = context;
    const { documents } = context;
    // Heard when a document is opened, too.
    documents.onDidChangeContent(({ document }) => {
      this.#soon(document, AFTER_TYPING);
    });
    documents.onDidClose(({ document }) => {
      const { uri } = document;
      const file = configPath(uri);
      this.#stop(uri);
      if (file !== undefined) context.diagnostics.set(ORIGIN, file, []);
    });
    context.onSettingsChanged(() => {
      this.again();
    });
    context.onTrusted(() => {
      this.again();
    });
    context.closing.addEventListener('abort', () => {
      for (const uri of [...this.#waiting.keys(), ...this.#running.keys()]) this.#stop(uri);
    });
  }

  /** Checks every open retarget.json anew: something that none of their texts tells has changed. */
  again(): void {
    for (const document of this.#context.documents.all()) this.#soon(document, AFTER_FILES);
  }

  #stop(uri: string): void {
    clearTimeout(this.#waiting.get(uri));
    this.#waiting.delete(uri);
    this.#running.get(uri)?.abort();
    this.#running.delete(uri);
  }

  #soon({ uri }: TextDocument, delay: number): void {
    const file = configPath(uri);
    if (file === undefined || this.#context.closing.aborted) return;
    this.#stop(uri);
    const timer = setTimeout(() => {
      this.#waiting.delete(uri);
      void this.#check(uri, file);
    }, delay);
    this.#waiting.set(uri, timer);
  }

  async #check(uri: string, file: string): Promise<void> {
    const { documents, diagnostics, log } = this.#context;
    const controller = new AbortController();
    this.#running.set(uri, controller);
    const { signal } = controller;
    try {
      const found = await configDiagnostics({
        file,
        text: documents.get(uri)?.getText() ?? '',
        reportSyntax: this.#context.options().reportSyntax !== false,
        survey: () => survey(this.#context, signal, dirname(file)),
        signal,
      });
      if (!signal.aborted) diagnostics.set(ORIGIN, file, found);
    } catch (error) {
      if (!signal.aborted) log.error(`Checking ${file}: ${failureOf(error).message}`);
    } finally {
      if (this.#running.get(uri) === controller) this.#running.delete(uri);
    }
  }
}
