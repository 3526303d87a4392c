// The log: VS Code's own kind, cut down to what the setting `retarget.log.level` lets through.
import * as vscode from 'vscode';

/** Index = how much is told. */
const LEVELS = ['off', 'error', 'warning', 'info', 'debug'] as const;
type Level = (typeof LEVELS)[number];

/** What the language client puts before each line, such as `[Info  - 3:14:15 PM] `. */
const CLIENT_PREFIX = /^\[(Debug|Info|Warn|Error) *- [^\]]*\] /u;
const CLIENT_LEVELS: Readonly<Record<string, Level>> = {
  Debug: 'debug',
  Info: 'info',
  Warn: 'warning',
  Error: 'error',
};

export function createLog(): vscode.LogOutputChannel {
  return new FilteredLog(vscode.window.createOutputChannel('Retarget', { log: true }));
}

class FilteredLog implements vscode.LogOutputChannel {
  readonly name: string;
  readonly onDidChangeLogLevel: vscode.Event<vscode.LogLevel>;
  readonly #channel: vscode.LogOutputChannel;
  readonly #configuration: vscode.Disposable;
  #told = told();
  /** Level of the client's last line: those after it without a prefix belong to it. */
  #clientLevel: Level = 'info';

  constructor(channel: vscode.LogOutputChannel) {
    this.#channel = channel;
    this.name = channel.name;
    this.onDidChangeLogLevel = channel.onDidChangeLogLevel;
    this.#configuration = vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('retarget.log.level')) this.#told = told();
    });
  }

  get logLevel(): vscode.LogLevel {
    return this.#channel.logLevel;
  }

  error(error: string | Error, ...rest: unknown[]): void {
    if (this.#tells('error')) this.#channel.error(error, ...rest);
  }

  warn(message: string, ...rest: unknown[]): void {
    if (this.#tells('warning')) this.#channel.warn(message, ...rest);
  }

  info(message: string, ...rest: unknown[]): void {
    if (this.#tells('info')) this.#channel.info(message, ...rest);
  }

  debug(message: string, ...rest: unknown[]): void {
    if (!this.#tells('debug')) return;
    // VS Code has a level of its own for each log, `info` unless changed by hand: the setting would be without effect.
    if (this.logLevel > vscode.LogLevel.Debug) this.#channel.info(`[debug] ${message}`, ...rest);
    else this.#channel.debug(message, ...rest);
  }

  trace(message: string, ...rest: unknown[]): void {
    if (this.#tells('debug')) this.#channel.trace(message, ...rest);
  }

  /** The language client's way to log. */
  appendLine(line: string): void {
    const prefix = CLIENT_PREFIX.exec(line);
    if (prefix !== null) this.#clientLevel = CLIENT_LEVELS[prefix[1] ?? ''] ?? 'info';
    const text = line.slice(prefix?.[0].length ?? 0);
    if (this.#clientLevel === 'error') this.error(text);
    else if (this.#clientLevel === 'warning') this.warn(text);
    else if (this.#clientLevel === 'debug') this.debug(text);
    else this.info(text);
  }

  append(text: string): void {
    this.appendLine(text.replace(/\n$/u, ''));
  }

  replace(text: string): void {
    this.#channel.replace(text);
  }

  clear(): void {
    this.#channel.clear();
  }

  show(columnOrFocus?: vscode.ViewColumn | boolean, preserveFocus?: boolean): void {
    this.#channel.show(typeof columnOrFocus === 'boolean' ? columnOrFocus : preserveFocus);
  }

  hide(): void {
    this.#channel.hide();
  }

  dispose(): void {
    this.#configuration.dispose();
    this.#channel.dispose();
  }

  #tells(level: Level): boolean {
    return LEVELS.indexOf(level) <= this.#told;
  }
}

function told(): number {
  const level = vscode.workspace.getConfiguration('retarget').get<string>('log.level');
  const index = LEVELS.findIndex((known) => known === level);
  return index === -1 ? LEVELS.indexOf('info') : index;
}
