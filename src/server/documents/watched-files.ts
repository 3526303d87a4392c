// Hears of files that come, go and change in the workspace, where the client can tell, and says what kind of news it is.
import {
  DidChangeWatchedFilesNotification,
  FileChangeType,
  WatchKind,
} from 'vscode-languageserver/node';
import type { FileEvent } from 'vscode-languageserver/node';
import { access } from 'node:fs/promises';
import { basename, sep } from 'node:path';
import { COMPILE_COMMANDS_FILE } from '../../kinds/compile-commands/compile-commands.ts';
import { CONFIG_FILE } from '../../config/config-schema.ts';
import { pathOfUri } from '../file-uris.ts';
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
        log.debug(`Cannot watch files: ${String(error)}`);
      });
  });
  connection.onDidChangeWatchedFiles(async ({ changes }) => {
    const kinds = changes.map(({ uri, type }) => kindOfFile(uri, type));
    const project = kinds.includes('project');
    if (project) hear({ project, runs: false });
    const stored = changes.filter((_, index) => kinds[index] === 'runs');
    const under = await Promise.all(stored.map(isUnderWay));
    if (under.includes(false)) hear({ project: false, runs: true });
  });
}

function kindOfFile(uri: string, type: FileChangeType): 'project' | 'runs' | undefined {
  const path = pathOfUri(uri);
  if (path === undefined) return undefined;
  if (path.includes(`${sep}.retarget${sep}`)) {
    // The store's own temporary files come and go at every save. A run that has no owner any more has ended.
    const isRun =
      path.endsWith('.json') || (path.endsWith('.owner') && type === FileChangeType.Deleted);
    return isRun && path.includes(`${sep}runs${sep}`) ? 'runs' : undefined;
  }
  if (/[/\\](?:\.git|node_modules)[/\\]/u.test(path)) return undefined;
  const isRead = [CONFIG_FILE, COMPILE_COMMANDS_FILE].includes(basename(path));
  return isRead || type !== FileChangeType.Changed ? 'project' : undefined;
}

/** Whether someone still writes this run: its benchmarks are being measured, and are not to be disturbed for each save. */
async function isUnderWay({ uri, type }: FileEvent): Promise<boolean> {
  const path = pathOfUri(uri);
  if (path === undefined || type === FileChangeType.Deleted) return false;
  const owner = path.replace(/\.json$/u, '.owner');
  return access(owner).then(
    () => true,
    () => false,
  );
}
