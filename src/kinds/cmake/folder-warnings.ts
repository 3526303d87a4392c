// What a reader of the numbers should know about the build folder that they come from.
import { stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Unit } from '../../model/program.ts';
import type { Warning } from '../../model/run.ts';
import { quoteCommand } from '../../flags/command-line.ts';
import { shown, shownList } from '../../text/shown.ts';
import type { CmakeReply } from './reply.ts';
import { foreignWords } from './target-units.ts';
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
  const files = shownList(changed.map((path) => relative(reply.source, path)));
  const build = shown(reply.build);
  const what =
    changed.length === 0
      ? `CMake failed in ${build} after it was configured`
      : `${build} was configured before ${files} changed`;
  return [
    {
      code: 'outdated-reply',
      message: `${what}: what is measured is how it was then. Configure it again: ${quoteCommand(['cmake', reply.build])}`,
    },
  ];
}

/** The command that makes a folder which optimises, beside the others of the project. */
export function releaseCommand(source: string): string {
  return quoteCommand([
    ...['cmake', '-S', source, '-B', join(source, 'build-release'), '-DCMAKE_BUILD_TYPE=Release'],
  ]);
}

/** Whether any source is compiled with optimisation. */
export function isOptimised(units: readonly Unit[]): boolean {
  const sources = units.filter(({ language }) => language === 'c' || language === 'c++');
  return (
    sources.length === 0 ||
    sources.some(({ flags }) => flags.some((flag) => /^-O(?!0$)/u.test(flag)))
  );
}

export function debugWarning(reply: CmakeReply, configuration: string): Warning[] {
  const named = configuration === '' ? 'without a build type' : `as ${configuration}`;
  return [
    {
      code: 'debug-build',
      message: `${shown(reply.build)} is configured ${named}, which does not optimise: targets hardly matter then. ${optimisedAdvice(reply)}`,
    },
  ];
}

/** Of a folder that nothing more is known of; undefined where it optimises, or has several configurations. */
export function buildTypeNote(source: string, buildType: string): string | undefined {
  if (buildType !== '' && !/^debug$/iu.test(buildType)) return undefined;
  const advice = optimisedAdvice({ source, multiConfig: false });
  return buildType === ''
    ? `It is configured without a build type: unless the project sets one, nothing is optimised. ${advice}`
    : `${unoptimisedWords(buildType)} ${advice}`;
}

export function unoptimisedWords(configuration: string): string {
  const named = configuration === '' ? '' : ` is configured as ${shown(configuration)}, which`;
  return `Its build folder${named} does not optimise.`;
}

export function optimisedAdvice(reply: Pick<CmakeReply, 'source' | 'multiConfig'>): string {
  return reply.multiConfig
    ? 'Write "configuration": "Release" beside "target" in retarget.json.'
    : `Make a folder that does, and name it by "build": ${releaseCommand(reply.source)}`;
}

export function asBuiltWarning({ asBuilt }: Obstacles): Warning[] {
  if (asBuilt.size === 0) return [];
  return [
    {
      code: 'skipped-sources',
      message: `Linked as the project's own build compiled them, the same for every target: ${foreignWords(asBuilt.values())}.`,
    },
  ];
}
