// Makes a program whole whose units only the project's own build tool knows. Runs that tool, so only for a profile or a build.
import type { Program } from '../model/program.ts';
import type { Warning } from '../model/run.ts';
import { withoutFlags } from '../flags/without-flags.ts';
import { aboutBenchmarks } from '../kinds/program-parts.ts';
import type { PrepareContext } from '../kinds/program-parts.ts';
import { kindAt } from './kinds.ts';
import { withWayOfRun } from './way-of-run.ts';

export interface PreparedProgram {
  /** Without `preparation`. */
  readonly program: Program;
  readonly warnings: readonly Warning[];
}

/**
 * @throws {FailureError} where the tool is missing or fails, with its last words as details; the signal's reason once
 * aborted, and no process is left then.
 */
export async function prepareProgram(
  program: Program,
  context: PrepareContext,
): Promise<PreparedProgram> {
  const { preparation, whenPrepared = {}, ...rest } = program;
  if (preparation === undefined) return { program, warnings: [] };
  const parts = await kindAt(preparation.kind).prepare?.(preparation, context);
  if (parts === undefined) throw new Error(`Nothing prepares what ${preparation.kind} builds.`);
  const { benchmarks = rest.benchmarks, harness, own, environment = {} } = parts;
  const chosen = rest.benchmarksNamed === true ? rest.benchmarks : benchmarks;
  const { units, libraries, link, ...cleaned } = withoutFlags(
    { units: parts.units, libraries: parts.libraries, link: parts.link },
    whenPrepared.withoutFlags,
  );
  const { language, way = {} } = whenPrepared;
  const warnings = [
    ...aboutBenchmarks(parts.warnings, rest.benchmarksNamed === true),
    ...cleaned.warnings,
  ];
  // What the configuration adds to the link line was kept in the program; ways to run it that it names stay.
  const whole: Program = {
    ...rest,
    units,
    ...(libraries === undefined ? {} : { libraries }),
    link:
      link === undefined
        ? rest.link
        : {
            ...link,
            flags: [...link.flags, ...rest.link.flags],
            removed: [...link.removed, ...rest.link.removed],
            ...(language === undefined ? {} : { language }),
          },
    benchmarks: chosen.map((each) => ({ ...each, env: { ...environment, ...each.env } })),
    ...(harness === undefined ? {} : { harness }),
    ...(own === undefined ? {} : { own }),
  };
  return {
    program: withWayOfRun(whole, way),
    warnings: warnings.map((warning) => ({ ...warning, program: program.name })),
  };
}
