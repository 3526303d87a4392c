// `retarget build`: the variants only, left in a folder.
import { resolve } from 'node:path';
import { buildVariants } from '../../profile/build-variants.ts';
import { buildReport } from '../../report/build-text.ts';
import { jsonText } from '../../report/json.ts';
import { recordConfirmation } from '../can-ask.ts';
import { withPrograms, type ChooseOptions } from '../choose-programs.ts';
import type { CommandContext } from '../context.ts';
import { exitCodeOfPrograms } from '../exit-code.ts';
import { openProgress } from '../progress/progress.ts';
import { requestOf, type RequestOptions } from '../request.ts';

export interface BuildCommandOptions extends RequestOptions, ChooseOptions {
  readonly out: string;
  readonly quiet?: boolean;
}

export async function buildCommand(
  path: string,
  options: BuildCommandOptions,
  context: CommandContext,
): Promise<number> {
  const asked = requestOf([path], options, context);
  const request = await withPrograms(asked, options, context, 'build');
  const progress = await openProgress(context, options.quiet);
  const outcome = await buildVariants(
    { ...request, out: resolve(options.out) },
    {
      signal: context.signal,
      onEvent: progress.onEvent,
      confirmRecord: recordConfirmation(options, context),
    },
  ).finally(progress.close);
  await context.out(
    options.json === true ? jsonText(outcome) : buildReport(outcome, context.style, outcome.out),
  );
  return exitCodeOfPrograms(outcome.programs, outcome.baseline);
}
