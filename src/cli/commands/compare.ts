// `retarget compare`: two stored runs of one program, held against each other.
import { compareRuns } from '../../profile/compare-runs.ts';
import { comparisonText } from '../../report/comparison-text.ts';
import { jsonText } from '../../report/json.ts';
import { openStore } from '../../store/run-store.ts';
import type { CommandContext } from '../context.ts';
import { EXIT } from '../exit-code.ts';

export interface CompareOptions {
  readonly project?: string;
  readonly acrossHosts?: boolean;
  readonly json?: boolean;
}

export async function compareCommand(
  before: string,
  after: string,
  { project, acrossHosts, json }: CompareOptions,
  { style, out }: CommandContext,
): Promise<number> {
  const store = openStore(project ?? '.');
  const comparison = compareRuns(await store.load(before), await store.load(after), {
    acrossHosts: acrossHosts === true,
  });
  await out(json === true ? jsonText(comparison) : comparisonText(comparison, style));
  return EXIT.done;
}
