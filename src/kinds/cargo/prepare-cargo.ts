// Has cargo build a crate with its dependencies, each crate's bitcode kept from before the optimiser, and takes the program from that.
import { createHash } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { basename, dirname, join, sep } from 'node:path';
import * as z from 'zod';
import { cacheFolder } from '../../cache/cache-folder.ts';
import { markUsed } from '../../cache/cache-use.ts';
import { wordsIn } from '../../files/words-in-file.ts';
import { FailureError } from '../../model/failure.ts';
import type { Warning } from '../../model/run.ts';
import type { PrepareContext } from '../program-parts.ts';
import type { ProgramParts } from '../program-parts.ts';
import type { CargoArtifact } from './cargo-messages.ts';
import { chosenTarget, type CargoPreparation } from './chosen-target.ts';
import { artifactsIn } from './cargo-messages.ts';
import { droppedFlags } from './codegen-options.ts';
import { crateName, crateUnits } from './crate-units.ts';
import type { CrateUnits } from './crate-units.ts';
import { forgetRemade, isDamaged } from './kept-bitcode.ts';
import { linkWordsFor } from './link-args.ts';
import { CARGO_FILE, readManifest } from './manifest.ts';
import { cargoFailure, runCargo } from './run-cargo.ts';
import { checkRustcLlvm } from './rustc-llvm.ts';
import { RUNNER_SCRIPT, RUNNER_VERSION, runEnvironment } from './run-environment.ts';
import { LINK_LINES, USE_LISTS, WRAPPER_SCRIPT, WRAPPER_VERSION } from './rustc-wrapper.ts';
import { placeScript } from './place-script.ts';
import {
  building,
  cratesAsk,
  environmentUnknown,
  linkUnknown,
  ofBuildScripts,
  runsOwnBinaries,
  rustFlagsRemoved,
  standardLibrary,
  type EnvironmentProblem,
} from './messages.ts';

/** @throws {FailureError} where Rust is missing, its LLVM newer than the one found, or the build fails. */
export async function prepareCargo(
  preparation: CargoPreparation,
  { toolchain, signal, onStep }: PrepareContext,
): Promise<ProgramParts> {
  const { manifest, target } = preparation;
  const folder = dirname(manifest);
  const rustc = await checkRustcLlvm(toolchain, folder, signal);
  const { root, targetFolder } = await workspace(manifest, signal);
  const buildFolder = join(cacheFolder(), 'cargo', `${shortHash([root])}-${WRAPPER_VERSION}`);
  const wrapper = join(cacheFolder(), 'cargo', `rustc-${WRAPPER_VERSION}`);
  const lines = join(buildFolder, 'link-lines');
  await mkdir(lines, { recursive: true });
  await markUsed(buildFolder);
  await placeScript(wrapper, WRAPPER_SCRIPT);
  const args = cargoArgs(preparation);
  const env = {
    ...buildEnvironment(args, buildFolder),
    ...{ RUSTC_WRAPPER: wrapper, [LINK_LINES]: lines },
    ...(rustc.keepsUseLists ? { [USE_LISTS]: '1' } : {}),
  };
  onStep(building(target));
  const result = await runCargo({ tool: 'cargo', args, directory: folder, env, signal }).catch(
    async (error: unknown) => {
      await forgetRemade(buildFolder, undefined);
      throw error;
    },
  );
  const artifacts = artifactsIn(result.stdout);
  await forgetRemade(buildFolder, result.exitCode === undefined ? undefined : artifacts);
  if (result.exitCode !== 0) throw new FailureError(cargoFailure(target, root, result));
  const made = artifacts.findLast((each) => isOf(target, each));
  const { executable } = made ?? {};
  const words =
    executable === undefined
      ? undefined
      : await linkWordsFor(lines, { target: target.name, executable });
  if (made === undefined || executable === undefined || words === undefined) {
    throw new FailureError(noLinkLine(lines));
  }
  const runner = join(cacheFolder(), 'cargo', `runner-${RUNNER_VERSION}`);
  await placeScript(runner, RUNNER_SCRIPT);
  const surroundings = await runEnvironment(
    preparation,
    { executable, buildFolder, triple: rustc.host },
    runner,
    { env, signal },
  );
  const crates = await crateUnits({
    ...{ words, level: made.level, artifacts, directory: root, buildFolder, lines },
    ...{ triple: toolchain.triple, llvm: rustc.llvm },
    ownLinker: toolchain.lld !== undefined,
  });
  const bitcode = [crates, ...crates.libraries].flatMap(({ units }) => units);
  if (
    await isDamaged(
      buildFolder,
      bitcode.map(({ source }) => source),
    )
  ) {
    // No crate's files can be told from damaged ones any more.
    await rm(buildFolder, { recursive: true, force: true });
    return prepareCargo(preparation, { toolchain, signal, onStep });
  }
  return {
    units: crates.units,
    libraries: crates.libraries,
    link: { flags: crates.linkWords, language: 'c', directory: root, removed: crates.removed },
    ...ownExecutable(preparation, { root, targetFolder }),
    ...('environment' in surroundings ? { environment: surroundings.environment } : {}),
    warnings: [
      ...rustc.warnings,
      ...('unknown' in surroundings ? [unknownEnvironment(target.kind, surroundings.unknown)] : []),
      ...(await warningsAbout(crates, root, target.kind)),
      ...(await ownBinaries(executable, artifacts)),
    ],
  };
}

function isOf({ kind, name }: CargoPreparation['target'], { target }: CargoArtifact): boolean {
  return target.name === name && target.kind.includes(kind);
}

