// What this host is and which targets it runs: no project needed, nothing built.
import type { Explanation } from '../model/explanation.ts';
import type { ListedTarget } from '../model/target.ts';
import { explainTarget } from '../targets/explain-target.ts';
import { listTargets, resolveTargets } from '../targets/resolve-targets.ts';
import { surveyHost, type Survey } from './survey-host.ts';

export interface HostReport extends Survey {
  readonly explanation?: Explanation;
}

export interface TargetsReport extends Survey {
  /** Every CPU that the toolchain knows, in its order. */
  readonly targets: readonly ListedTarget[];
}

/** @throws {FailureError} toolchain failures; target-unknown. */
export async function inspectHost(
  request: { readonly toolchain?: string; readonly explain?: string },
  { signal }: { readonly signal: AbortSignal },
): Promise<HostReport> {
  const survey = await surveyHost(request.toolchain, signal);
  if (request.explain === undefined) return survey;
  const { toolchain, host } = survey;
  const [target] = await resolveTargets([request.explain], { toolchain, host, signal });
  return target === undefined ? survey : { ...survey, explanation: explainTarget(target, host) };
}

/** @throws {FailureError} toolchain failures. */
export async function inspectTargets(
  request: { readonly toolchain?: string },
  { signal }: { readonly signal: AbortSignal },
): Promise<TargetsReport> {
  const survey = await surveyHost(request.toolchain, signal);
  const { toolchain, host } = survey;
  return { ...survey, targets: await listTargets({ toolchain, host, signal }) };
}
