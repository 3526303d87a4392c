// One program of retarget.json: its units, its link line and its benchmarks.
import type { Link, Program } from '../model/program.ts';
import type { Warning } from '../model/run.ts';
import { configBenchmarks, defaultBenchmark, shellWarnings } from '../config/benchmarks.ts';
import type { ConfigProgram } from '../config/config-schema.ts';
import { drivenProgram } from './driver-program.ts';
import { FindingCollector } from '../config/findings.ts';
import { KINDS } from './kinds.ts';
import { programName } from '../config/program-name.ts';
import { REFUSALS } from './refused-keys.ts';
import { cleanFlags } from '../flags/flags.ts';
import { sharedLinkingFlags } from '../flags/linking-flags.ts';
import { withoutFlags } from '../flags/without-flags.ts';
import { kindOf } from '../config/inputs.ts';
import type { ConfigContext } from '../config/inputs.ts';
import { linkLanguage } from '../flags/link-language.ts';
import { prebuiltWarning } from '../kinds/prebuilt-code.ts';
import { aboutBenchmarks } from '../kinds/program-parts.ts';
import { expandResponseFiles } from '../flags/response-files.ts';
import { guessedFlags } from './guessed-flags.ts';

export interface FoundProgram {
  readonly program: Program;
  readonly warnings: readonly Warning[];
}

/**
 * The program at `context.path`.
 * @throws {FindingsError} at every word of the configuration that names what is not there or cannot be built.
 */
export async function configProgram(
  context: ConfigContext,
  written: ConfigProgram,
): Promise<FoundProgram> {
  const { directory, document, path } = context;
  const found = new FindingCollector(document);
  const name = programName(written, directory);
  for (const refuse of REFUSALS) await found.attempt(path, () => refuse(context, written));
  const known = [];
  for (const kind of KINDS) {
    const value = written[kind.key];
    if (value === undefined) continue;
    const parts = await found.attempt([...path, kind.key], () =>
      kind.parts(context, value, written),
    );
    if (parts !== undefined) known.push({ kind, parts });
  }
  // No other says it beside this one.
  const build = known.find(({ kind }) => kind.says !== 'nothing');
  const parts = build?.parts;
  const link = await found.attempt([...path, 'link'], async () =>
    cleanFlags(await expandResponseFiles(written.link ?? [], directory), 'link'),
  );
  const benchmarks = await found.attempt([...path, 'benchmarks'], () =>
    written.benchmarks === undefined
      ? (parts?.benchmarks ?? [defaultBenchmark(directory)])
      : configBenchmarks({ ...context, path: [...path, 'benchmarks'] }, written.benchmarks),
  );
  found.throwIfAny();
  const isWritten = (await kindOf(document.file)) === 'file';
  const guessed = await guessedFlags(directory, written, isWritten);
  const ofBuild = withoutFlags(
    { units: parts?.units ?? [], libraries: parts?.libraries ?? [], link: parts?.link },
    parts?.preparation === undefined ? written.withoutFlags : [],
  );
  const given = known.flatMap((each) => (each === build ? [] : each.parts.units));
  const units = known.flatMap((each) => (each === build ? ofBuild.units : each.parts.units));
  const { libraries } = ofBuild;
  const linkDirectory = ofBuild.link?.directory ?? directory;
  const asTheyAre = {
    units: given,
    lines: [{ flags: link?.kept ?? [], directory: linkDirectory }],
  };
  const warnings = [
    ...aboutBenchmarks(parts?.warnings ?? [], written.benchmarks !== undefined),
    ...ofBuild.warnings,
    ...(await prebuiltWarning(asTheyAre, [directory])),
    ...guessed,
    ...(written.benchmarks === undefined ? [] : shellWarnings(benchmarks ?? [])),
  ];
  const line: Link = {
    flags: [
      // A build tool says its own link line; without one, a unit's line is the program's, as people write `cc -pthread x.c`.
      ...(build?.kind.says === 'all'
        ? []
        : [...sharedLinkingFlags(given), ...sharedLinkingFlags(ofBuild.units)]),
      ...(parts?.linkWords ?? []),
      ...(ofBuild.link?.flags ?? []),
      ...(link?.kept ?? []),
    ],
    language:
      written.language ??
      ofBuild.link?.language ??
      (await linkLanguage([...units, ...libraries.flatMap((library) => library.units)])),
    directory: linkDirectory,
    removed: [...(ofBuild.link?.removed ?? []), ...(link?.removed ?? [])],
  };
  const driven = await found.attempt([...path, 'driver'], () =>
    drivenProgram(context, written, { units, link: line }),
  );
  found.throwIfAny();
  return {
    program: {
      name,
      directory,
      units,
      ...(libraries.length === 0 ? {} : { libraries }),
      ...(build === undefined ? {} : { flagsFrom: build.kind.key }),
      link: line,
      ...driven,
      benchmarks: benchmarks ?? [],
      ...(written.benchmarks === undefined ? {} : { benchmarksNamed: true }),
      ...(parts?.harness === undefined ? {} : { harness: parts.harness }),
      ...(parts?.own === undefined ? {} : { own: parts.own }),
      ...(parts?.preparation === undefined ? {} : preparing(parts.preparation, written)),
    },
    warnings: warnings.map((warning) => ({ ...warning, program: name })),
  };
}

/** What the build tool has yet to say, and what the configuration says of it. */
function preparing(
  preparation: NonNullable<Program['preparation']>,
  { withoutFlags: names, language }: ConfigProgram,
): Pick<Program, 'preparation' | 'whenPrepared'> {
  const whenPrepared = {
    ...(names === undefined ? {} : { withoutFlags: names }),
    ...(language === undefined ? {} : { language }),
  };
  return { preparation, ...(Object.keys(whenPrepared).length === 0 ? {} : { whenPrepared }) };
}
