// What Cargo has to offer in a folder: the binaries, benches and examples of its packages.
import { join } from 'node:path';
import { FailureError } from '../../model/failure.ts';
import { kindOf } from '../../config/inputs.ts';
import type { FindOffers, Offer } from '../offer.ts';
import { CARGO_FILE } from './manifest.ts';
import { packageTargets } from './package-targets.ts';
import type { PackageTarget, TargetKind } from './package-targets.ts';
import { readWorkspace } from './workspace.ts';
import type { CargoPackage } from './workspace.ts';
import { builtWithFeatures, needsNightly, targetOfPackage } from './messages.ts';

interface Runnable {
  readonly owner: CargoPackage;
  readonly target: PackageTarget;
}

/** What measures goes first, then what is used; examples last. */
const ORDER: Readonly<Record<TargetKind, number>> = { bench: 0, bin: 1, example: 2 };

export const cargoOffers: FindOffers = async (directory) => {
  const file = join(directory, CARGO_FILE);
  if ((await kindOf(file)) !== 'file') return [];
  try {
    const { packages } = await readWorkspace(file);
    const runnables: Runnable[] = [];
    for (const owner of packages) {
      const targets = await packageTargets(owner.file, owner.manifest);
      runnables.push(...targets.map((target) => ({ owner, target })));
    }
    return runnables
      .sort((left, right) => rankOf(left) - rankOf(right))
      .map((runnable) => offerOf(runnable, runnables));
  } catch (error) {
    if (!(error instanceof FailureError)) throw error;
    const { message, hint } = error.failure;
    return [
      {
        kind: 'cargo',
        name: 'cargo',
        why: CARGO_FILE,
        program: { cargo: { bin: 'main' } },
        obstacle: hint === undefined ? message : `${message} ${hint}`,
      },
    ];
  }
};

function offerOf({ owner, target }: Runnable, all: readonly Runnable[]): Offer {
  const { kind, requiredFeatures } = target;
  const alike = all.filter((other) => other.target.name === target.name);
  const ofKind = alike.filter((other) => other.target.kind === kind);
  const name =
    alike.length === 1
      ? target.name
      : `${target.name} (${ofKind.length === 1 ? kind : `${kind} of ${owner.name}`})`;
  const criterion = owner.manifest['dev-dependencies']?.['criterion'] !== undefined;
  const note = noteOf(target);
  return {
    kind: 'cargo',
    name,
    why: targetOfPackage({ kind, owner: owner.name, criterion }),
    program: {
      name,
      cargo: {
        [kind]: target.name,
        ...(ofKind.length === 1 ? {} : { package: owner.name }),
        ...(requiredFeatures.length === 0
          ? {}
          : { args: ['--features', requiredFeatures.join(',')] }),
      },
    },
    ...(note === undefined ? {} : { note }),
    ...(requiredFeatures.length === 0
      ? {}
      : { assumed: builtWithFeatures({ name: target.name, features: requiredFeatures }) }),
  };
}

/** What not every Rust builds comes last. */
function rankOf({ target }: Runnable): number {
  return noteOf(target) === undefined ? ORDER[target.kind] : Object.keys(ORDER).length;
}

function noteOf({ kind, ownHarness }: PackageTarget): string | undefined {
  if (kind !== 'bench' || !ownHarness) return undefined;
  return needsNightly();
}
