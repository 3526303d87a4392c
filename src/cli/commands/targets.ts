// `retarget targets`: every CPU name the toolchain knows, held against this host.
import { inspectTargets } from '../../profile/inspect.ts';
import { jsonText } from '../../report/json.ts';
import { targetsText } from '../../report/targets-text.ts';
import type { CommandContext } from '../context.ts';
import { EXIT } from '../exit-code.ts';

export interface TargetsOptions {
  readonly llvm?: string;
  readonly json?: boolean;
}

export async function targetsCommand(
  { llvm, json }: TargetsOptions,
  { signal, style, out }: CommandContext,
): Promise<number> {
  const request = llvm === undefined ? {} : { toolchain: llvm };
  const inspected = await inspectTargets(request, { signal });
  if (json === true) await out(jsonText(inspected));
  else await out(targetsText(inspected.targets, style));
  return EXIT.done;
}
