// Targets with flags of their own (-mtune, -mprefer-vector-width) where there is no front end to tell of them: in IR and bitcode.
import { readFile } from 'node:fs/promises';
import { ArtifactCache } from '../cache/artifact-cache.ts';
import { FailureError } from '../model/failure.ts';
import { specOfTarget, type Target } from '../model/target.ts';
import { ATTRIBUTE } from '../toolchain/ir-attributes.ts';
import {
  attributeGroups,
  groupsOfFunctions,
  linesStartingWith,
  withLines,
} from './attribute-groups.ts';
import type { Builder } from './builder.ts';
import { withWholeIr, type NeutralUnit } from './front-end.ts';
import { flagsNotFromIr } from './messages/compiling.ts';
import { keepArtifact } from './cached-step.ts';

/**
 * The IR to generate the target's code from, where the one that all share lacks what the target's flags write on functions.
 * @throws {FailureError} compile-failed: they change what only a front end makes.
 */
export async function flaggedIr(
  builder: Builder,
  neutral: NeutralUnit,
  target: Target,
): Promise<NeutralUnit> {
  const effect = await builder.effectOf(target);
  if (effect.kind === 'features') return neutral;
  const key = ArtifactCache.key('flagged-ir', [builder.identity, neutral.ir.hash, effect]);
  const again = async (): Promise<NeutralUnit> => flaggedIr(builder, await neutral.again(), target);
  const found = await builder.lookup(() => builder.cache.find(key));
  if (found !== undefined) return { ...neutral, ir: found, again };
  const whole = await withWholeIr(builder, neutral);
  if (whole.ir.hash !== neutral.ir.hash) return flaggedIr(builder, whole, target);
  const text =
    effect.kind === 'front end' ? undefined : withAttributes(await readFile(whole.ir.path), effect);
  if (text === undefined) throw new FailureError(notFromIr(neutral, target));
  return {
    ...neutral,
    ir: await keepArtifact(builder, key, { content: text, facts: neutral.facts }),
    again,
  };
}

function notFromIr({ unit }: NeutralUnit, target: Target): FailureError['failure'] {
  const { cpu, flags } = specOfTarget(target);
  return {
    code: 'compile-failed',
    ...flagsNotFromIr({ source: unit.source, target: target.name, flags, cpu }),
    place: { file: unit.source },
  };
}

const DEFINE_START = Buffer.from('\ndefine ');
const TUNING = '"tune-cpu"';

/**
 * IR with other attributes on all functions that it defines. Absent where a function has none at all, so that there is no group to
 * write them into.
 */
function withAttributes(
  text: Buffer,
  { added, removed }: { readonly added: readonly string[]; readonly removed: readonly string[] },
): Buffer | undefined {
  const defined = groupsOfFunctions(text, 'define');
  if (defined.length < linesStartingWith(text, DEFINE_START).length) return undefined;
  const own = new Set(defined);
  const groups = attributeGroups(text).filter(({ id }) => own.has(id));
  const lists = groups.map(({ line }) => attributesOf(line));
  if (lists.includes(undefined)) return undefined;
  return withLines(text, groups, ({ id, line }) => {
    const all = (attributesOf(line) ?? []).filter((each) => !removed.includes(each));
    // A function's own tuning stays, as in a build with the flag.
    const tuned = all.some((each) => keyOf(each) === TUNING);
    const written = added.filter((each) => !tuned || keyOf(each) !== TUNING);
    const keys = new Set(written.map(keyOf));
    const kept = all.filter((each) => !keys.has(keyOf(each)));
    return `attributes ${id} = { ${[...kept, ...written].join(' ')} }`;
  });
}

/** Absent where the line is not read whole. */
function attributesOf(line: string): readonly string[] | undefined {
  const inner = /^[^{]*\{ (.*) \}$/u.exec(line)?.[1];
  const all = inner?.match(ATTRIBUTE) ?? [];
  return all.join(' ') === inner ? all : undefined;
}

function keyOf(attribute: string): string {
  return attribute.replace(/[=(].*$/su, '');
}
