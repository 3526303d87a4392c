// What tells cargo which binary, example or bench is meant, and the profile that it is built with.
import type { Preparation } from '../../model/program.ts';

export type CargoPreparation = Preparation & { readonly kind: 'cargo' };

/** The profile is left to the user's own words where they choose one. */
export function chosenTarget({ package: owner, target, args }: CargoPreparation): string[] {
  const choosesProfile = args.some((word) => /^(?:-r|--release|--profile(?:=.*)?)$/u.test(word));
  return [
    ...(owner === undefined ? [] : ['--package', owner]),
    ...[`--${target.kind}`, target.name],
    ...(choosesProfile ? [] : ['--profile', target.kind === 'bench' ? 'bench' : 'release']),
  ];
}
