// `retarget report`: a stored run, shown again in any format.
import { openStore } from '../../store/run-store.ts';
import type { CommandContext } from '../context.ts';
import { EXIT } from '../exit-code.ts';
import { deliverRun, thresholdsFail } from '../run-delivery.ts';
import { checkWritable, runOutputs } from '../run-outputs.ts';
import type { Format } from '../formats.ts';

export interface ReportOptions {
  readonly project?: string;
  readonly format?: readonly Format[];
  readonly out?: readonly string[];
  readonly failBelow?: number;
  readonly json?: boolean;
}

export async function reportCommand(
  which: string,
  { project, format, out, failBelow, json }: ReportOptions,
  context: CommandContext,
): Promise<number> {
  const outputs = runOutputs(format ?? [], out ?? [], json === true);
  await checkWritable(outputs);
  const run = await openStore(project ?? '.').load(which);
  await deliverRun(run, outputs, failBelow, context);
  // A report that could be made is done, whatever the run itself came to; only a threshold asked for here can fail.
  return thresholdsFail(run, failBelow, context) ? EXIT.findings : EXIT.done;
}
