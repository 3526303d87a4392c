// Which targets a command is about: the user's, the project's, or those that make sense on this host.
import type { Target, TargetSpec } from '../model/target.ts';
import { defaultBaseline, defaultTargets, resolveTargets } from '../targets/resolve-targets.ts';
import type { Project } from '../project/project.ts';
import type { Survey } from './survey-host.ts';

export interface WantedTargets {
  readonly baseline: string | undefined;
  readonly targets: readonly string[] | undefined;
  /** Targets that the project describes; a name from anywhere can mean one of them. */
  readonly described: readonly TargetSpec[] | undefined;
  /** Where a project names a target, for the message about one that nobody knows. */
  readonly placeOf: Project['placeOfTarget'];
}

/**
 * The baseline first, then the others in their order, each once.
 * @throws {FailureError} target-unknown.
 */
export async function chooseTargets(
  choice: WantedTargets,
  { toolchain, host, levels, signal }: Survey & { readonly signal: AbortSignal },
): Promise<readonly Target[]> {
  const baseline = choice.baseline ?? defaultBaseline(host);
  const names = choice.targets ?? defaultTargets(host, levels);
  const context = { toolchain, host, signal };
  const described = new Map(choice.described?.map((spec) => [spec.name, spec]));
  const wanted = [...new Set([baseline, ...names])].map((name) => described.get(name) ?? name);
  return resolveTargets(wanted, {
    ...context,
    ...(choice.placeOf === undefined ? {} : { placeOf: choice.placeOf }),
  });
}
