// What decided a compile besides its command line: the files it read, and those it asked for or would have read instead.
import type { Unit } from '../model/program.ts';
import type { Builder } from './builder.ts';
import { readDependencies } from './dependencies.ts';
import type { Made } from './cached-step.ts';

export type CompileInputs = Pick<Made, 'inputs' | 'asked'>;

/**
 * @param dependencies the file that the compile has written
 * @param otherwise what it read where there is no such file; nothing is known without it
 */
export async function compileInputs(
  builder: Builder,
  unit: Unit,
  dependencies: string,
  otherwise?: readonly string[],
): Promise<CompileInputs> {
  const inputs = (await readDependencies(dependencies, unit.directory)) ?? otherwise;
  if (inputs === undefined) return { inputs };
  const asked = await builder.lookup(async () => [
    ...(await builder.askedNames.placesFor(unit, inputs)),
    ...(await builder.shadowingPlaces.placesFor(unit, inputs)),
  ]);
  return { inputs, asked: [...new Set(asked)] };
}
