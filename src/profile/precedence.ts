// Who has the word where several say something: the request, then the project, then the settings, then the default.
import type { Choices, ProfileRequest } from '../model/request.ts';

/** A value, and who said it. */
export interface Choice<T> {
  readonly value: T;
  readonly by: 'request' | 'project' | 'settings';
}

type ChoiceOf<Key extends keyof Choices> = Choice<NonNullable<Choices[Key]>>;
type Decided<Key extends keyof Choices> =
  ChoiceOf<Key> | (Omit<ChoiceOf<Key>, 'by'> & { readonly by: 'default' });

export interface Decisions {
  /** Absent where nobody says them: what suits the host then. */
  readonly targets?: ChoiceOf<'targets'>;
  /** Absent where nobody says it: the compiler's default CPU then. */
  readonly baseline?: ChoiceOf<'baseline'>;
  readonly budget: Decided<'budget'>;
  readonly precision: Decided<'precision'>;
  /** Absent where nobody says it: any core then. */
  readonly pin?: ChoiceOf<'pin'>;
  readonly verify: Decided<'verify'>;
}

export const DEFAULTS = {
  budget: 60,
  precision: 0.01,
  verify: 'sample',
} as const satisfies Choices;

/** The one place where this is decided: for the command line, the server, an editor's tasks, profiles and builds. */
export function decide(
  request: Choices & Pick<ProfileRequest, 'settings'>,
  project: Choices,
): Decisions {
  const said = <Key extends keyof Choices>(key: Key): ChoiceOf<Key> | undefined => {
    const layers = { request, project, settings: request.settings ?? {} };
    for (const by of ['request', 'project', 'settings'] as const) {
      const value = layers[by][key];
      if (value !== undefined) return { value, by };
    }
    return undefined;
  };
  const saidOrDefault = <Key extends keyof typeof DEFAULTS>(key: Key): Decided<Key> =>
    said(key) ?? { value: DEFAULTS[key], by: 'default' };
  const [targets, baseline, pin] = [said('targets'), said('baseline'), said('pin')];
  return {
    ...(targets === undefined ? {} : { targets }),
    ...(baseline === undefined ? {} : { baseline }),
    ...(pin === undefined ? {} : { pin }),
    budget: saidOrDefault('budget'),
    precision: saidOrDefault('precision'),
    verify: saidOrDefault('verify'),
  };
}
