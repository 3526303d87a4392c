// Hears of files that come, go and change in the workspace, where the client can tell, and says what kind of news it is.
import {
  DidChangeWatchedFilesNotification,
  FileChangeType,
  WatchKind,
} from 'vscode-languageserver/node';
import { basename, sep } from 'node:path';
import { COMPILE_COMMANDS_FILE } from '../../project/compile-commands.ts';
import { CONFIG_FILE } from '../../project/config-schema.ts';
import { pathOf } from '../file-uris.ts';
import type { ServerContext } from '../server-context.ts';

export interface FileNews {
  /** Files that a configuration may name, or the configuration itself. */
  readonly project: boolean;
  /** Stored runs. */
  readonly runs: boolean;
}

export function watchFiles(context: ServerContext, hear: (news: FileNews) => void): void {
  const { connection, log } = context;
  context.onReady(() => {
    if (context.client().workspace?.didChangeWatchedFiles?.dynamicRegistration !== true) return;
    connection.client
      .register(DidChangeWatchedFilesNotification.type, {
        watchers: [
          // Any file can be one that a configuration names; what is in it matters of these only.
          { globPattern: '**/*', kind: WatchKind.Create | WatchKind.Delete },
          { globPattern: `**/${CONFIG_FILE}`, kind: WatchKind.Change },
          { globPattern: `**/${COMPILE_COMMANDS_FILE}`, kind: WatchKind.Change },
          { globPattern: '**/.retarget/runs/*.json', kind: WatchKind.Change },
        ],
      })
      .catch((error: unknown) => {
        log.debug(`Files are not watched: ${String(error)}`);
      });
  });
  connection.onDidChangeWatchedFiles(({ changes }) => {
    const kinds = changes.map(({ uri, type }) => kindOfFile(uri, type));
    const news = { project: kinds.includes('project'), runs: kinds.includes('runs') };
    if (news.project || news.runs) hear(news);
  });
}

function kindOfFile(uri: string, type: FileChangeType): 'project' | 'runs' | undefined {
  const path = pathOf(uri);
  if (path === undefined) return undefined;
  if (path.includes(`${sep}.retarget${sep}`)) {
    // The store's own temporary files come and go at every save.
    return path.endsWith('.json') && path.includes(`${sep}runs${sep}`) ? 'runs' : undefined;
  }
  if (/[/\\](?:\.git|node_modules)[/\\]/u.test(path)) return undefined;
  const isRead = [CONFIG_FILE, COMPILE_COMMANDS_FILE].includes(basename(path));
  return isRead || type !== FileChangeType.Changed ? 'project' : undefined;
}
