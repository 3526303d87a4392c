// What is said of a project's presets where it is built in Retarget's own folder, which is made without them.
import type { Warning } from '../../model/run.ts';
import { presetsUnused } from './messages/offers.ts';
import { namedPresets } from './presets.ts';
import type { NamedPreset } from './presets.ts';

/**
 * One or two sentences; nothing where the project has no presets.
 * @param options that Retarget's folder is made with; a preset's folder is not taken where there are any
 */
export async function unusedPresets(
  source: string,
  options: readonly string[] = [],
): Promise<string | undefined> {
  const presets = await namedPresets(source);
  if (presets.length === 0) return undefined;
  return presetsUnused({
    files: [...new Set(presets.map(({ file }) => file))],
    presets: presets.map(({ name }) => name),
    instead: options.length > 0 ? undefined : instead(presets),
  });
}

/** A preset whose folder is known is found there; any other has to be named. */
function instead(presets: readonly NamedPreset[]): {
  readonly preset: string;
  readonly isFolderKnown: boolean;
} {
  const found = presets.filter(({ folder }) => folder !== undefined).sort(byRank)[0];
  const [preset = found] = found === undefined ? [...presets].sort(byRank) : [found];
  return { preset: preset?.name ?? '', isFolderKnown: found !== undefined };
}

function byRank(left: NamedPreset, right: NamedPreset): number {
  return rankOf(left) - rankOf(right);
}

/** What optimises, and what CMake takes on every machine, comes first. */
function rankOf({ buildType = '', isConditional }: NamedPreset): number {
  return (/^debug$/iu.test(buildType) ? 1 : 0) + (isConditional ? 2 : 0);
}

export async function unusedPresetsWarning(
  source: string,
  options: readonly string[],
): Promise<Warning[]> {
  const message = await unusedPresets(source, options);
  return message === undefined ? [] : [{ code: 'unused-presets', message }];
}
