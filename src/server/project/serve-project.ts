// What a folder or a file offers to profile, and the configuration that would say so. Only read; nothing is built or run.
import { join } from 'node:path';
import { FailureError } from '../../model/failure.ts';
import { CONFIG_FILE } from '../../project/config-schema.ts';
import { kindOf } from '../../project/inputs.ts';
import { compileCommandsIn, loadProject } from '../../project/load-project.ts';
import { startingConfig } from '../../project/suggestion.ts';
import type { ProjectAnswer } from '../../protocol/server-requests.ts';
import { handle } from '../handle.ts';
import type { ServerContext } from '../server-context.ts';
import { choose } from './choose.ts';

export function serveProject(context: ServerContext): void {
  handle(context, 'retarget/choose', ({ folder, ...choice }) => choose(context, folder, choice));

  handle(context, 'retarget/project', ({ path }) => projectAnswer(path));

  handle(context, 'retarget/suggestion', async ({ folder }) => {
    const path = join(folder, CONFIG_FILE);
    return {
      path,
      exists: (await kindOf(path)) !== 'missing',
      text: await startingConfig(folder, await compileCommandsIn(folder)),
    };
  });
}

const CHOICES = ['targets', 'baseline', 'precision', 'budget', 'pin'] as const;

async function projectAnswer(path: string): Promise<ProjectAnswer> {
  try {
    const project = await loadProject(path);
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
    if (error instanceof FailureError) return { failure: error.failure };
    throw error;
  }
}