function cargoArgs(preparation: CargoPreparation): string[] {
  return [
    ...['rustc', '--manifest-path', preparation.manifest],
    ...chosenTarget(preparation),
    '--message-format=json-render-diagnostics',
    ...preparation.args,
  ];
}

function profileOf(args: readonly string[]): string | undefined {
  const at = args.findIndex((word) => /^--profile(?:=|$)/u.test(word));
  if (at === -1) return undefined;
  const word = args[at] ?? '';
  return word.includes('=') ? word.slice(word.indexOf('=') + 1) : args[at + 1];
}

/** One unit of code for each crate, and none optimised together with another: as each target's own build then is. */
function buildEnvironment(args: readonly string[], buildFolder: string): Record<string, string> {
  const profiles = new Set(['release', 'bench', ...[profileOf(args) ?? []].flat()]);
  const settings = [...profiles].flatMap((profile) => {
    const prefix = `CARGO_PROFILE_${profile.toUpperCase().replaceAll('-', '_')}`;
    return [
      [`${prefix}_LTO`, 'off'],
      [`${prefix}_CODEGEN_UNITS`, '1'],
      [`${prefix}_INCREMENTAL`, 'false'],
      [`${prefix}_SPLIT_DEBUGINFO`, 'off'],
    ];
  });
  return {
    ...(Object.fromEntries(settings) as Record<string, string>),
    CARGO_INCREMENTAL: '0',
    CARGO_TARGET_DIR: buildFolder,
    CARGO_BUILD_BUILD_DIR: buildFolder,
  };
}

interface Workspace {
  readonly root: string;
  /** Where the user's own builds go. */
  readonly targetFolder: string;
}

/** Where cargo leaves it for the user; a bench is called by a hash there. */
function ownExecutable(
  { target, args }: CargoPreparation,
  { root, targetFolder }: Workspace,
): Pick<ProgramParts, 'own'> {
  if (target.kind === 'bench') return {};
  const profile = profileOf(args) ?? 'release';
  const folder = join(targetFolder, profile === 'dev' ? 'debug' : profile);
  const path = join(folder, ...(target.kind === 'example' ? ['examples'] : []), target.name);
  return { own: { path, root: path.startsWith(join(root, sep)) ? root : targetFolder } };
}

const metadataSchema = z
  .looseObject({ workspace_root: z.string(), target_directory: z.string() })
  .transform((each) => ({ root: each.workspace_root, targetFolder: each.target_directory }));

async function workspace(manifest: string, signal: AbortSignal): Promise<Workspace> {
  const directory = dirname(manifest);
  const result = await runCargo({
    tool: 'cargo',
    args: ['metadata', '--no-deps', '--format-version', '1', '--manifest-path', manifest],
    ...{ directory, signal },
  });
  const failed = (): FailureError => new FailureError(cargoFailure('read', directory, result));
  if (result.exitCode !== 0) throw failed();
  try {
    return metadataSchema.parse(JSON.parse(result.stdout));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) throw failed();
    throw error;
  }
}

async function warningsAbout(
  crates: CrateUnits,
  directory: string,
  kind: CargoPreparation['target']['kind'],
): Promise<Warning[]> {
  const warnings: Warning[] = [];
  const { standard, foreign } = crates;
  if (standard.length > 0) {
    warnings.push({
      code: 'prebuilt-code',
      message: standardLibrary(),
    });
  }
  if (foreign.length > 0) {
    warnings.push({
      code: 'prebuilt-code',
      message: ofBuildScripts(foreign),
    });
  }
  const dropped = new Set([
    ...(await profileSettings(directory, kind)),
    ...(await Promise.all(crates.crates.map(droppedFlags))).flat(),
  ]);
  if (dropped.size > 0) {
    warnings.push({
      code: 'removed-flags',
      message: rustFlagsRemoved([...dropped].sort()),
    });
  }
  const asking = [...new Set(crates.asking.map(crateName))].sort();
  if (asking.length > 0) {
    warnings.push({
      code: 'asks-target',
      message: cratesAsk(asking),
    });
  }
  return warnings;
}

/** What the workspace's own profile asks for that would build crates together, or one of them in parts. */
async function profileSettings(
  root: string,
  kind: CargoPreparation['target']['kind'],
): Promise<string[]> {
  const { profile } = await readManifest(join(root, CARGO_FILE));
  const { lto, 'codegen-units': units } = {
    ...profile?.release,
    ...(kind === 'bench' ? profile?.bench : {}),
  };
  return [
    ...(lto === undefined || lto === false || lto === 'off'
      ? []
      : [`lto = ${JSON.stringify(lto)}`]),
    ...(units === undefined || units === 1 ? [] : [`codegen-units = ${units}`]),
  ];
}

/** A bench may run binaries of its package, by the paths that cargo gives it: those are built for rustc's use of them alone. */
async function ownBinaries(
  executable: string,
  artifacts: readonly CargoArtifact[],
): Promise<Warning[]> {
  const paths = artifacts.flatMap(({ executable: path, target }) =>
    path === undefined || path === executable || !target.kind.includes('bin') ? [] : [path],
  );
  const named = await wordsIn(executable, paths);
  if (named.size === 0) return [];
  const names = [...named].map((path) => basename(path)).sort();
  return [
    {
      code: 'prebuilt-code',
      message: runsOwnBinaries(names),
    },
  ];
}

function unknownEnvironment(
  kind: CargoPreparation['target']['kind'],
  problem: EnvironmentProblem,
): Warning {
  return { code: 'cargo-environment', message: environmentUnknown({ kind, problem }) };
}

function noLinkLine(lines: string): FailureError['failure'] {
  return {
    code: 'link-failed',
    ...linkUnknown(),
    place: { file: lines },
  };
}

function shortHash(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);
}
