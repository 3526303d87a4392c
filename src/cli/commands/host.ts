// `retarget host`: what this machine is, or why it is not some target.
import { inspectHost } from '../../profile/inspect.ts';
import { explanationText } from '../../report/explanation-text.ts';
import { hostText } from '../../report/host-text.ts';
import { jsonText } from '../../report/json.ts';
import type { CommandContext } from '../context.ts';
import { EXIT } from '../exit-code.ts';

export interface HostOptions {
  readonly explain?: string;
  readonly llvm?: string;
  readonly json?: boolean;
}

export async function hostCommand(
  { explain, llvm, json }: HostOptions,
  { signal, style, out }: CommandContext,
): Promise<number> {
  const inspected = await inspectHost(
    {
      ...(explain === undefined ? {} : { explain }),
      ...(llvm === undefined ? {} : { toolchain: llvm }),
    },
    { signal },
  );
  const { host, toolchain, levels, explanation } = inspected;
  if (json === true) await out(jsonText(inspected));
  else if (explanation !== undefined) await out(explanationText(explanation, style));
  else await out(hostText(host, levels, style, toolchain));
  return EXIT.done;
}
