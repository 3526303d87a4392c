// One program of retarget.json: its units, its link line and its benchmarks.
import type { Link, Program } from '../model/program.ts';
import type { Warning } from '../model/run.ts';
import { configBenchmarks, defaultBenchmark, shellWarnings } from '../config/benchmarks.ts';
import { cargoParts } from '../kinds/cargo/cargo-parts.ts';
import { cmakeParts } from '../kinds/cmake/cmake-parts.ts';
import { commandUnits } from '../kinds/compile-commands/command-units.ts';
import type { ConfigProgram } from '../config/config-schema.ts';
import { drivenProgram } from './driver-program.ts';
import { FindingCollector } from '../config/findings.ts';
import { bitcodeUnits, sourceUnits } from './named-units.ts';
import { programName } from '../config/program-name.ts';
import { REFUSALS, TOOL_KINDS } from './refused-keys.ts';
import { cleanFlags } from '../flags/flags.ts';
import { sharedLinkingFlags } from '../flags/linking-flags.ts';
import { withoutFlags } from '../flags/without-flags.ts';
import { kindOf } from '../config/inputs.ts';
import type { ConfigContext } from '../config/inputs.ts';
import { linkLanguage } from '../flags/link-language.ts';
import { prebuiltWarning } from '../kinds/prebuilt-code.ts';
import { aboutBenchmarks } from '../kinds/program-parts.ts';
import type { ProgramParts } from '../kinds/program-parts.ts';
import { recordParts } from '../kinds/recorded/record-parts.ts';
import { expandResponseFiles } from '../flags/response-files.ts';
import { guessedFlags } from './guessed-flags.ts';

/** Keys of which one says where units and their flags come from. */
const FLAG_SOURCES = [...TOOL_KINDS, 'compileCommands'] as const;

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
  const sources = await found.attempt([...path, 'sources'], () => sourceUnits(context, written));
  const commands = await found.attempt([...path, 'compileCommands'], () =>
    commandUnits(context, written),
  );
  const bitcode = await found.attempt([...path, 'bitcode'], () => bitcodeUnits(context, written));
  const parts = await found.attempt(path, () => toolParts(context, written));
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
    {
      units: [...(commands?.units ?? []), ...(parts?.units ?? [])],
      libraries: [...(commands?.libraries ?? []), ...(parts?.libraries ?? [])],
      link: parts?.link,
    },
    parts?.preparation === undefined ? written.withoutFlags : [],
  );
  const units = [...(sources ?? []), ...ofBuild.units, ...(bitcode ?? [])];
  const { libraries } = ofBuild;
  const flagsFrom = FLAG_SOURCES.find((kind) => written[kind] !== undefined);
  const linkDirectory = ofBuild.link?.directory ?? directory;
  const given = {
    units: sources ?? [],
    lines: [{ flags: link?.kept ?? [], directory: linkDirectory }],
  };
  const warnings = [
    ...(commands?.warnings ?? []),
    ...aboutBenchmarks(parts?.warnings ?? [], written.benchmarks !== undefined),
    ...ofBuild.warnings,
    ...(await prebuiltWarning(given, [directory])),
    ...guessed,
    ...(written.benchmarks === undefined ? [] : shellWarnings(benchmarks ?? [])),
  ];
  const line: Link = {
    flags: [
      // A build tool says its own link line; without one, a unit's line is the program's, as people write `cc -pthread x.c`.
      ...(parts === undefined
        ? [
            ...sharedLinkingFlags([...(sources ?? []), ...(bitcode ?? [])]),
            ...sharedLinkingFlags(ofBuild.units),
          ]
        : []),
      ...(commands?.linkWords ?? []),
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
      ...(flagsFrom === undefined ? {} : { flagsFrom }),
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

async function toolParts(
  context: ConfigContext,
  { cmake, record, cargo }: ConfigProgram,
): Promise<ProgramParts | undefined> {
  const at = (key: string): ConfigContext => ({ ...context, path: [...context.path, key] });
  if (cmake !== undefined) return cmakeParts(at('cmake'), cmake);
  if (record !== undefined) return recordParts(at('record'), record);
  if (cargo !== undefined) return cargoParts(at('cargo'), cargo);
  return undefined;
}
