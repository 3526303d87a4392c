// Writes a choice of targets into a folder's retarget.json, which stays as it was otherwise.
import { FailureError } from '../../model/failure.ts';
import { choiceChanges } from '../../project/config-choice.ts';
import type { Choice } from '../../project/config-choice.ts';
import type { ChooseAnswer } from '../../protocol/server-requests.ts';
import type { ServerContext } from '../server-context.ts';
import { configOf } from './config-text.ts';
import { writeConfig } from './write-config.ts';
import { configurationUnreadable, noTargetLeft } from '../messages.ts';

/**
 * Where there is no retarget.json nothing is written: the choice is the editor's to keep.
 * @throws {FailureError} `config-invalid` where the file is no JSON, `usage` where nothing would be left to profile,
 * `folder-read-only` or `disk-full`; the file is then as it was.
 */
export async function choose(
  context: ServerContext,
  folder: string,
  choice: Choice,
): Promise<ChooseAnswer> {
  if (choice.targets?.length === 0) {
    throw new FailureError({ code: 'usage', ...noTargetLeft });
  }
  const config = await configOf(context, folder);
  if (config === undefined) return {};
  const { file, text } = config;
  if (text === undefined) {
    throw new FailureError({
      code: 'config-invalid',
      ...configurationUnreadable({ file }),
      place: { file },
    });
  }
  const changes = choiceChanges(file, text, choice);
  if (changes.length > 0) {
    await writeConfig(context, { ...config, text }, changes, 'Retarget: choose targets');
  }
  return { writtenTo: file };
}
