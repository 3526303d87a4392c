// `workspace/executeCommand`: what any editor can ask for without knowing this server's own requests.
import { ErrorCodes, MessageType, ResponseError } from 'vscode-languageserver/node';
import type { CancellationToken, ServerCapabilities } from 'vscode-languageserver/node';
import * as z from 'zod';
import { failureOf } from '../model/failure-of.ts';
import type { ProfileOutcome, ProfileParams } from '../protocol/profile-messages.ts';
import { SERVER_COMMANDS } from '../protocol/server-requests.ts';
import { markdownReport } from '../report/markdown.ts';
import { visibleText } from '../text/visible-text.ts';
import { pathOfUri } from './file-uris.ts';
import { answered, checked } from './handle.ts';
import { hostAnswer } from './machine/host-answer.ts';
import { survey } from './machine/survey.ts';
import { show } from './open-context.ts';
import type { Profiles } from './profile/profiles.ts';
import { profileTitle } from './profile/step-reporter.ts';
import type { WorkDone } from './profile/work-done.ts';
import type { RunDocuments } from './runs/run-documents.ts';
import type { ServerContext } from './server-context.ts';
import { unknownCommand } from './messages.ts';

/** Paths as scripts have them at hand: absolute, or as a URI. */
const path = z
  .string()
  .min(1)
  .transform((text) => (text.startsWith('file:') ? (pathOfUri(text) ?? text) : text))
  .refine((text) => text.startsWith('/') || /^[A-Za-z]:[\\/]/u.test(text), {
    error: 'expected an absolute path or a file URI',
  });
const pathArgument = z.object({ path });
const someNames = z.array(z.string().min(1)).min(1).readonly();
const profileArgument = z.object({
  path,
  programs: z.exactOptional(someNames),
  benchmarks: z.exactOptional(someNames),
});

export function serveCommands(
  context: ServerContext,
  profiles: Profiles,
  workDone: WorkDone,
  documents: RunDocuments,
): Partial<ServerCapabilities> {
  context.connection.onExecuteCommand(({ command, arguments: args }, token: CancellationToken) =>
    answered(context, command, token, async (signal): Promise<unknown> => {
      const argument: unknown = args?.[0];
      switch (command) {
        case SERVER_COMMANDS.profile: {
          const { path: named, ...chosen } = checked(command, profileArgument, argument);
          const params = { paths: [named], ...chosen };
          return profileWithProgress(context, profiles, workDone, params, signal);
        }
        case SERVER_COMMANDS.cancel:
          return { cancelled: profiles.cancel() };
        case SERVER_COMMANDS.report: {
          const given = checked(command, pathArgument, argument);
          return { text: markdownReport((await documents.load(given.path)).run) };
        }
        case SERVER_COMMANDS.host:
          return hostAnswer(await survey(context, signal));
        default:
          throw new ResponseError(ErrorCodes.InvalidParams, unknownCommand({ command }));
      }
    }),
  );
  return { executeCommandProvider: { commands: Object.values(SERVER_COMMANDS) } };
}

/** Its progress is the server's own to begin, since the command's caller may not know of progress. */
async function profileWithProgress(
  { connection }: ServerContext,
  profiles: Profiles,
  workDone: WorkDone,
  params: ProfileParams,
  signal: AbortSignal,
): Promise<ProfileOutcome> {
  const token = await workDone.create();
  try {
    const title = profileTitle(params.paths);
    const outcome = await workDone.show(title, token, signal, (onProgress, ending) =>
      profiles.start(params, { onProgress, onNews: () => undefined }, ending),
    );
    show(connection, outcome.clean ? MessageType.Info : MessageType.Warning, outcome.headline);
    return outcome;
  } catch (error) {
    const { code, message, hint } = failureOf(error);
    const text = visibleText(hint === undefined ? message : `${message} ${hint}`);
    // Who cancelled knows; a word says that it has worked.
    show(connection, code === 'interrupted' ? MessageType.Info : MessageType.Error, text);
    throw error;
  }
}
