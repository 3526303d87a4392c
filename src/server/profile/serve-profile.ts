// `retarget/profile`: its progress as the protocol shows it, its news in batches, its result.
import { ProgressType } from 'vscode-languageserver/node';
import type { ProfileNews } from '../../protocol/profile-messages.ts';
import { handle } from '../handle.ts';
import type { ServerContext } from '../server-context.ts';
import { NewsChannel } from './news-channel.ts';
import type { Profiles } from './profiles.ts';
import { profileTitle } from './step-reporter.ts';
import type { WorkDone } from './work-done.ts';

const NEWS = new ProgressType<readonly ProfileNews[]>();

export function serveProfile(context: ServerContext, profiles: Profiles, workDone: WorkDone): void {
  handle(context, 'retarget/profile', async (params, signal) => {
    const { paths, workDoneToken, partialResultToken } = params;
    const channel = new NewsChannel((batch) => {
      if (partialResultToken === undefined) return;
      context.connection.sendProgress(NEWS, partialResultToken, batch).catch(() => undefined);
    });
    return workDone.show(profileTitle(paths), workDoneToken, signal, async (onProgress, ending) => {
      try {
        return await profiles.start(
          params,
          {
            onProgress: (progress) => {
              channel.add({ kind: 'progress', progress });
              onProgress(progress);
            },
            onNews: (news) => channel.add(news),
          },
          ending,
        );
      } finally {
        channel.flush();
      }
    });
  });
}
