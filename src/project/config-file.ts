// retarget.json: read, checked, and turned into a project.
import { dirname } from 'node:path';
import { Crawl } from '../files/crawl.ts';
import type { Place } from '../model/failure.ts';
import type { Program } from '../model/program.ts';
import type { Warning } from '../model/run.ts';
import { isSameSpec } from '../targets/target-spec.ts';
import { checkDocument, refuseAt } from '../config/config-issues.ts';
import { configProgram } from './config-program.ts';
import { configSchema } from '../config/config-schema.ts';
import type { Config, ConfigProgram } from '../config/config-schema.ts';
import { describedSpecs, nameOfTarget, readTarget } from './config-targets.ts';
import { durationSeconds } from '../config/duration.ts';
import { FindingCollector } from '../config/findings.ts';
import { readJsonDocument } from '../config/json-document.ts';
import type { JsonDocument } from '../config/places.ts';
import { programName } from '../config/program-name.ts';
import type { Project } from './project.ts';
import { baselineNameTaken, programNameTaken, targetTwice } from './messages/projects.ts';

/**
 * The project that a configuration file describes.
 * @throws the signal's reason.
 * @throws {FailureError} `config-invalid` or `input-missing`, with the file, line and column of the first mistake and the
 * others as details.
 */
export async function loadConfigFile(file: string, signal?: AbortSignal): Promise<Project> {
  const document = await readJsonDocument(file);
  const config = checkDocument(document, configSchema);
  const found = new FindingCollector(document);
  const { programs, warnings } = await configPrograms(document, config.programs, found, signal);
  await rejectRepeatedTargets(document, config.targets ?? [], config.baseline, found);
  found.throwIfAny();
  const described = describedSpecs([config.baseline, ...(config.targets ?? [])]);
  return {
    directory: dirname(file),
    configFile: file,
    programs,
    warnings,
    placeOfTarget: (name) => placeOfTarget(document, config, name),
    ...(config.baseline === undefined ? {} : { baseline: nameOfTarget(config.baseline) }),
    ...(config.targets === undefined ? {} : { targets: config.targets.map(nameOfTarget) }),
    ...(described.length === 0 ? {} : { describedTargets: described }),
    ...(config.precision === undefined ? {} : { precision: config.precision }),
    ...(config.budget === undefined ? {} : { budget: durationSeconds(config.budget) }),
    ...(config.verify === undefined ? {} : { verify: config.verify }),
    ...(config.pin === undefined ? {} : { pin: config.pin, placeOfPin: document.placeOf(['pin']) }),
  };
}

/** What stands under "programs", unread. @throws {FailureError} as `loadConfigFile`, but for what is said of files. */
export async function writtenPrograms(file: string): Promise<readonly ConfigProgram[]> {
  return checkDocument(await readJsonDocument(file), configSchema).programs;
}

/**
 * The programs that can be made of these; what stands in the way of the others is found.
 * @param written as they stand in the document; nothing for one that the schema refuses.
 */
export async function configPrograms(
  document: JsonDocument,
  written: readonly (ConfigProgram | undefined)[],
  found: FindingCollector,
  signal?: AbortSignal,
): Promise<{ readonly programs: Program[]; readonly warnings: Warning[] }> {
  const directory = dirname(document.file);
  const crawl = new Crawl(signal);
  const programs: Program[] = [];
  const warnings: Warning[] = [];
  const indexByName = new Map<string, number>();
  for (const [index, program] of written.entries()) {
    if (program === undefined) continue;
    const path = ['programs', index];
    const whole = await found.attempt(path, () =>
      configProgram({ document, directory, path, crawl }, program),
    );
    if (whole !== undefined) {
      programs.push(whole.program);
      warnings.push(...whole.warnings);
    }
    const name = programName(program, directory);
    const earlier = indexByName.get(name);
    if (earlier === undefined) indexByName.set(name, index);
    else {
      await found.attempt(path, () => {
        const { line } = document.placeOf(['programs', earlier]);
        throw refuseAt(
          document,
          [...path, ...(program.name === undefined ? [] : ['name'])],
          programNameTaken({ name, index: earlier, line }),
        );
      });
    }
  }
  return { programs, warnings };
}

/** Finds targets that are listed twice, and a baseline that is described otherwise than the target of its name. */
export async function rejectRepeatedTargets(
  document: JsonDocument,
  targets: readonly unknown[],
  baseline: unknown,
  found: FindingCollector,
): Promise<void> {
  const written = targets.map(readTarget);
  const names = written.map((target) => target && nameOfTarget(target));
  for (const [index, name] of names.entries()) {
    if (name === undefined || names.indexOf(name) === index) continue;
    await found.attempt(['targets'], () => {
      throw refuseAt(document, ['targets', index], targetTwice(name));
    });
  }
  const base = readTarget(baseline);
  const same = written.find(
    (target) => target && base && nameOfTarget(target) === nameOfTarget(base),
  );
  const [one, other] = describedSpecs([base, same]);
  if (one === undefined || other === undefined || isSameSpec(one, other)) return;
  await found.attempt(['baseline'], () => {
    throw refuseAt(document, ['baseline'], baselineNameTaken(one.name));
  });
}

function placeOfTarget(
  document: JsonDocument,
  { targets, baseline }: Config,
  name: string,
): Place | undefined {
  const index = targets?.findIndex((target) => nameOfTarget(target) === name) ?? -1;
  if (index !== -1) return document.placeOf(['targets', index]);
  return baseline !== undefined && nameOfTarget(baseline) === name
    ? document.placeOf(['baseline'])
    : undefined;
}
