// A binary, example or bench of a Cargo package: looked up in the Cargo.toml files, to be built by cargo later.
import { dirname, relative, resolve } from 'node:path';
import type { Benchmark, Preparation } from '../../model/program.ts';
import { defaultBenchmark } from '../../config/benchmarks.ts';
import { refuseAt } from '../../config/config-issues.ts';
import type { ConfigCargo } from '../../config/config-schema.ts';
import type { FindingsError } from '../../config/findings.ts';
import { kindOf } from '../../config/inputs.ts';
import type { ConfigContext } from '../../config/inputs.ts';
import { nearest } from '../../config/nearest.ts';
import type { PlannedParts } from '../program-parts.ts';
import { CARGO_FILE } from './manifest.ts';
import { packageTargets, TARGET_KINDS } from './package-targets.ts';
import type { PackageTarget, TargetKind } from './package-targets.ts';
import { readWorkspace } from './workspace.ts';
import type { CargoPackage, Workspace } from './workspace.ts';
import { manifestMissing, packageUnknown, severalPackages, targetUnknown } from './messages.ts';

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
  throw refuseAt(
    context.document,
    [...context.path, ...(manifest === undefined ? [] : ['manifest'])],
    manifestMissing({ path: relative(context.directory, file), absolute: file }),
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
  throw refuseAt(
    context.document,
    [...context.path, kind],
    severalPackages({ kind, name, owners: [chosen, ...others].map(({ owner }) => owner.name) }),
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
  throw refuseAt(
    document,
    [...path, 'package'],
    packageUnknown({ name: written.package, near, there: names }),
  );
}

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
  return refuseAt(
    document,
    [...path, kind],
    targetUnknown({ kind, name, inPackage: written.package, near, there: names, owners }),
  );
}

function kindAsked(written: ConfigCargo): TargetKind {
  return TARGET_KINDS.find((each) => written[each] !== undefined) ?? 'bin';
}
