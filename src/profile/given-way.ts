// How benchmarks are run, judged and checked where whoever asks for the profile says so: in place of what the project says.
import { resolve } from 'node:path';
import { FailureError } from '../model/failure.ts';
import type { Metric, WayOfRun } from '../model/program.ts';
import type { GivenWay } from '../model/request.ts';
import { checkSchema, metricSchema } from '../config/benchmark-schema.ts';
import { checkOf, readMetric } from '../config/benchmarks.ts';
import type { ConfigBenchmark } from '../config/config-schema.ts';
import { kindOf } from '../config/inputs.ts';
import type { Project } from '../project/project.ts';
import { withWayOfRun } from '../project/way-of-run.ts';
import { settingInvalid } from './messages/given.ts';
import { stdinMissing } from './messages/runs.ts';

/**
 * The project with every benchmark run so.
 * @throws {FailureError} `usage` where a word says nothing, `input-missing` where there is no such file
 */
export async function withWay(project: Project, way: GivenWay | undefined): Promise<Project> {
  if (way === undefined || Object.values(way).every((said) => said === undefined)) return project;
  const written = writtenWay(way);
  const stdin = written.stdin;
  if (stdin !== undefined && (await kindOf(stdin)) !== 'file') {
    throw new FailureError({
      code: 'input-missing',
      message: stdinMissing({ file: stdin }),
      remedies: [{ kind: 'set', what: 'stdin' }],
      place: { file: stdin },
    });
  }
  const changes: WayOfRun = {
    ...(written.metric === undefined ? {} : { metric: readMetric(written.metric) }),
    ...(written.check === undefined ? {} : { check: checkOf(written.check) }),
    ...(way.timeLimit === undefined ? {} : { timeLimit: way.timeLimit * 1000 }),
    ...(stdin === undefined ? {} : { stdin }),
    ...(way.prepare === undefined ? {} : { prepare: way.prepare }),
  };
  return {
    ...project,
    programs: project.programs.map((program) => withWayOfRun(program, changes)),
  };
}

/** The same as it is written into retarget.json. @throws {FailureError} `usage` */
export function writtenWay(way: GivenWay): Omit<Partial<ConfigBenchmark>, 'name'> {
  const { metric, timeLimit, stdin, prepare } = way;
  const check = writtenCheck(way);
  return {
    ...(stdin === undefined ? {} : { stdin: resolve(stdin) }),
    ...(prepare === undefined ? {} : { prepare: [...prepare] }),
    ...(metric === undefined ? {} : { metric: writtenMetric(metric) }),
    ...(check === undefined ? {} : { check }),
    ...(timeLimit === undefined ? {} : { timeLimit }),
  };
}

type WrittenMetric = NonNullable<ConfigBenchmark['metric']>;

function writtenMetric(text: string): WrittenMetric {
  const kind: Metric['kind'] | undefined = text === 'wall' || text === 'cpu' ? text : undefined;
  const better = /^(?<better>higher|lower):/u.exec(text)?.groups?.['better'] ?? 'lower';
  const pattern = text.replace(/^(?:higher|lower):/u, '');
  return valid('--metric', metricSchema, kind ?? { pattern, better });
}

function writtenCheck(way: GivenWay): ConfigBenchmark['check'] {
  const { check, tolerance, absolute, ignoreLines } = way;
  if ([check, tolerance, absolute, ignoreLines].every((value) => value === undefined))
    return undefined;
  const needsNumbers = tolerance !== undefined || absolute !== undefined;
  return valid('--check', checkSchema, {
    output: check ?? (needsNumbers ? 'numbers' : 'exact'),
    ...(tolerance === undefined ? {} : { tolerance }),
    ...(absolute === undefined ? {} : { absolute }),
    ...(ignoreLines === undefined ? {} : { ignoreLines: [...ignoreLines] }),
  });
}

interface Schema<T> {
  safeParse(value: unknown):
    | { readonly success: true; readonly data: T }
    | {
        readonly success: false;
        readonly error: { readonly issues: readonly { readonly message: string }[] };
      };
}

function valid<T>(option: string, schema: Schema<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new FailureError({
    code: 'usage',
    ...settingInvalid({ setting: option, complaint: leafMessage(parsed.error.issues) }),
  });
}

/** Of a choice of shapes, why the one that was meant does not fit. */
function leafMessage(issues: readonly unknown[]): string {
  const [first] = issues as readonly {
    readonly message: string;
    readonly errors?: readonly (readonly unknown[])[];
  }[];
  const inner = first?.errors?.at(-1);
  return inner === undefined ? (first?.message ?? 'it says nothing') : leafMessage(inner);
}
