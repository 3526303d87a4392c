// `retarget verify`: every object of a project held against direct builds, for every target.
import { verifyVariants } from '../../profile/verify-variants.ts';
import { jsonText } from '../../report/json.ts';
import { nothingCompared } from '../../report/verification-text.ts';
import { verifyReport } from '../../report/verify-text.ts';
import { recordConfirmation } from '../can-ask.ts';
import { withPrograms, type ChooseOptions } from '../choose-programs.ts';
import type { CommandContext } from '../context.ts';
import { EXIT, exitCodeOfPrograms } from '../exit-code.ts';
import { openProgress } from '../progress/progress.ts';
import { requestOf, type RequestOptions } from '../request.ts';

export interface VerifyCommandOptions extends RequestOptions, ChooseOptions {
  readonly quiet?: boolean;
}

export async function verifyCommand(
  paths: readonly string[],
  options: VerifyCommandOptions,
  context: CommandContext,
): Promise<number> {
  const asked = requestOf(paths, options, context);
  const request = await withPrograms(asked, options, context, 'verify');
  const progress = await openProgress(context, options.quiet);
  const outcome = await verifyVariants(request, {
    signal: context.signal,
    onEvent: progress.onEvent,
    confirmRecord: recordConfirmation(options, context),
  }).finally(progress.close);
  const nothing = nothingCompared(outcome);
  const json = { ...outcome, ...(nothing === undefined ? {} : { nothingCompared: nothing }) };
  await context.out(options.json === true ? jsonText(json) : verifyReport(outcome, context.style));
  const built = exitCodeOfPrograms(outcome.programs, outcome.baseline);
  if (built !== EXIT.done) return built;
  const differs = outcome.programs.some(
    ({ verification }) => verification !== undefined && verification.equal < verification.compared,
  );
  if (differs) return EXIT.findings;
  const isPartial = outcome.programs.some(({ verification }) =>
    verification?.uncompared.some(({ reason }) => reason === 'failed'),
  );
  return nothing !== undefined || isPartial ? EXIT.build : EXIT.done;
}
