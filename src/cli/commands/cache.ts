// `retarget cache`: how much built code is kept, and removing it.
import { ArtifactCache } from '../../cache/artifact-cache.ts';
import { cacheFolder, clearCache } from '../../cache/cache-folder.ts';
import { countText } from '../../report/format.ts';
import { bytesText } from '../../text/bytes-text.ts';
import { jsonText } from '../../report/json.ts';
import { visibleText } from '../../text/visible-text.ts';
import { storageFailure } from '../../store/storage-failure.ts';
import type { CommandContext } from '../context.ts';
import { EXIT } from '../exit-code.ts';

export interface CacheOptions {
  readonly json?: boolean;
}

export async function cacheInfoCommand(
  { json }: CacheOptions,
  { out }: CommandContext,
): Promise<number> {
  const use = await new ArtifactCache().use();
  await out(
    json === true
      ? jsonText(use)
      : `${visibleText(use.folder)}: ${countText(use.artifacts, 'artifact')}, ${bytesText(use.size)} of at most ${bytesText(use.limit)}\n`,
  );
  return EXIT.done;
}

export async function cacheClearCommand(
  { json }: CacheOptions,
  { out }: CommandContext,
): Promise<number> {
  const folder = cacheFolder();
  const before = await new ArtifactCache().use();
  try {
    await clearCache();
  } catch (error) {
    throw storageFailure(error, folder);
  }
  await out(
    json === true
      ? jsonText({ cleared: before })
      : `Removed ${countText(before.artifacts, 'artifact')} (${bytesText(before.size)}) from ${visibleText(before.folder)}\n`,
  );
  return EXIT.done;
}
