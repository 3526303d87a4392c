// A folder's retarget.json for a change of one program: written first where there is none yet.
import { join } from 'node:path';
import { FailureError } from '../../model/failure.ts';
import { CONFIG_FILE } from '../../config/config-schema.ts';
import type { ServerContext } from '../server-context.ts';
import { configurationUnreadable } from '../messages.ts';
import { configOf, type ConfigText } from './config-text.ts';
import { rememberOffers } from './offers.ts';

/** @throws {FailureError} `config-invalid` where it cannot be read, and as `rememberOffers` */
export async function ownConfig(
  context: ServerContext,
  folder: string,
  program: string,
): Promise<ConfigText & { readonly text: string }> {
  if ((await configOf(context, folder)) === undefined) {
    await rememberOffers(context, folder, [program]);
  }
  const config = await configOf(context, folder);
  if (config?.text !== undefined) return { ...config, text: config.text };
  const file = config?.file ?? join(folder, CONFIG_FILE);
  throw new FailureError({
    code: 'config-invalid',
    ...configurationUnreadable({ file }),
    place: { file },
  });
}
