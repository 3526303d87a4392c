// One program of retarget.json: its units, its link line and its benchmarks.
import type { PlannedProgram } from '../model/program.ts';
import { configBenchmarks, defaultBenchmark, shellWarnings } from '../config/benchmarks.ts';
import type { ConfigProgram } from '../config/config-schema.ts';
import { drivenProgram } from './driver-program.ts';
import { FindingCollector } from '../config/findings.ts';
import { KINDS } from './kinds.ts';
import { programName } from '../config/program-name.ts';
import { refuseAt } from '../config/config-issues.ts';
import { refusals } from './refused-keys.ts';
import { cleanFlags } from '../flags/flags.ts';
import { kindOf } from '../config/inputs.ts';
import type { ConfigContext } from '../config/inputs.ts';
import type { Kind } from '../kinds/kind.ts';
import { prebuiltWarning } from '../kinds/prebuilt-code.ts';
import type { PlannedParts, ProgramParts } from '../kinds/program-parts.ts';
import { expandResponseFiles } from '../flags/response-files.ts';
import { guessedFlags } from './guessed-flags.ts';
import {
  buildAmong,
  mergeProgram,
  waysToRun,
  type FoundProgram,
  type Known,
  type ProgramFrame,
} from './merge-program.ts';

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
  for (const { key, words } of refusals(written)) {
    found.add(...refuseAt(document, key === undefined ? path : [...path, key], words).findings);
  }
  const known: Known<ProgramParts | PlannedParts>[] = [];
  for (const kind of KINDS) {
    const value = written[kind.key];
    if (value === undefined) continue;
    const parts = await found.attempt([...path, kind.key], () =>
      kind.parts(context, value, written),
    );
    if (parts !== undefined) known.push({ kind, parts });
  }
  const link = await found.attempt([...path, 'link'], async () =>
    cleanFlags(await expandResponseFiles(written.link ?? [], directory), 'link'),
  );
  const benchmarks = await found.attempt([...path, 'benchmarks'], () =>
    written.benchmarks === undefined
      ? [defaultBenchmark(directory)]
      : configBenchmarks({ ...context, path: [...path, 'benchmarks'] }, written.benchmarks),
  );
  found.throwIfAny();
  const { withoutFlags, language } = written;
  const said: ProgramFrame = {
    ...{ name, directory, benchmarks: benchmarks ?? [] },
    ...(written.benchmarks === undefined ? {} : { benchmarksNamed: true }),
    whenPrepared: {
      link: { flags: link?.kept ?? [], removed: link?.removed ?? [] },
      ...(language === undefined ? {} : { language }),
      ...(withoutFlags === undefined ? {} : { withoutFlags }),
    },
  };
  const { program, warnings: ofProgram } = await programOf(said, known);
  const build = buildAmong(known);
  const asTheyAre = {
    units: known.flatMap((each) => (each === build ? [] : (each.parts.units ?? []))),
    lines: [
      { flags: said.whenPrepared.link.flags, directory: program.link?.directory ?? directory },
    ],
  };
  const warnings = [
    ...ofProgram,
    ...(await prebuiltWarning(asTheyAre, [directory])),
    ...(await guessedFlags(directory, written, (await kindOf(document.file)) === 'file')),
    ...(written.benchmarks === undefined ? [] : shellWarnings(said.benchmarks)),
  ].map((warning) => ({ ...warning, program: name }));
  if (program.preparation !== undefined) return { program, warnings };
  const driven = await found.attempt([...path, 'driver'], () =>
    drivenProgram(context, written, program),
  );
  found.throwIfAny();
  return { program: { ...program, ...driven }, warnings };
}

/** All that it is made of; or what has to be run first, where a kind says so. */
async function programOf(
  said: ProgramFrame,
  known: readonly Known<ProgramParts | PlannedParts>[],
): Promise<FoundProgram> {
  const whole: Known[] = [];
  for (const { kind, parts } of known) {
    // A build tool says all of its program: there are no other parts.
    if (parts.preparation !== undefined)
      return { program: planned(said, kind, parts), warnings: [] };
    whole.push({ kind, parts });
  }
  return mergeProgram(said, whole);
}

function planned(said: ProgramFrame, { key }: Kind, parts: PlannedParts): PlannedProgram {
  return { ...said, ...waysToRun(said, parts), flagsFrom: key, preparation: parts.preparation };
}
