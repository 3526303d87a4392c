// Entry of the language server: a connection over standard input and output, and what ends it.
import { createConnection, ProposedFeatures } from 'vscode-languageserver';
import { createProtocolConnection, StreamMessageWriter } from 'vscode-languageserver/node';
import { VERSION } from '../model/version.ts';
import { CheckedReader } from './checked-reader.ts';
import { Lifetime } from './lifetime.ts';
import { MessageBounds, MessageBoundsError } from './message-bounds.ts';
import { leaveWorkspace } from './safe-surroundings.ts';
import { serve } from './serve.ts';

const [argument] = process.argv.slice(2).filter((text) => !isClientsOwn(text));

if (argument === '--version') {
  process.stdout.write(`${VERSION}\n`);
} else if (argument !== undefined) {
  process.stderr.write(
    `retarget-language-server: unknown argument ${JSON.stringify(argument)}. It speaks the Language Server Protocol over standard input and output.\n`,
  );
  process.exitCode = 2;
} else {
  start();
}

/** What clients add by themselves; standard input and output are the only way there is. */
function isClientsOwn(text: string): boolean {
  return text === '--stdio' || text.startsWith('--clientProcessId');
}

function start(): void {
  leaveWorkspace(import.meta.dirname);
  const lifetime = new Lifetime();
  const fail = (error: unknown): void => {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    // Standard output belongs to the protocol; clients keep standard error in their log.
    process.stderr.write(`retarget-language-server: unexpected error: ${text}\n`);
    lifetime.exit(1);
  };
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => lifetime.exit(1));
  }
  const gone = (): void => lifetime.exit(lifetime.shutdownReceived ? 0 : 1);
  process.stdin.on('end', gone).on('close', gone).on('error', gone);
  process.stdout.on('error', gone);
  process.stderr.on('error', () => undefined);
  const writer = new StreamMessageWriter(process.stdout);
  const reader = new CheckedReader(process.stdin.pipe(new MessageBounds()), (response) => {
    void writer.write(response);
  });
  reader.onError((error) => {
    // A message that is no JSON is one message; once it is not known where messages begin, nothing more can be understood.
    if (error instanceof SyntaxError) return;
    if (!(error instanceof MessageBoundsError)) {
      fail(error);
      return;
    }
    process.stderr.write(`retarget-language-server: ${error.message}\n`);
    lifetime.exit(1);
  });
  const connection = createConnection(
    (logger) => createProtocolConnection(reader, writer, logger),
    lifetime,
    ProposedFeatures.all,
  );
  serve(connection, lifetime);
}
