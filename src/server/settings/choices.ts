// What a user's settings say where a request and a project say nothing.
import { parseDuration } from '../../config/duration.ts';
import type { Choices } from '../../model/request.ts';
import type { Settings } from '../../protocol/settings.ts';

/** An empty setting says nothing. */
export function choicesOf({ targets, baseline, budget, precision, pin }: Settings): Choices {
  return {
    ...{ precision, budget: parseDuration(budget), pin: pin ?? undefined },
    targets: targets.length === 0 ? undefined : targets,
    baseline: baseline === '' ? undefined : baseline,
  };
}
