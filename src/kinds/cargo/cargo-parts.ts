// A binary, example or bench of a Cargo package: looked up in the Cargo.toml files, to be built by cargo later.
import { dirname, relative, resolve } from 'node:path';
import type { Benchmark, Preparation } from '../../model/program.ts';
import { defaultBenchmark } from '../../config/benchmarks.ts';
import { failAt } from '../../config/config-issues.ts';
import type { ConfigCargo } from '../../config/config-schema.ts';
import type { FindingsError } from '../../config/findings.ts';
import { kindOf } from '../../config/inputs.ts';
import type { ConfigContext } from '../../config/inputs.ts';
import { nearest } from '../../config/nearest.ts';
import type { PlannedParts } from '../program-parts.ts';
import { shown, shownList } from '../../text/shown.ts';
import { CARGO_FILE } from './manifest.ts';
import { packageTargets, TARGET_KINDS } from './package-targets.ts';
import type { PackageTarget, TargetKind } from './package-targets.ts';
import { readWorkspace } from './workspace.ts';
import type { CargoPackage, Workspace } from './workspace.ts';

interface Chosen {
  readonly owner: CargoPackage;
  readonly target: PackageTarget;
}

/**
 * Nothing is run: what has to be comes back as `preparation`.
 * @param context `path` leads to the value of "cargo".
 */
export async function cargoParts(
  context: ConfigContext,
  written: ConfigCargo,
): Promise<PlannedParts> {
  const { owner, target } = await choose(context, written, await workspaceOf(context, written));
  const { kind, name } = target;
  const preparation: Preparation = {
    kind: 'cargo',
    manifest: owner.file,
    package: owner.name,
    target: { kind, name },
    args: written.args ?? [],
  };
  return {
    preparation,
    benchmarks: [benchmarkOf(context, owner, target)],
    ...(kind === 'bench' ? { harness: 'cargo-bench' as const } : {}),
  };
}

/** A bench is run as `cargo bench` runs it, from its package's folder. */
function benchmarkOf(
  { directory }: ConfigContext,
  owner: CargoPackage,
  { kind, name }: PackageTarget,
): Benchmark {
  if (kind !== 'bench') return defaultBenchmark(directory);
  const folder = dirname(owner.file);
  return {
    ...defaultBenchmark(folder),
    name,
    args: ['--bench'],
    env: { CARGO_MANIFEST_DIR: folder, CARGO_PKG_NAME: owner.name },
  };
}

async function workspaceOf(context: ConfigContext, { manifest }: ConfigCargo): Promise<Workspace> {
  const file = resolve(context.directory, manifest ?? CARGO_FILE);
  if ((await kindOf(file)) === 'file') return readWorkspace(file);
  throw failAt(
    context.document,
    [...context.path, ...(manifest === undefined ? [] : ['manifest'])],
    `there is no file ${shown(relative(context.directory, file))} (looked for ${shown(file)})`,
    'Name it by "manifest", relative to this configuration file\'s folder.',
    'input-missing',
  );
}

async function choose(
  context: ConfigContext,
  written: ConfigCargo,
  { packages }: Workspace,
): Promise<Chosen> {
  const kind = kindAsked(written);
  const name = written[kind] ?? '';
  const owners = ownersAmong(context, written, packages);
  const ofKind = await targetsOf(owners, kind);
  const [chosen, ...others] = ofKind.filter(({ target }) => target.name === name);
  if (chosen === undefined) {
    const elsewhere = await targetsOf(
      packages.filter((each) => !owners.includes(each)),
      kind,
    );
    const having = elsewhere.filter(({ target }) => target.name === name);
    throw noTarget(context, written, ofKind, having);
  }
  if (others.length === 0) return chosen;
  throw failAt(
    context.document,
    [...context.path, kind],
    `${others.length + 1} packages have a ${WORDS[kind]} ${shown(name)}`,
    `Choose by "package": ${shownList([chosen, ...others].map(({ owner }) => owner.name))}.`,
  );
}

async function targetsOf(owners: readonly CargoPackage[], kind: TargetKind): Promise<Chosen[]> {
  const all: Chosen[] = [];
  for (const owner of owners) {
    const targets = await packageTargets(owner.file, owner.manifest);
    all.push(...targets.map((target) => ({ owner, target })));
  }
  return all.filter(({ target }) => target.kind === kind);
}

function ownersAmong(
  { document, path }: ConfigContext,
  written: ConfigCargo,
  packages: readonly CargoPackage[],
): readonly CargoPackage[] {
  if (written.package === undefined) return packages;
  const owners = packages.filter(({ name }) => name === written.package);
  if (owners.length > 0) return owners;
  const names = packages.map(({ name }) => name);
  const near = nearest(written.package, names);
  throw failAt(
    document,
    [...path, 'package'],
    `the workspace has no package ${shown(written.package)}`,
    `${near === undefined ? '' : `Did you mean ${JSON.stringify(near)}? `}There are ${shownList(names, 20)}.`,
  );
}

const WORDS: Readonly<Record<TargetKind, string>> = {
  bin: 'binary',
  example: 'example',
  bench: 'bench',
};

/**
 * @param offered what the packages that are meant have instead
 * @param having where the name is, in packages that are not meant
 */
function noTarget(
  { document, path }: ConfigContext,
  written: ConfigCargo,
  offered: readonly Chosen[],
  having: readonly Chosen[],
): FindingsError {
  const kind = kindAsked(written);
  const name = written[kind] ?? '';
  const names = [...new Set(offered.map(({ target }) => target.name))];
  const near = nearest(name, names);
  const owners = having.map(({ owner }) => owner.name);
  const plural = kind === 'bin' ? 'binaries' : kind === 'bench' ? 'benches' : 'examples';
  const nobody =
    written.package === undefined ? 'No package here' : `The package ${shown(written.package)}`;
  const instead =
    names.length === 0
      ? `${nobody} has ${written.package === undefined ? '' : 'no '}${plural}.`
      : `There ${names.length === 1 ? 'is' : 'are'} ${shownList(names, 20)}.`;
  const hint =
    owners.length > 0
      ? `The package${owners.length === 1 ? '' : 's'} ${shownList(owners)} ${owners.length === 1 ? 'has' : 'have'} it: "package": ${JSON.stringify(owners[0])}. ${instead}`
      : `${near === undefined ? '' : `Did you mean ${JSON.stringify(near)}? `}${instead}`;
  return failAt(
    document,
    [...path, kind],
    `there is no ${WORDS[kind]} ${shown(name)}${written.package === undefined ? '' : ` in the package ${shown(written.package)}`}`,
    hint,
  );
}

function kindAsked(written: ConfigCargo): TargetKind {
  return TARGET_KINDS.find((each) => written[each] !== undefined) ?? 'bin';
}
