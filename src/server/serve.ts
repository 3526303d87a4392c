// The server's table of contents: every part, and what it tells the client that it can do.
import type { Connection, ServerCapabilities } from 'vscode-languageserver/node';
import { TextDocumentSyncKind } from 'vscode-languageserver/node';
import { VERSION } from '../model/version.ts';
import { serveDocuments } from './documents/serve-documents.ts';
import type { Lifetime } from './lifetime.ts';
import { serveMachine } from './machine/serve-machine.ts';
import { openContext } from './open-context.ts';
import { Profiles } from './profile/profiles.ts';
import { serveProfile } from './profile/serve-profile.ts';
import { WorkDone } from './profile/work-done.ts';
import { serveProject } from './project/serve-project.ts';
import { RunDocuments } from './runs/run-documents.ts';
import { serveRuns } from './runs/serve-runs.ts';
import { serveCommands } from './serve-commands.ts';

export function serve(connection: Connection, lifetime: Lifetime): void {
  const opened = openContext(connection, lifetime.closing);
  const { context, environment } = opened;
  const documents = new RunDocuments();
  const profiles = new Profiles({
    ...{ context, environment, documents },
    track: (work) => lifetime.track(work),
  });
  const workDone = new WorkDone(context);
  const capabilities: readonly Partial<ServerCapabilities>[] = [
    {
      textDocumentSync: TextDocumentSyncKind.Incremental,
      workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
    },
    serveCommands(context, profiles, workDone, documents),
    serveDocuments(context),
  ];
  serveProfile(context, profiles, workDone);
  serveRuns(context, documents, profiles);
  serveMachine(context);
  serveProject(context, profiles);

  connection.onInitialize((params) => {
    opened.initialize(params);
    return {
      capabilities: Object.assign({}, ...capabilities) as ServerCapabilities,
      serverInfo: { name: 'retarget', version: VERSION },
    };
  });
  connection.onShutdown(() => lifetime.settled());
  context.log.debug('The server has started.');
  connection.listen();
}
