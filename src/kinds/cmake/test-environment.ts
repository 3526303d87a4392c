// What CTest sets and changes in the environment of a test, from its properties.
import type { Benchmark, EnvironmentChange } from '../../model/program.ts';

const OPERATIONS: ReadonlySet<string> = new Set<EnvironmentChange['operation']>([
  ...(['set', 'unset', 'reset', 'string_append', 'string_prepend'] as const),
  ...(['path_list_append', 'path_list_prepend'] as const),
  ...(['cmake_list_append', 'cmake_list_prepend'] as const),
]);

/** Nothing where CTest itself would not run the test with them. */
export function testEnvironment(
  properties: ReadonlyMap<string, string>,
): Pick<Benchmark, 'env' | 'envChanges'> | undefined {
  const env: Record<string, string> = {};
  for (const entry of entriesOf(properties.get('ENVIRONMENT'))) {
    const equals = entry.indexOf('=');
    if (equals > 0) env[entry.slice(0, equals)] = entry.slice(equals + 1);
  }
  const changes: EnvironmentChange[] = [];
  for (const entry of entriesOf(properties.get('ENVIRONMENT_MODIFICATION'))) {
    const [, name, operation, value] = /^([^=]+)=([^:]*):([\s\S]*)$/u.exec(entry) ?? [];
    if (name === undefined || operation === undefined || value === undefined) return undefined;
    if (!isOperation(operation)) return undefined;
    changes.push({ name, operation, value });
  }
  return { env, ...(changes.length === 0 ? {} : { envChanges: changes }) };
}

function isOperation(word: string): word is EnvironmentChange['operation'] {
  return OPERATIONS.has(word);
}

/** A list as CMake writes it: parted by semicolons, one inside a value behind a backslash. */
function entriesOf(list = ''): string[] {
  return [...list.matchAll(/(?:[^;\\]|\\[\s\S])+/gu)].map(([entry]) =>
    entry.replaceAll('\\;', ';'),
  );
}
