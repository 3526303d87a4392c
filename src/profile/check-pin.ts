// A core to pin to that is not there is refused before minutes are spent on a build.
import { FailureError } from '../model/failure.ts';
import { availableCores } from '../host/available-cores.ts';
import type { Project } from '../project/project.ts';
import { listText } from '../text/list-text.ts';

const MOST_NAMED = 16;

/**
 * @param asked the core that the request names; what the project says counts without it, and then the user's settings
 * @throws {FailureError} `usage` where this machine has no such core
 */
export async function checkPin(
  asked: number | undefined,
  project: Pick<Project, 'pin' | 'placeOfPin'>,
  setting: number | undefined,
): Promise<void> {
  const pin = asked ?? project.pin ?? setting;
  if (pin === undefined) return;
  const cores = await availableCores();
  if (cores === undefined || cores.includes(pin)) return;
  const isOfProject = asked === undefined && project.pin !== undefined;
  const { placeOfPin } = project;
  throw new FailureError({
    code: 'usage',
    message: `There is no core ${pin} to pin the benchmarks to: ${coresText(cores)}.`,
    hint: `Choose one of these by ${isOfProject ? '"pin" in retarget.json' : asked === undefined ? 'the setting retarget.pin' : '--pin'}, or leave it away.`,
    ...(isOfProject && placeOfPin !== undefined ? { place: placeOfPin } : {}),
  });
}

function coresText(cores: readonly number[]): string {
  const names = listText(cores.map(String), MOST_NAMED);
  return cores.length === 1 ? `this machine has core ${names} alone` : `there are cores ${names}`;
}
