// What a failure of a stored run advises, done: settings of its benchmark go into the project's retarget.json.
import type { BenchmarkResult, ProgramResult, Run } from '../../model/run.ts';
import { FailureError } from '../../model/failure.ts';
import type { ServerRequests } from '../../protocol/server-requests.ts';
import { changeTo } from '../../project/json-changes.ts';
import { withBenchmarkSettings } from '../../project/config-benchmark.ts';
import { ownConfig } from '../project/own-config.ts';
import { writeConfig } from '../project/write-config.ts';
import type { ServerContext } from '../server-context.ts';
import { adviceGone } from '../messages.ts';

type Advice = ServerRequests['retarget/takeAdvice'];

/**
 * @param found the program and the benchmark that the failure is about
 * @throws {FailureError} `usage` where the run has no such advice, and as `withBenchmarkSettings`, `ownConfig` and `writeConfig`
 */
export async function takeAdvice(
  context: ServerContext,
  { id, project }: Pick<Run, 'id' | 'project'>,
  found: { readonly program: ProgramResult; readonly result: BenchmarkResult },
  { target, remedy: index }: Pick<Advice['params'], 'target' | 'remedy'>,
): Promise<Advice['result']> {
  const { program, result } = found;
  const failure =
    target === undefined
      ? result.failure
      : result.comparisons.find((each) => each.target === target)?.failure;
  const remedy = failure?.remedies?.[index];
  const answer = { folder: project, program: program.name };
  if (remedy?.kind === 'set' && (remedy.what === 'args' || remedy.what === 'stdin')) return answer;
  if (remedy?.kind !== 'set-benchmark') {
    throw new FailureError({ code: 'usage', ...adviceGone({ run: id }) });
  }
  const { metric, check } = remedy;
  const config = await ownConfig(context, project, program.name);
  const { file, text } = config;
  const changed = withBenchmarkSettings(
    file,
    text,
    { program: program.name, benchmark: result.benchmark.name },
    { ...(metric === undefined ? {} : { metric }), ...(check === undefined ? {} : { check }) },
  );
  await writeConfig(context, config, changeTo(text, changed), 'Retarget: apply advice');
  return { ...answer, writtenTo: file };
}
