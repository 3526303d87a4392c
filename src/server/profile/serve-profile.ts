// `retarget/profile`: its progress as the protocol shows it, its news in batches, its result.
import { ProgressType, WorkDoneProgress } from 'vscode-languageserver/node';
import type { ProfileNews } from '../../protocol/server-requests.ts';
import { handle } from '../handle.ts';
import type { ServerContext } from '../server-context.ts';
import { NewsChannel } from './news-channel.ts';
import { profileTitle, StepReporter } from './step-reporter.ts';
import type { Profiles } from './profiles.ts';

const NEWS = new ProgressType<readonly ProfileNews[]>();

export function serveProfile(context: ServerContext, profiles: Profiles): void {
  const { connection } = context;
  handle(context, 'retarget/profile', async (params, signal) => {
    const { workDoneToken, partialResultToken } = params;
    const steps = new StepReporter(profileTitle(params.paths), (value) => {
      if (workDoneToken === undefined) return;
      connection.sendProgress(WorkDoneProgress.type, workDoneToken, value).catch(() => undefined);
    });
    const channel = new NewsChannel((batch) => {
      if (partialResultToken === undefined) return;
      connection.sendProgress(NEWS, partialResultToken, batch).catch(() => undefined);
    });
    try {
      return await profiles.start(
        params,
        {
          onProgress: (progress) => {
            channel.add({ kind: 'progress', progress });
            steps.report(progress);
          },
          onNews: (news) => channel.add(news),
        },
        signal,
      );
    } finally {
      channel.flush();
      steps.end();
    }
  });
}
