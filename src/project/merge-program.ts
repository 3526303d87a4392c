// What a program is made of, whoever knows it: what its kinds say of it, and what the configuration adds or has the last word on,
// merged into one program. Files that are given, a program that its build tool has to make first: all come through here.
import { withoutFlags } from '../flags/without-flags.ts';
import { linkLanguage } from '../flags/link-language.ts';
import { sharedLinkingFlags } from '../flags/linking-flags.ts';
import type { Kind } from '../kinds/kind.ts';
import type { ProgramParts } from '../kinds/program-parts.ts';
import type { PlannedProgram, PreparedProgram, Program } from '../model/program.ts';
import type { Warning } from '../model/run.ts';
import { withWayOfRun } from './way-of-run.ts';

export interface FoundProgram<Of extends Program = Program> {
  readonly program: Of;
  readonly warnings: readonly Warning[];
}

/** What is said of a program before its parts are known. */
export type ProgramFrame = Omit<
  PlannedProgram,
  'preparation' | 'flagsFrom' | 'units' | 'libraries' | 'link'
>;

/** What one kind knows of a program. @typeParam Of nothing but parts once all is known */
export interface Known<Of = ProgramParts> {
  readonly kind: Kind;
  readonly parts: Of;
}

/** Whose kind says how the project itself builds; no other says it beside that one. */
export function buildAmong<Of>(known: readonly Known<Of>[]): Known<Of> | undefined {
  return known.find(({ kind }) => kind.says !== 'nothing');
}

/** @param known in the order in which units stand in the program */
export async function mergeProgram(
  said: ProgramFrame,
  known: readonly Known[],
): Promise<FoundProgram<PreparedProgram>> {
  const { name, directory, whenPrepared } = said;
  const build = buildAmong(known);
  const cleaned = withoutFlags(
    {
      units: build?.parts.units ?? [],
      libraries: build?.parts.libraries ?? [],
      link: build?.parts.link,
    },
    whenPrepared.withoutFlags,
  );
  const given = known.flatMap((each) => (each === build ? [] : each.parts.units));
  const units = known.flatMap((each) => (each === build ? cleaned.units : each.parts.units));
  const { libraries, link } = cleaned;
  const { environment = {}, own } = build?.parts ?? {};
  const ways = waysToRun(said, build?.parts);
  const whole: PreparedProgram = {
    ...{ name, directory, units, ...ways },
    benchmarks: ways.benchmarks.map((each) => ({ ...each, env: { ...environment, ...each.env } })),
    ...(libraries.length === 0 ? {} : { libraries }),
    ...(build === undefined ? {} : { flagsFrom: build.kind.key }),
    link: {
      flags: [
        // A build tool says its own link line; without one, a unit's line is the program's, as people write `cc -pthread x.c`.
        ...(build?.kind.says === 'all'
          ? []
          : [...sharedLinkingFlags(given), ...sharedLinkingFlags(cleaned.units)]),
        ...known.flatMap(({ parts }) => parts.linkWords ?? []),
        ...(link?.flags ?? []),
        ...whenPrepared.link.flags,
      ],
      language:
        whenPrepared.language ??
        link?.language ??
        (await linkLanguage([...units, ...libraries.flatMap((library) => library.units)])),
      directory: link?.directory ?? directory,
      removed: [...(link?.removed ?? []), ...whenPrepared.link.removed],
    },
    ...(own === undefined ? {} : { own }),
  };
  return {
    program: withWayOfRun(whole, whenPrepared.way ?? {}),
    warnings: [
      ...(build?.parts.warnings ?? []).filter(
        // What is said of benchmarks that were found says nothing where the configuration names its own.
        ({ code }) => said.benchmarksNamed !== true || code !== 'tests-left-out',
      ),
      ...cleaned.warnings,
    ],
  };
}

/** Those that the configuration names, else those that its build knows. */
export function waysToRun(
  { benchmarks: said, benchmarksNamed, harness: saidHarness }: ProgramFrame,
  parts: Pick<ProgramParts, 'benchmarks' | 'harness'> = {},
): Pick<Program, 'benchmarks' | 'benchmarksNamed' | 'harness'> {
  const harness = parts.harness ?? saidHarness;
  return {
    benchmarks: benchmarksNamed === true ? said : (parts.benchmarks ?? said),
    ...(benchmarksNamed === undefined ? {} : { benchmarksNamed }),
    ...(harness === undefined ? {} : { harness }),
  };
}
