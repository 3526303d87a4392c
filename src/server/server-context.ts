// What every part of the server is handed: the client, its documents, settings, folders and trust. Made once, in serve.ts.
import type {
  ClientCapabilities,
  Connection,
  Disposable,
  TextDocuments,
} from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { ServerOptions } from '../protocol/server-requests.ts';
import type { Settings } from '../protocol/settings.ts';
import type { DiagnosticsBoard } from './diagnostics-board.ts';

/** Where the server tells what it does; each text is one entry, and the level set by the user decides which are kept. */
export interface ServerLog {
  error(text: string): void;
  warning(text: string): void;
  info(text: string): void;
  debug(text: string): void;
}

/** A stored run that was written, or is gone. */
export interface RunsChange {
  /** Absolute path of the project. */
  readonly folder: string;
  /** Absolute path of the run's document. */
  readonly path: string;
  /** Whether it says what it says for good: false while its profile goes on. */
  readonly final: boolean;
}

/** Everything but `connection`, `documents` and the listeners is known only once the client has initialised the server. */
export interface ServerContext {
  readonly connection: Connection;
  readonly documents: TextDocuments<TextDocument>;
  /** Where diagnostics go, whoever finds them: the protocol replaces a file's list whole. */
  readonly diagnostics: DiagnosticsBoard;
  readonly log: ServerLog;
  /** Aborts when the server ends, for whatever reason. */
  readonly closing: AbortSignal;
  client(): ClientCapabilities;
  options(): ServerOptions;
  /**
   * The settings for what lies in a folder, each checked; a value that cannot be used is replaced by its default, and
   * said once. Never rejects.
   * @param folder absolute path; without it, the settings that belong to no folder.
   */
  settings(folder?: string): Promise<Settings>;
  /**
   * As `settings`, with the environment and the cache they name in force in this process, unless a profile is under way:
   * for whoever asks the toolchain or builds.
   */
  engineSettings(folder?: string): Promise<Settings>;
  /** Absolute paths of the workspace's folders that are on disk. */
  folders(): readonly string[];
  trusted(): boolean;
  /** The client has said so: it asks its user by itself whether a workspace is trusted. */
  asksForTrust(): boolean;
  /** Heard once, when the client may be asked and told things. A connection has one listener of its own for it, which is this. */
  onReady(listener: () => void): Disposable;
  /** Heard once, when an untrusted workspace becomes trusted. */
  onTrusted(listener: () => void): Disposable;
  onSettingsChanged(listener: () => void): Disposable;
  onRunsChanged(listener: (change: RunsChange) => void): Disposable;
  runsChanged(change: RunsChange): void;
}
