// The environment that a benchmark's executions get: the inherited one, the benchmark's own variables, and its changes to both.
import type { Benchmark, EnvironmentChange } from '../model/program.ts';

type Environment = Readonly<Record<string, string>>;

export function environmentOf({ env, envChanges = [] }: Benchmark): Environment {
  const before: Environment = { ...inheritedEnvironment(), ...env };
  const values = new Map<string, string | undefined>();
  for (const { name, operation, value } of envChanges) {
    // As CTest does it, also where something is added to what was unset: it has the value from before again.
    const present = values.get(name) ?? before[name] ?? '';
    if (operation === 'reset') values.delete(name);
    else values.set(name, changed(present, operation, value));
  }
  const after: Record<string, string> = { ...before };
  for (const [name, value] of values) {
    if (value === undefined) delete after[name];
    else after[name] = value;
  }
  return after;
}

function changed(
  present: string,
  operation: Exclude<EnvironmentChange['operation'], 'reset'>,
  value: string,
): string | undefined {
  const between = (separator: string): string => (present === '' ? '' : separator);
  switch (operation) {
    case 'set':
      return value;
    case 'unset':
      return undefined;
    case 'string_append':
      return `${present}${value}`;
    case 'string_prepend':
      return `${value}${present}`;
    case 'path_list_append':
      return `${present}${between(':')}${value}`;
    case 'path_list_prepend':
      return `${value}${between(':')}${present}`;
    case 'cmake_list_append':
      return `${present}${between(';')}${value}`;
    case 'cmake_list_prepend':
      return `${value}${between(';')}${present}`;
  }
}

function inheritedEnvironment(): Record<string, string> {
  const entries = Object.entries(process.env);
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
