// `retarget cache`: how much is kept to be found again, and removing it.
import { cacheFolder, clearCache } from '../../cache/cache-folder.ts';
import { cacheUse } from '../../cache/cache-use.ts';
import type { CacheUse } from '../../cache/cache-use.ts';
import { bytesText } from '../../text/bytes-text.ts';
import { jsonText } from '../../report/json.ts';
import { visibleText } from '../../text/visible-text.ts';
import { storageFailure } from '../../store/storage-failure.ts';
import type { CommandContext } from '../context.ts';
import { EXIT } from '../exit-code.ts';
import { counted } from '../../text/plural.ts';
import { FailureError } from '../../model/failure.ts';
import { removeAbandoned, workFolders } from '../../profile/work-folder.ts';
import { cacheInUse, clearedCache } from '../messages.ts';

export interface CacheOptions {
  readonly json?: boolean;
}

export async function cacheInfoCommand(
  { json }: CacheOptions,
  { out }: CommandContext,
): Promise<number> {
  const use = await cacheUse();
  await out(json === true ? jsonText(use) : useText(use));
  return EXIT.done;
}

function useText({ folder, size, artifacts, folders }: CacheUse): string {
  const lines = folders.map(({ name, holds, size: own, limit }) => {
    const count = name === 'artifacts' ? `${counted(artifacts, 'artifact')}, ` : '';
    const most = limit === undefined ? '' : ` of ${bytesText(limit)}`;
    return `  ${name}: ${holds}, ${count}${bytesText(own)}${most}\n`;
  });
  return `${visibleText(folder)}: ${bytesText(size)}\n${lines.join('')}`;
}

export async function cacheClearCommand(
  { json }: CacheOptions,
  { out }: CommandContext,
): Promise<number> {
  const folder = cacheFolder();
  const { inUse } = await workFolders();
  const [held] = inUse;
  if (held !== undefined) throw new FailureError({ code: 'busy', ...cacheInUse({ folder: held }) });
  const before = await cacheUse();
  try {
    await removeAbandoned();
    await clearCache();
  } catch (error) {
    throw storageFailure(error, folder);
  }
  await out(
    json === true
      ? jsonText({ cleared: before })
      : `${clearedCache({ artifacts: before.artifacts, size: before.size, folder })}\n`,
  );
  return EXIT.done;
}
