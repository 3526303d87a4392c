// What a target asks of the host.
import type { Run } from '../src/model/run.ts';
import type { Target } from '../src/model/target.ts';

/** What a target has beyond the baseline, and what of it this host lacks. */
export function targetNeeds(
  run: Pick<Run, 'targets' | 'baseline'>,
  target: Target,
): { added: readonly string[]; missing: readonly string[]; masked: readonly string[] } {
  const base = new Set(run.targets.find(({ name }) => name === run.baseline)?.features ?? []);
  const { fit } = target;
  return {
    added: target.features.filter((feature) => !base.has(feature)),
    missing: fit.kind === 'cannot-run' ? fit.missing : [],
    masked: fit.kind === 'runs' ? [] : fit.masked,
  };
}
