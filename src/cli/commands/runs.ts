// `retarget runs`: what is stored, and deleting it.
import { runBrief } from '../../report/brief.ts';
import { headline } from '../../report/headline.ts';
import { jsonText } from '../../report/json.ts';
import { runsText } from '../../report/runs-text.ts';
import { openStore } from '../../store/run-store.ts';
import type { CommandContext } from '../context.ts';
import { EXIT } from '../exit-code.ts';
import { deletedRun } from '../messages.ts';

export interface RunsOptions {
  readonly project?: string;
  readonly delete?: readonly string[];
  readonly json?: boolean;
}

export async function runsCommand(
  { project, delete: doomed, json }: RunsOptions,
  { style, out, note, version }: CommandContext,
): Promise<number> {
  const store = openStore(project ?? '.', { headline, brief: runBrief, tool: version });
  for (const which of doomed ?? []) {
    const id = await store.delete(which);
    note(`${deletedRun({ id })}\n`);
  }
  if (doomed !== undefined && json !== true) return EXIT.done;
  const listings = await store.list();
  await out(json === true ? jsonText(listings) : runsText(listings, style));
  return EXIT.done;
}
