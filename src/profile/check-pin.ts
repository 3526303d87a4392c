// A core to pin to that is not there is refused before minutes are spent on a build.
import { FailureError } from '../model/failure.ts';
import { availableCores } from '../host/available-cores.ts';
import type { Project } from '../project/project.ts';
import { noSuchCore } from './messages/runs.ts';
import type { Choice } from './precedence.ts';

/** @throws {FailureError} `usage` where this machine has no such core */
export async function checkPin(
  said: Choice<number> | undefined,
  { placeOfPin }: Pick<Project, 'placeOfPin'>,
): Promise<void> {
  if (said === undefined) return;
  const { value: pin, by } = said;
  const cores = await availableCores();
  if (cores === undefined || cores.includes(pin)) return;
  throw new FailureError({
    code: 'usage',
    ...noSuchCore({ core: pin, cores, by }),
    ...(by === 'project' && placeOfPin !== undefined ? { place: placeOfPin } : {}),
  });
}
