// What a lens, a row of a tree or a bar of the chart asks for: a path, and perhaps programs, benchmarks and targets.
import type { ProfileParams } from '../../protocol/profile-messages.ts';

export type Chosen = Pick<ProfileParams, 'programs' | 'benchmarks' | 'targets'>;

/** What an argument of a command chooses besides its path; nothing for a menu's. */
export function chosenBy(argument: unknown): Chosen {
  if (typeof argument !== 'object' || argument === null) return {};
  const { programs, benchmarks, targets } = argument as Readonly<Record<string, unknown>>;
  return {
    ...names('programs', programs),
    ...names('benchmarks', benchmarks),
    ...names('targets', targets),
  };
}

function names<Key extends string>(key: Key, value: unknown): { readonly [K in Key]?: string[] } {
  if (!Array.isArray(value)) return {};
  const texts = value.filter((each) => typeof each === 'string');
  return texts.length === 0 ? {} : ({ [key]: texts } as { readonly [K in Key]?: string[] });
}
