// The build folder that the CMake Tools extension is told by the workspace's settings.
import { basename, join } from 'node:path';
import { escapePath } from 'tinyglobby';
import * as z from 'zod';
import { Crawl } from '../../files/crawl.ts';
import { jsonValue } from '../../files/json-text.ts';
import { readText } from '../../files/read-text.ts';
import { CACHE_FILE } from './cmake-cache.ts';

const settingsSchema = z.object({ 'cmake.buildDirectory': z.string() });

/** Absolute paths; several where the setting leaves open which (`${buildType}`), none where there is no setting. */
export async function toolsFolders(source: string): Promise<readonly string[]> {
  const text = await readText(join(source, '.vscode/settings.json')).catch(() => '');
  const settings = settingsSchema.safeParse(jsonValue(text));
  if (!settings.success) return [];
  const known = new Map([
    ['workspaceFolder', source],
    ['workspaceRoot', source],
    ['sourceDirectory', source],
    ['workspaceFolderBasename', basename(source)],
    ['userHome', process.env.HOME ?? ''],
  ]);
  const pattern = settings.data['cmake.buildDirectory']
    .split(/(\$\{[^}]*\})/u)
    .map((part) => {
      const name = /^\$\{(.*)\}$/u.exec(part)?.[1];
      if (name === undefined) return escapePath(part);
      const value = known.get(name) ?? process.env[/^env:(.*)$/u.exec(name)?.[1] ?? ''];
      return value === undefined ? '*' : escapePath(value);
    })
    .join('');
  const { files } = await new Crawl().find([`${pattern}/${CACHE_FILE}`], {
    cwd: source,
    absolute: true,
    dot: true,
  });
  return files.map((file) => file.slice(0, -CACHE_FILE.length - 1));
}
