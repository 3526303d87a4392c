// One recorded compile as a unit: cleaned like any other, and without what only the compiler takes that the build used.
import type { Link, Unit } from '../../model/program.ts';
import { unitOf } from '../../flags/compile-entry.ts';
import type { EntryResult } from '../../flags/compile-entry.ts';
import { leaveOut } from '../../flags/without-flags.ts';
import type { ObjectFile } from './build-products.ts';
import { searchDirectories } from '../../flags/library-search.ts';
import type { RecordedStep } from './recorded-step.ts';
import { isClang } from '../../flags/tools.ts';

/** Profiles in GCC's own format, and warnings made errors: clang warns of other things than the compiler the code was written for. */
const GCC_OWN =
  /^(?:-Werror(?:=.*)?|-f(?:profile-(?:use|generate|dir|arcs|correction).*|auto-profile.*|branch-probabilities))$/u;

/** @param refused flags that clang was asked about and does not take */
export function recordedUnit(
  { entry }: ObjectFile,
  step: RecordedStep,
  refused: ReadonlySet<string>,
): EntryResult {
  const result = unitOf(entry);
  if (result.kind === 'skipped') return result;
  const { unit } = result;
  const taken = isClang(step) ? unit : withoutRefused(unit, refused);
  return { kind: 'unit', unit: { ...taken, flags: [...taken.flags, ...searchFlags(step, unit)] } };
}

/** Without the flags that only GCC takes. */
export function withoutRefused<Of extends Pick<Unit | Link, 'flags' | 'removed'>>(
  of: Of,
  refused: ReadonlySet<string>,
): Of {
  return leaveOut(of, (flag) => refused.has(flag) || GCC_OWN.test(flag));
}

/** What the build's environment told the compiler to search, as options. */
function searchFlags({ env }: RecordedStep, { language }: Unit): string[] {
  if (env === undefined) return [];
  const ofLanguage = language === 'c++' ? env['CPLUS_INCLUDE_PATH'] : env['C_INCLUDE_PATH'];
  return [
    ...searchDirectories(env['CPATH']).map((directory) => `-I${directory}`),
    ...searchDirectories(ofLanguage).flatMap((directory) => ['-isystem', directory]),
  ];
}
