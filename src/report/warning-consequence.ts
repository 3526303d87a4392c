// What a warning means for who reads the numbers: they care about that before they care about its cause.
import type { Run, Warning } from '../model/run.ts';
import { CONSEQUENCES } from './messages/consequences.ts';
import { warningGroups, type WarningGroup } from './warning-groups.ts';

export type Consequence = keyof typeof CONSEQUENCES;

/** What a reader has to know first, first. */
const ORDER = Object.keys(CONSEQUENCES) as readonly Consequence[];

const CONSEQUENCE_OF: Readonly<Record<Warning['code'], Consequence>> = {
  'run-not-saved': 'lost',
  'not-the-projects-program': 'program',
  'departs-from-direct-build': 'program',
  'partial-record': 'program',
  'outdated-record': 'program',
  'outdated-reply': 'program',
  'guessed-flags': 'program',
  'skipped-sources': 'program',
  'tests-left-out': 'program',
  'unused-presets': 'program',
  'printed-usage': 'program',
  'shell-words': 'program',
  'nothing-checked': 'unchecked',
  'output-truncated': 'unchecked',
  'debug-build': 'hidden',
  'short-program': 'hidden',
  'self-timed': 'hidden',
  'never-optimised': 'hidden',
  'already-optimised': 'hidden',
  'prebuilt-code': 'hidden',
  'pinned-functions': 'hidden',
  'asks-target': 'hidden',
  unheeded: 'hidden',
  'other-compiler': 'build',
  'other-linker': 'build',
  'removed-flags': 'build',
  'masked-features': 'build',
  'profile-misfit': 'build',
  'cargo-environment': 'build',
  load: 'noise',
  steal: 'noise',
  governor: 'noise',
  drift: 'noise',
  bimodal: 'noise',
  outliers: 'noise',
  waits: 'noise',
  'too-few-rounds': 'noise',
  'plain-executor': 'noise',
  'left-processes': 'noise',
  'counters-absent': 'other',
  'harness-unlisted': 'other',
  'repeated-names': 'other',
  'many-benchmarks': 'other',
  'identical-code': 'other',
};

export interface ConsequenceGroup {
  readonly consequence: Consequence;
  /** A few words. */
  readonly title: string;
  readonly warnings: readonly WarningGroup[];
}

/** All of a run's warnings, those with the same consequence together, each once. */
export function warningsByConsequence(
  run: Pick<Run, 'targets' | 'programs' | 'warnings'>,
): ConsequenceGroup[] {
  const groups = warningGroups(run);
  const known = new Map<string, Consequence>(Object.entries(CONSEQUENCE_OF));
  return ORDER.map((consequence) => ({
    consequence,
    title: CONSEQUENCES[consequence],
    // A newer Retarget's run may have warnings of a code that this one does not know.
    warnings: groups.filter(({ code }) => (known.get(code) ?? 'other') === consequence),
  })).filter(({ warnings }) => warnings.length > 0);
}
