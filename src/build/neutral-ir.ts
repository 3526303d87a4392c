// Makes IR text neutral: takes the CPU that the front end wrote on every function off again, so that the command
// line of code generation decides. Works on bytes: IR of a C++ unit is megabytes, and only a few lines change.

import { frontEndAsks } from './asking-ir.ts';
import {
  attributeGroups,
  groupsOfFunctions,
  hasTarget,
  isAlwaysInlined,
  withLines,
  type AttributeGroup,
} from './attribute-groups.ts';
import { commonAttributes, isFromRust } from './common-attributes.ts';
import { addedFeatures, neutralLine } from './own-features.ts';
import type { TargetAttributes } from '../toolchain/ir-attributes.ts';

export interface NeutralIr {
  readonly text: Buffer;
  /** Functions defined with target attributes of their own: features on top of any target's, or a CPU in place of it. */
  readonly pinnedFunctions: number;
  /** Some functions add features to the target's, whose list has to come in front of them (`withTargetFeatures`). */
  readonly addsFeatures: boolean;
  /** The attributes taken off; absent where nothing had any. */
  readonly neutralised?: TargetAttributes;
  /** Went through the optimiser for some CPU already: vector widths and idioms were chosen for that one. */
  readonly alreadyOptimised: boolean;
  /** The front end decided something by the CPU it was run for, which a retarget cannot decide again. */
  readonly asksTarget: boolean;
  /** Compiled at -O0: its functions carry `optnone`, and no optimiser will touch them. */
  readonly neverOptimised: boolean;
}

/**
 * Neutralises one module. A group's target attributes go where they equal `unitDefault`, whole; where that is absent (bitcode
 * from elsewhere), the default is what the module itself tells. What a function adds to it stays, and so does another CPU.
 */
export function neutraliseIr(text: Buffer, unitDefault?: TargetAttributes): NeutralIr {
  const groups = attributeGroups(text);
  const byId = new Map(groups.map((group) => [group.id, group]));
  const base = unitDefault ?? commonAttributes(text, byId);
  const own = groups.filter((group) => hasTarget(group) && !sameTarget(group.target, base));
  const adding = own.filter(({ target }) => addedFeatures(target, base).length > 0);
  // What a crate's functions add is there for every build of it.
  const fromRust = unitDefault === undefined && isFromRust(text);
  const told = new Set((fromRust ? own.filter((group) => !adding.includes(group)) : own).map(idOf));
  const defined = groupsOfFunctions(text, 'define').flatMap((id) => byId.get(id) ?? []);
  const rewritten = groups.filter(
    (group) => hasTarget(group) && (group.target.cpu === base?.cpu || !own.includes(group)),
  );
  return {
    text: withLines(text, rewritten, (group) => neutralLine(group, base)),
    pinnedFunctions: defined.filter((group) => told.has(group.id) && !isAlwaysInlined(group))
      .length,
    addsFeatures: adding.length > 0,
    ...(base === undefined ? {} : { neutralised: base }),
    alreadyOptimised: looksOptimised(text, defined),
    asksTarget: frontEndAsks(text),
    neverOptimised: isNeverOptimised(text, byId),
  };
}

/** Whether IR was compiled at -O0. @param byId its attribute groups */
export function isNeverOptimised(
  text: Buffer,
  byId: ReadonlyMap<string, AttributeGroup> = groupsById(text),
): boolean {
  const lines = groupsOfFunctions(text, 'define', (line) => !MADE_BY_CLANG.test(line))
    .flatMap((id) => byId.get(id)?.line ?? [])
    // Headers of the C++ library define such functions, which are never `optnone`.
    .filter((line) => !/\balwaysinline\b/u.test(line));
  return lines.length > 0 && lines.every((line) => /\boptnone\b/u.test(line));
}

/** Functions that clang adds (initialisers of globals, the end of an exception that nobody may throw) without `optnone`. */
const MADE_BY_CLANG = / @(?:__clang_call_terminate|__cxx_global_|_GLOBAL__|__tls_init|_ZT[HW])/u;

function groupsById(text: Buffer): ReadonlyMap<string, AttributeGroup> {
  return new Map(attributeGroups(text).map((group) => [group.id, group]));
}

function idOf({ id }: AttributeGroup): string {
  return id;
}

/**
 * Signs that only the optimiser leaves: a loop marked as vectorised, calls marked `tail`, or functions of which it
 * has inferred that they free nothing or do not synchronise. Front ends write none of these on definitions.
 */
function looksOptimised(text: Buffer, definitions: readonly AttributeGroup[]): boolean {
  return (
    text.includes('"llvm.loop.isvectorized"') ||
    text.includes(' tail call ') ||
    definitions.some((group) => /\b(?:nofree|nosync)\b/u.test(group.line))
  );
}

function sameTarget(a: TargetAttributes, b: TargetAttributes | undefined): boolean {
  return b !== undefined && a.cpu === b.cpu && a.features === b.features && a.tune === b.tune;
}

/** Whether assembly, inline or not, takes in a file's bytes or its text: no compiler lists that file among what it read. */
export function takesInFiles(text: Buffer): boolean {
  return /\.inc(?:bin|lude)(?![\w.$])/iu.test(text.toString('latin1'));
}
