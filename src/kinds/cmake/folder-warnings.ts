// What a reader of the numbers should know about the build folder that they come from.
import { stat } from 'node:fs/promises';
import { relative } from 'node:path';
import type { Unit } from '../../model/program.ts';
import type { Warning } from '../../model/run.ts';
import {
  folderNotOptimized,
  folderOutdated,
  noBuildType,
  notOptimized,
} from './messages/folder.ts';
import { objectsOfOwnBuild } from './messages/program.ts';
import type { CmakeReply } from './reply.ts';
import type { Obstacles } from './target-units.ts';

/** The project's CMake files that were changed since CMake last looked at them, absolute. */
export async function changedInputs(reply: CmakeReply): Promise<readonly string[]> {
  const times = await Promise.all(
    reply.inputs.map(async (path) => ({
      path,
      // One that is gone changed too.
      time: await stat(path).then(
        ({ mtimeMs }) => mtimeMs,
        () => Infinity,
      ),
    })),
  );
  return times.filter(({ time }) => time > reply.writtenAt).map(({ path }) => path);
}

export async function outdatedWarning(reply: CmakeReply): Promise<Warning[]> {
  const changed = await changedInputs(reply);
  if (changed.length === 0 && !reply.failedSince) return [];
  const names = changed.map((path) => relative(reply.source, path));
  return [
    {
      code: 'outdated-reply',
      message: folderOutdated({ build: reply.build, changed: names }),
    },
  ];
}

/** Whether any source is compiled with optimisation. */
export function isOptimised(units: readonly Unit[]): boolean {
  const sources = units.filter(({ language }) => language === 'c' || language === 'c++');
  return (
    sources.length === 0 ||
    sources.some(({ flags }) => flags.some((flag) => /^-O(?!0$)/u.test(flag)))
  );
}

export function debugWarning(
  { build, source, multiConfig }: CmakeReply,
  configuration: string,
): Warning[] {
  return [
    {
      code: 'debug-build',
      message: folderNotOptimized({ build, source, multiConfig, configuration }),
    },
  ];
}

/** Of a folder that nothing more is known of; undefined where it optimises, or has several configurations. */
export function buildTypeNote(source: string, buildType: string): string | undefined {
  if (buildType !== '' && !/^debug$/iu.test(buildType)) return undefined;
  return buildType === ''
    ? noBuildType(source)
    : notOptimized({ source, multiConfig: false, configuration: buildType });
}

export function asBuiltWarning({ asBuilt }: Obstacles): Warning[] {
  if (asBuilt.size === 0) return [];
  return [
    {
      code: 'skipped-sources',
      message: objectsOfOwnBuild([...asBuilt.values()]),
    },
  ];
}
