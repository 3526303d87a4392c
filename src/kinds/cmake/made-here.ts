// Whether this user's Retarget configured a build folder of its own here: what came with a clone could build anything in it.
import { randomUUID } from 'node:crypto';
import { lstat, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { FailureError } from '../../model/failure.ts';
import { readText } from '../../files/read-text.ts';
import { isOwn, rememberOwn } from '../own-marks.ts';
import { ownFolderLinked } from './messages/folder.ts';

const FILE = '.retarget-made-here';

interface OwnBuild {
  /** Absolute path of the project's folder. */
  readonly source: string;
  /** Absolute path of the build folder, which Retarget makes. */
  readonly build: string;
}

/**
 * Removes what somebody else left in the place of Retarget's own build folder.
 * @throws {FailureError} `folder-read-only` where a link leads elsewhere
 */
export async function discardForeign({ source, build }: OwnBuild): Promise<void> {
  for (const place of [dirname(dirname(build)), dirname(build), build]) {
    const facts = await lstat(place).catch(() => undefined);
    if (facts?.isSymbolicLink() !== true) continue;
    throw new FailureError({ code: 'folder-read-only', ...ownFolderLinked(place) });
  }
  const token = await readText(join(build, FILE)).catch(() => '');
  if (await isOwn({ project: source, what: build, content: token })) return;
  await rm(build, { recursive: true, force: true });
}

/** Says that the build folder is Retarget's own. @throws the file system's error */
export async function markMadeHere({ source, build }: OwnBuild): Promise<void> {
  const content = randomUUID();
  await rememberOwn({ project: source, what: build, content });
  await writeFile(join(build, FILE), content);
}
