// Which targets a command is about: those that were decided, or those that make sense on this host.
import type { Target } from '../model/target.ts';
import { defaultBaseline, defaultTargets, resolveTargets } from '../targets/resolve-targets.ts';
import type { Project } from '../project/project.ts';
import type { Decisions } from './precedence.ts';
import type { Survey } from './survey-host.ts';

type Named = Pick<Decisions, 'baseline' | 'targets'>;

/** The names that are meant where this is the host. */
export function targetNames(
  { baseline, targets }: Named,
  { host, levels }: Pick<Survey, 'host' | 'levels'>,
): { readonly baseline: string; readonly targets: readonly string[] } {
  return {
    baseline: baseline?.value ?? defaultBaseline(host),
    targets: targets?.value ?? defaultTargets(host, levels),
  };
}

/**
 * The baseline first, then the others in their order, each once.
 * @param project says what names of targets that it describes mean, wherever they come from, and where it names one
 * @throws {FailureError} target-unknown.
 */
export async function chooseTargets(
  decisions: Named,
  { describedTargets, placeOfTarget }: Pick<Project, 'describedTargets' | 'placeOfTarget'>,
  survey: Survey,
  signal: AbortSignal,
): Promise<readonly Target[]> {
  const { baseline, targets } = targetNames(decisions, survey);
  const described = new Map(describedTargets?.map((spec) => [spec.name, spec]));
  const wanted = [...new Set([baseline, ...targets])].map((name) => described.get(name) ?? name);
  const { toolchain, host } = survey;
  return resolveTargets(wanted, {
    ...{ toolchain, host, signal },
    ...(placeOfTarget === undefined ? {} : { placeOf: placeOfTarget }),
  });
}
