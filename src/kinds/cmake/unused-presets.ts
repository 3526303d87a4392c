// What is said of a project's presets where it is built in Retarget's own folder, which is made without them.
import type { Warning } from '../../model/run.ts';
import { listText } from '../../text/list-text.ts';
import { quoteCommand } from '../../flags/command-line.ts';
import { shownList } from '../../text/shown.ts';
import { namedPresets } from './presets.ts';
import type { NamedPreset } from './presets.ts';

/**
 * One sentence; nothing where the project has no presets.
 * @param options that Retarget's folder is made with; a preset's folder is not taken where there are any
 */
export async function unusedPresets(
  source: string,
  options: readonly string[] = [],
): Promise<string | undefined> {
  const presets = await namedPresets(source);
  if (presets.length === 0) return undefined;
  const files = listText([...new Set(presets.map(({ file }) => file))]);
  const names = shownList(presets.map(({ name }) => name));
  const has = files.includes(' and ') ? 'have' : 'has';
  const which = presets.length === 1 ? 'the preset' : 'the presets';
  const none = presets.length === 1 ? 'does not use it' : 'uses none of them';
  const unused = `${files} ${has} ${which} ${names}; Retarget's own build folder ${none}`;
  return options.length > 0 ? `${unused}.` : `${unused}: ${instead(presets)}.`;
}

/** A preset whose folder is known is found there; any other has to be named. */
function instead(presets: readonly NamedPreset[]): string {
  const found = presets.filter(({ folder }) => folder !== undefined).sort(byRank)[0];
  const [preset = found] = found === undefined ? [...presets].sort(byRank) : [found];
  const command = quoteCommand(['cmake', '--preset', preset?.name ?? '']);
  return found === undefined
    ? `\`${command}\` makes a folder that "build" beside "target" in retarget.json can name`
    : `\`${command}\` makes a folder that is taken instead`;
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
