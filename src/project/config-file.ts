// retarget.json: read, checked, and turned into a project.
import { dirname } from 'node:path';
import type { Place } from '../model/failure.ts';
import type { Program } from '../model/program.ts';
import type { Warning } from '../model/run.ts';
import { checkDocument, failAt } from './config-issues.ts';
import { configProgram } from './config-program.ts';
import { configSchema } from './config-schema.ts';
import type { Config } from './config-schema.ts';
import { durationSeconds } from './duration.ts';
import { readJsonDocument } from './json-document.ts';
import type { JsonDocument } from './json-document.ts';
import type { Project } from './project.ts';

/**
 * The project that a configuration file describes.
 * @throws {FailureError} `config-invalid` or `input-missing`, with the file, line and column.
 */
export async function loadConfigFile(file: string): Promise<Project> {
  const document = await readJsonDocument(file);
  const config = checkDocument(document, configSchema);
  const directory = dirname(file);
  const programs: Program[] = [];
  const warnings: Warning[] = [];
  for (const [index, written] of config.programs.entries()) {
    const found = await configProgram({ document, directory, path: ['programs', index] }, written);
    const earlier = programs.findIndex(({ name }) => name === found.program.name);
    if (earlier !== -1) {
      throw failAt(
        document,
        ['programs', index, ...(written.name === undefined ? [] : ['name'])],
        `the name ${JSON.stringify(found.program.name)} is taken already, by programs[${earlier}] at line ${document.placeOf(['programs', earlier]).line ?? 0}`,
        'Give each program a name of its own.',
      );
    }
    programs.push(found.program);
    warnings.push(...found.warnings);
  }
  const repeated = config.targets?.findIndex((name, at, all) => all.indexOf(name) !== at) ?? -1;
  if (repeated !== -1) {
    throw failAt(
      document,
      ['targets', repeated],
      `the target ${JSON.stringify(config.targets?.[repeated])} is listed twice`,
      'Remove one of them.',
    );
  }
  return {
    directory,
    configFile: file,
    programs,
    warnings,
    placeOfTarget: (name) => placeOfTarget(document, config, name),
    ...(config.baseline === undefined ? {} : { baseline: config.baseline }),
    ...(config.targets === undefined ? {} : { targets: config.targets }),
    ...(config.precision === undefined ? {} : { precision: config.precision }),
    ...(config.budget === undefined ? {} : { budget: durationSeconds(config.budget) }),
    ...(config.pin === undefined ? {} : { pin: config.pin }),
  };
}

function placeOfTarget(
  document: JsonDocument,
  { targets, baseline }: Config,
  name: string,
): Place | undefined {
  const index = targets?.indexOf(name) ?? -1;
  if (index !== -1) return document.placeOf(['targets', index]);
  return baseline === name ? document.placeOf(['baseline']) : undefined;
}
