// Which targets a command is about: the user's, the project's, or those that make sense on this host.
import type { Target } from '../model/target.ts';
import { defaultBaseline, defaultTargets, resolveTargets } from '../targets/resolve-targets.ts';
import type { Project } from '../project/project.ts';
import type { Survey } from './survey-host.ts';

export interface Choice {
  readonly baseline: string | undefined;
  readonly targets: readonly string[] | undefined;
  /** Where a project names a target, for the message about one that nobody knows. */
  readonly placeOf: Project['placeOfTarget'];
}

/**
 * The baseline first, then the others in their order, each once.
 * @throws {FailureError} target-unknown.
 */
export async function chooseTargets(
  choice: Choice,
  { toolchain, host, levels, signal }: Survey & { readonly signal: AbortSignal },
): Promise<readonly Target[]> {
  const baseline = choice.baseline ?? defaultBaseline(host);
  const names = choice.targets ?? defaultTargets(host, levels);
  const context = { toolchain, host, signal };
  return resolveTargets([...new Set([baseline, ...names])], {
    ...context,
    ...(choice.placeOf === undefined ? {} : { placeOf: choice.placeOf }),
  });
}
