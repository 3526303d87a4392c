// What became of units of which compile_commands.json does not say whether a program is made of them, in sentences.
import { relative } from 'node:path';
import type { BuiltProgram } from '../build/build-program.ts';
import { unitNames } from '../build/left-out-units.ts';
import type { UncalledUnits } from '../build/uncalled-units.ts';
import { names, SHOWN_NAMES } from './shown-names.ts';

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
  const one = units.size === 1;
  const words = /^.*\berror: .*$/mu.exec(first.failure.details ?? '')?.[0].trim();
  return [
    `${unitNames([...units.values()])} ${one ? 'does' : 'do'} not compile, and ${one ? 'is' : 'are'} left out: ${program} links without ${one ? 'it' : 'them'}, and takes nothing that ${one ? 'it defines' : 'they define'} from elsewhere.${words === undefined ? '' : ` The compiler says: ${words}`}`,
  ];
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
    const two = sources.length === 2;
    return `${names(sources)} ${two ? 'both' : 'all'} define ${names([...found])}, and compile_commands.json does not say which of them ${program} is made of: ${names(sources.slice(0, 1))} comes first and is linked. Name another in "units" beside "main" in retarget.json; if ${two ? 'neither' : 'none of them'} belongs to ${program}, name all of its sources in "units" without "main".`;
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
  const one = sources.length === 1;
  const globs = sources
    .slice(0, SHOWN_NAMES)
    .map((source) => JSON.stringify(relative(directory, source)));
  const asked = `"units": [${globs.join(', ')}${sources.length > SHOWN_NAMES ? ', ...' : ''}]`;
  if (units.kind === 'start') {
    return `${names(sources)} ${one ? 'runs code' : 'run code'} before main begins (static initialisers) that uses what ${name} defines, as tests and plugins do that register themselves. Nothing calls ${one ? 'it: it is' : 'them: they are'} left out. What belongs to ${name} is linked once it is named beside "main" in retarget.json: ${asked}.`;
  }
  const weak = `${units.name}, which is a weak symbol in ${names([units.of])}`;
  if (units.isLinked) {
    return `${names(sources)} overrides ${weak}, and is linked though nothing calls it. If it does not belong to ${name}, name all of its sources in "units" without "main" in retarget.json.`;
  }
  const many = `${sources.length === 2 ? 'both' : 'all'} override ${weak}: ${sources.length === 2 ? 'neither' : 'none of them'}`;
  return `${names(sources)} ${one ? `overrides ${weak}: it is not` : `${many} is`} linked, since compile_commands.json does not say ${one ? `whether ${name} is made of it` : `which of them ${name} is made of`}. Name ${one ? 'it' : 'the right one'} beside "main" in retarget.json${one ? ' if it is' : ''}, as in "units": [${globs[0] ?? ''}].`;
}
