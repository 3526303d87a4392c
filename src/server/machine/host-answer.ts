// The host as views show it: its features in groups, each with whether it is here.
import type { Survey } from '../../profile/survey-host.ts';
import type { FeatureState, HostAnswer } from '../../protocol/server-requests.ts';
import { featureGroups } from '../../report/host-text.ts';

export function hostAnswer({ toolchain, host, levels }: Survey): HostAnswer {
  return {
    host,
    toolchain,
    levels: levels.map(({ name, features }) => ({ name, features })),
    groups: featureGroups(host, levels).map(({ name, present, missing }) => ({
      name,
      features: [...states(present, true), ...states(missing, false)].sort((left, right) =>
        left.name < right.name ? -1 : 1,
      ),
    })),
  };
}

function states(names: readonly string[], here: boolean): FeatureState[] {
  return names.map((name) => ({ name, here }));
}
