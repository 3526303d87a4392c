// What a folder or a file offers to profile, and the configuration that would say so.
import { join } from 'node:path';
import { FailureError } from '../../model/failure.ts';
import { CONFIG_FILE } from '../../config/config-schema.ts';
import { findOffers, needsChoosing } from '../../project/find-offers.ts';
import { kindOf } from '../../config/inputs.ts';
import { compileCommandsIn, loadProject } from '../../project/load-project.ts';
import { moreOffers } from '../../project/more-offers.ts';
import { startingConfig } from '../../project/suggestion.ts';
import type { ProjectAnswer } from '../../protocol/server-requests.ts';
import { handle } from '../handle.ts';
import type { ServerContext } from '../server-context.ts';
import type { Profiles } from '../profile/profiles.ts';
import { setArguments, trialOf } from './arguments.ts';
import { choose } from './choose.ts';
import { offerLine, offersAnswer, record, rememberOffers } from './offers.ts';

export function serveProject(context: ServerContext, profiles: Profiles): void {
  handle(context, 'retarget/choose', ({ folder, ...choice }) => choose(context, folder, choice));

  handle(context, 'retarget/project', ({ path }, signal) => projectAnswer(path, signal));

  handle(context, 'retarget/offers', ({ folder }) => offersAnswer(folder));

  handle(context, 'retarget/remember', async ({ folder, programs }) => ({
    writtenTo: await rememberOffers(context, folder, programs),
  }));

  handle(context, 'retarget/record', (params, signal) => record(context, profiles, params, signal));

  handle(context, 'retarget/trial', (params, signal) => trialOf(context, profiles, params, signal));

  handle(context, 'retarget/setArguments', async (params) => ({
    writtenTo: await setArguments(context, params),
  }));

  handle(context, 'retarget/suggestion', async ({ folder }) => {
    const path = join(folder, CONFIG_FILE);
    const exists = (await kindOf(path)) !== 'missing';
    const offers = await findOffers(folder);
    return {
      path,
      exists,
      more: exists ? (await moreOffers(folder, offers)).map(offerLine) : [],
      toChoose: !exists && needsChoosing(offers),
      text: await startingConfig(folder, offers, await compileCommandsIn(folder)),
    };
  });
}

const CHOICES = ['targets', 'baseline', 'precision', 'budget', 'pin'] as const;

async function projectAnswer(path: string, signal: AbortSignal): Promise<ProjectAnswer> {
  try {
    const project = await loadProject(path, { signal });
    const { directory, configFile, programs } = project;
    return {
      project: {
        directory,
        ...(configFile === undefined ? {} : { configFile }),
        says: CHOICES.filter((choice) => project[choice] !== undefined),
        programs: programs.map(({ name, benchmarks }) => ({
          name,
          benchmarks: benchmarks.map((benchmark) => benchmark.name),
        })),
      },
    };
  } catch (error) {
    if (!(error instanceof FailureError)) throw error;
    const { failure } = error;
    if (failure.code !== 'program-unclear') return { failure };
    return { failure, offers: (await findOffers(path)).length };
  }
}
