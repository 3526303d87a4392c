// Variants only: builds for targets, this host's or not, and leaves objects and executables in a folder.
import { copyFile, mkdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { BuiltProgram } from '../build/build-program.ts';
import type { BuiltVariant } from '../build/build-variant.ts';
import { placeExecutable, placeLibraries } from '../build/place-executable.ts';
import type { ArtifactCache } from '../cache/artifact-cache.ts';
import type { PreparedProgram, Unit } from '../model/program.ts';
import type { ProfileRequest } from '../model/request.ts';
import { buildEach, type BuildOutcome } from './build-each.ts';
import { executableName, foldedName, ownFolderName, safeFileName } from './file-names.ts';
import { loaderNameOf } from '../toolchain/clang-link.ts';
import type { ProfileContext } from './profile-context.ts';
import { writeFailure } from '../files/write-failure.ts';
import { VARIANTS_NOT_WRITTEN } from './messages/builds.ts';

/**
 * Builds for every target asked for, also those that this host cannot run: what is built is for shipping, so no
 * feature is masked either.
 * @param request with `out`, an absolute path; made where it is missing. Holds `<program>/<target>/` with objects and the executable.
 * @throws {FailureError} usage, config, project, toolchain, target, cache and disk failures; `interrupted`.
 */
export async function buildVariants(
  { out, ...request }: ProfileRequest & { readonly out: string },
  context: ProfileContext,
): Promise<BuildOutcome & { readonly out: string }> {
  const outcome = await buildEach(
    request,
    (target) => ({ ...target, fit: { kind: 'runs' } }),
    context,
    async (built, { workshop }) => {
      await leaveInFolder(built, workshop.cache, out);
      return {};
    },
  );
  return { ...outcome, out };
}

async function leaveInFolder(
  { program, variants }: BuiltProgram,
  cache: ArtifactCache,
  out: string,
): Promise<void> {
  for (const variant of variants) {
    if (variant.executable === undefined) continue;
    const home = join(out, await ownFolderName(out, program.name));
    const folder = join(home, await ownFolderName(home, variant.variant.target));
    try {
      await leaveObjects(program, variant, folder);
      await placeExecutable(cache, variant.executable, join(folder, executableName(program)));
      await placeLibraries(cache, variant, folder);
    } catch (error) {
      throw writeFailure(error, { what: folder, ...VARIANTS_NOT_WRITTEN });
    }
  }
}

async function leaveObjects(
  program: PreparedProgram,
  { objects }: BuiltVariant,
  folder: string,
): Promise<void> {
  const others = [executableName(program), ...(program.libraries ?? []).map(loaderNameOf)];
  const taken = new Set(others.map(foldedName));
  for (const { compiled, object } of objects) {
    if (object === undefined) continue;
    const path = join(folder, objectName(program, compiled.unit, taken));
    await mkdir(folder, { recursive: true });
    await copyFile(object.object.path, path);
  }
}

/** File names end at 255 bytes on most systems; of a long path, its end says more. */
const LONGEST_OBJECT_NAME = 60;

/** The source's path within the project in one word, with `.o`; one source built twice gets a number. */
function objectName(program: PreparedProgram, unit: Unit, taken: Set<string>): string {
  const parts = relative(program.directory, unit.source).split(/[/\\]/u);
  const whole = parts.map((part) => (part === '..' ? '_' : safeFileName(part))).join('_');
  const name = [...whole].slice(-LONGEST_OBJECT_NAME).join('');
  for (let copy = 1; ; copy++) {
    const candidate = `${name}${copy === 1 ? '' : `.${copy}`}.o`;
    if (taken.has(foldedName(candidate))) continue;
    taken.add(foldedName(candidate));
    return candidate;
  }
}
