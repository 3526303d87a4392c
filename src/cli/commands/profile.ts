// `retarget profile`: builds, measures, and says what it found in the formats that were asked for.
import type { ProfileEvent } from '../../model/event.ts';
import { profile } from '../../profile/profile.ts';
import { runBrief } from '../../report/brief.ts';
import { headline } from '../../report/headline.ts';
import { openStore } from '../../store/run-store.ts';
import { recordConfirmation } from '../can-ask.ts';
import { withPrograms, type ChooseOptions } from '../choose-programs.ts';
import type { CommandContext } from '../context.ts';
import { exitCodeOfRun } from '../exit-code.ts';
import { openProgress } from '../progress/progress.ts';
import { checkWritable, runOutputs } from '../run-outputs.ts';
import type { Format } from '../formats.ts';
import { deliverRun, thresholdsFail } from '../run-delivery.ts';
import { requestOf, type RequestOptions } from '../request.ts';
import { runSaved } from '../messages.ts';

export interface ProfileOptions extends RequestOptions, ChooseOptions {
  readonly format?: readonly Format[];
  readonly out?: readonly string[];
  readonly failBelow?: number;
  readonly quiet?: boolean;
}

export async function profileCommand(
  paths: readonly string[],
  options: ProfileOptions,
  context: CommandContext,
): Promise<number> {
  const outputs = runOutputs(options.format ?? [], options.out ?? [], options.json === true);
  await checkWritable(outputs);
  const { failBelow } = options;
  const request = await withPrograms(requestOf(paths, options, context), options, context);
  const progress = await openProgress(context, options.quiet);
  let stored: string | undefined;
  const onEvent = (event: ProfileEvent): void => {
    if (event.type === 'run-saved') stored = event.path;
    progress.onEvent(event);
  };
  const confirm = recordConfirmation(options, context);
  const run = await profile(request, {
    ...{ signal: context.signal, onEvent, confirmRecord: confirm },
  }).finally(progress.close);
  await deliverRun(run, outputs, failBelow, context);
  if (stored !== undefined) {
    // Read now, while it is one run, so that `retarget runs` need not read them all.
    await openStore(run.project, { headline, brief: runBrief, tool: context.version })
      .list()
      .catch(() => undefined);
    context.note(`${runSaved({ shows: ['retarget', 'report', stored] })}\n`);
  }
  return exitCodeOfRun(run, thresholdsFail(run, failBelow, context));
}
