// What became of units of which compile_commands.json does not say whether a program is made of them, in sentences.
import { relative } from 'node:path';
import type { BuiltProgram } from '../build/build-program.ts';
import type { UncalledUnits } from '../build/uncalled-units.ts';
import * as say from './messages/builds.ts';

type Variants = BuiltProgram['variants'];

export function inferredTexts(program: BuiltProgram['program'], variants: Variants): string[] {
  return [
    ...leftOutTexts(program.name, variants),
    ...contestedTexts(program.name, variants),
    ...uncalledTexts(program, variants),
  ];
}

/** Units that stood behind main and do not compile, for any target: the program was linked without them. */
function leftOutTexts(program: string, variants: Variants): string[] {
  const built = variants.filter(({ variant }) => variant.state === 'built');
  const units = new Map(
    built.flatMap(({ leftOut }) => leftOut.map((each) => [each.unit.source, each] as const)),
  );
  const [first] = units.values();
  if (first === undefined) return [];
  const error = /^.*\berror: .*$/mu.exec(first.failure.details ?? '')?.[0].trim();
  return [say.unitsLeftOut({ program, sources: [...units.keys()], error })];
}

/** Functions of the C and C++ libraries that several sources define again: one of them was linked, by nothing but its place. */
function contestedTexts(program: string, variants: Variants): string[] {
  const bySources = new Map<string, { readonly sources: readonly string[]; found: Set<string> }>();
  for (const { name, sources } of variants.flatMap(({ contested }) => contested)) {
    const key = sources.join('\n');
    const group = bySources.get(key) ?? { sources, found: new Set() };
    group.found.add(name);
    bySources.set(key, group);
  }
  return [...bySources.values()].map(({ sources, found }) => {
    return say.definedTwice({ program, sources, symbols: [...found] });
  });
}

/** Units that nothing calls: what they do before main begins, or instead of a weak definition, nobody would miss. */
function uncalledTexts(program: BuiltProgram['program'], variants: Variants): string[] {
  const texts = variants.flatMap(({ uncalled }) =>
    uncalled.map((each) => uncalledText(program, each)),
  );
  return [...new Set(texts)];
}

function uncalledText({ name, directory }: BuiltProgram['program'], units: UncalledUnits): string {
  const { sources } = units;
  const globs = sources.map((source) => relative(directory, source));
  const facts = { program: name, sources, globs };
  if (units.kind === 'start') return say.startCodeLeftOut(facts);
  const override = { ...facts, symbol: units.name, of: units.of };
  return units.isLinked ? say.overrideLinked(override) : say.overrideLeftOut(override);
}
