// Which folder a CMake project is built in: the one that its presets or CMake Tools name, or one that looks like it.
import { realpath, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Crawl } from '../../files/crawl.ts';
import { CACHE_FILE, readCmakeCache } from './cmake-cache.ts';
import { presetFolders } from './presets.ts';
import { toolsFolders } from './tools-setting.ts';

export interface BuildFolder {
  /** Absolute. */
  readonly path: string;
  /** Absolute path of the folder whose CMakeLists.txt it is made from. */
  readonly source: string;
  /** CMAKE_BUILD_TYPE, empty where it is not set; all of them, parted by semicolons, for several in one folder. */
  readonly buildType: string;
  /** Made by Retarget itself, which may build in it. */
  readonly own: boolean;
  /** Who names it: `CMakePresets.json`, `CMake Tools`; nothing where its name says it. */
  readonly namedBy?: string;
}

/** The configuration of folders that Retarget makes. */
export const OWN_CONFIGURATION = 'Release';

const USUAL_FOLDERS = [
  'build*',
  '_build*',
  'out',
  'build/*',
  'builds/*',
  'out/build/*',
  'cmake-build-*',
];
const MOST_FOLDERS = 200;

/** The folder that Retarget configures by itself, where a project has none. */
export function ownFolder(source: string, configuration = OWN_CONFIGURATION): string {
  return join(source, '.retarget', 'cmake', configuration);
}

/** Whether Retarget made a build folder, and so may build in it. */
export function isOwnFolder(build: string): boolean {
  return /\/\.retarget\/cmake\/[^/]+$/u.test(build);
}

/** A configured build folder, whatever project it belongs to; nothing where it is none. */
export async function buildFolderAt(path: string): Promise<BuildFolder | undefined> {
  const cache = await readCmakeCache(path);
  const source = cache?.get('CMAKE_HOME_DIRECTORY');
  if (cache === undefined || source === undefined) return undefined;
  return {
    path,
    source,
    buildType: cache.get('CMAKE_BUILD_TYPE') ?? cache.get('CMAKE_CONFIGURATION_TYPES') ?? '',
    own: isOwnFolder(path),
  };
}

/** The build folder that a project uses, or else the one that Retarget made; nothing where there is neither. */
export async function findBuildFolder(source: string): Promise<BuildFolder | undefined> {
  const byName = async (): Promise<readonly string[]> => {
    const { files } = await new Crawl().find(
      USUAL_FOLDERS.map((folder) => `${folder}/${CACHE_FILE}`),
      { cwd: source, followSymbolicLinks: true },
    );
    return files.slice(0, MOST_FOLDERS).map((file) => file.slice(0, -CACHE_FILE.length - 1));
  };
  const groups = [
    { namedBy: 'CMakePresets.json', folders: () => presetFolders(source) },
    { namedBy: 'CMake Tools', folders: () => toolsFolders(source) },
    { folders: byName },
    { folders: () => Promise.resolve([ownFolder(source)]) },
  ];
  for (const { namedBy, folders } of groups) {
    const best = await bestOf(source, await folders());
    if (best !== undefined) return { ...best, ...(namedBy === undefined ? {} : { namedBy }) };
  }
  return undefined;
}

/** The one to prefer of those that belong to the project: one that optimises, then the newest. */
async function bestOf(
  source: string,
  folders: readonly string[],
): Promise<BuildFolder | undefined> {
  const home = await real(source);
  const found: { readonly folder: BuildFolder; readonly rank: number; readonly time: number }[] =
    [];
  for (const path of new Set(folders.map((folder) => resolve(source, folder)))) {
    const folder = await buildFolderAt(path);
    if (folder === undefined || (await real(folder.source)) !== home) continue;
    const { mtimeMs } = await stat(join(path, CACHE_FILE));
    found.push({ folder, rank: rankOf(folder.buildType), time: mtimeMs });
  }
  found.sort((left, right) => left.rank - right.rank || right.time - left.time);
  return found[0]?.folder;
}

function rankOf(buildType: string): number {
  if (/^(?:release|relwithdebinfo|minsizerel)$/iu.test(buildType)) return 0;
  if (/^debug$/iu.test(buildType)) return 3;
  // Several at once have Release among them, mostly; an empty one may be set by the project.
  return buildType.includes(';') ? 1 : 2;
}

function real(path: string): Promise<string> {
  return realpath(path).catch(() => resolve(path));
}
