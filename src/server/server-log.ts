// The log: entries to the client's own, as many as the user wants.
import type { RemoteConsole } from 'vscode-languageserver/node';
import { LOG_LEVELS } from '../protocol/settings.ts';
import type { ServerLog } from './server-context.ts';

export type LogLevel = (typeof LOG_LEVELS)[number];

export interface LeveledLog extends ServerLog {
  setLevel(level: LogLevel): void;
}

export function openLog(console: RemoteConsole): LeveledLog {
  let kept = LOG_LEVELS.indexOf('info');
  const tell = (level: LogLevel, write: () => void): void => {
    if (LOG_LEVELS.indexOf(level) <= kept) write();
  };
  return {
    setLevel: (level) => {
      kept = LOG_LEVELS.indexOf(level);
    },
    error: (text) => tell('error', () => console.error(text)),
    warning: (text) => tell('warning', () => console.warn(text)),
    info: (text) => tell('info', () => console.info(text)),
    // Not the protocol's own kind for it, which is newer than many clients.
    debug: (text) => tell('debug', () => console.log(text)),
  };
}
