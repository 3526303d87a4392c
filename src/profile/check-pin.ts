// A core to pin to that is not there is refused before minutes are spent on a build.
import { FailureError } from '../model/failure.ts';
import { availableCores } from '../host/available-cores.ts';
import type { Project } from '../project/project.ts';
import { listText } from '../text/list-text.ts';
import type { Said } from './precedence.ts';

const MOST_NAMED = 16;

const WAYS: Readonly<Record<Said<number>['by'], string>> = {
  request: '--pin',
  project: '"pin" in retarget.json',
  settings: 'the setting retarget.pin',
};

/** @throws {FailureError} `usage` where this machine has no such core */
export async function checkPin(
  said: Said<number> | undefined,
  { placeOfPin }: Pick<Project, 'placeOfPin'>,
): Promise<void> {
  if (said === undefined) return;
  const { value: pin, by } = said;
  const cores = await availableCores();
  if (cores === undefined || cores.includes(pin)) return;
  throw new FailureError({
    code: 'usage',
    message: `There is no core ${pin} to pin the benchmarks to: ${coresText(cores)}.`,
    hint: `Choose one of these by ${WAYS[by]}, or leave it away.`,
    ...(by === 'project' && placeOfPin !== undefined ? { place: placeOfPin } : {}),
  });
}

function coresText(cores: readonly number[]): string {
  const names = listText(cores.map(String), MOST_NAMED);
  return cores.length === 1 ? `this machine has core ${names} alone` : `there are cores ${names}`;
}
