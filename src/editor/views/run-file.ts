// Names of stored runs' documents: `<project>/.retarget/runs/<id>.json`.
import { basename, dirname } from 'node:path';

/** The run's id, as its file's name has it. */
export function runFileName(path: string): string {
  return basename(path, '.json');
}

/** The folder that was profiled. */
export function projectOfRun(path: string): string {
  return dirname(dirname(dirname(path)));
}
