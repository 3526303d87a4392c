// Settings of a benchmark, such as how its output is compared, written where advice is followed with a click.
import { changeTo } from '../../project/json-changes.ts';
import { withBenchmarkSettings } from '../../project/config-benchmark.ts';
import type { ServerRequests } from '../../protocol/server-requests.ts';
import type { ServerContext } from '../server-context.ts';
import { ownConfig } from './own-config.ts';
import { writeConfig } from './write-config.ts';

/** @returns absolute path of the file. @throws {FailureError} as `withBenchmarkSettings`, `ownConfig` and `writeConfig` */
export async function setBenchmark(
  context: ServerContext,
  { folder, program, benchmark, settings }: ServerRequests['retarget/setBenchmark']['params'],
): Promise<string> {
  const config = await ownConfig(context, folder, program);
  const { file, text } = config;
  const changed = withBenchmarkSettings(file, text, { program, benchmark }, settings);
  await writeConfig(context, config, changeTo(text, changed), 'Retarget: set benchmark');
  return file;
}
