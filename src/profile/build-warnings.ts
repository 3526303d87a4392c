// What building found out that a reader of the numbers should know, as warnings.
import { basename, extname, relative } from 'node:path';
import type { BuiltProgram } from '../build/build-program.ts';
import { changesCode } from '../model/changes-code.ts';
import type { PreparedProgram, Unit } from '../model/program.ts';
import type { Warning } from '../model/run.ts';
import { kindAt } from '../project/kinds.ts';
import type { Target } from '../model/target.ts';
import { keptFeatures } from '../flags/own-features.ts';
import { ownCpuFlags } from '../toolchain/target-flags.ts';
import { inferredTexts } from './inferred-texts.ts';
import * as say from './messages/builds.ts';

/** Characters of a linker's complaint in a sentence. */
const MOST_COMPLAINT = 300;

export function buildWarnings(built: BuiltProgram): Warning[] {
  const { program, facts, variants, rewritten, refusedByOwnLinker } = built;
  const warnings: Warning[] = [];
  const add = (code: Warning['code'], message: string, target?: string): void => {
    warnings.push({
      code,
      message,
      program: program.name,
      ...(target === undefined ? {} : { target }),
    });
  };
  if (rewritten.length > 0) {
    const sources = [...new Set(rewritten.flatMap((header) => header.sources))];
    add(
      'outdated-record',
      say.headersRewritten({
        program: program.name,
        headers: rewritten.map(({ file }) => file),
        sources,
      }),
    );
  }
  const unheeded = facts.unheeded ?? [];
  if (unheeded.length > 0) {
    const ignored = unheeded.map(({ file, line, text }) =>
      say.ignoredPlace({ file: relative(program.directory, file), line, text }),
    );
    const ofLoops = unheeded.filter(({ text }) => /GCC\s+(?:ivdep|novector|unroll)\b/u.test(text));
    const affects = { functions: ofLoops.length < unheeded.length, loops: ofLoops.length > 0 };
    add('unheeded', say.ignoredByClang({ ignored, affects }));
  }
  const misfits = facts.profileMisfits ?? [];
  if (misfits.length > 0) {
    const places = misfits.map(
      ({ source, text }) => `${relative(program.directory, source)} (${text})`,
    );
    add('profile-misfit', say.profileMisfits({ places }));
  }
  if (refusedByOwnLinker !== undefined) {
    const complaint = firstComplaint(refusedByOwnLinker);
    add('other-linker', say.linkedByLld({ program: program.name, complaint }));
  }
  if (facts.pinnedFunctions > 0) {
    add('pinned-functions', say.pinnedFunctions({ count: facts.pinnedFunctions }));
  }
  for (const message of ownFlagTexts(program)) add('pinned-functions', message);
  if (facts.alreadyOptimised.length > 0) {
    add('already-optimised', say.alreadyOptimized({ sources: facts.alreadyOptimised }));
  }
  const neverOptimised = facts.neverOptimised ?? [];
  if (neverOptimised.length > 0) {
    const advice = optimisingAdvice(program, neverOptimised);
    add('never-optimised', say.neverOptimized({ sources: neverOptimised, advice }));
  }
  const own = facts.ownFrontEnds ?? [];
  if (own.length > 0) {
    add('asks-target', say.cpuSpecific({ sources: own.map(({ source }) => source) }));
  }
  const preprocessed = preprocessedText(program);
  if (preprocessed !== undefined) add('asks-target', preprocessed);
  for (const message of inferredTexts(program, variants)) add('skipped-sources', message);
  const removed = facts.removedFlags.filter(changesCode);
  if (removed.length > 0) {
    const flags = removed.map(({ flag }) => flag);
    add('removed-flags', say.removedFlags({ flags }));
  }
  for (const { variant } of variants) {
    if (variant.identicalTo === undefined) continue;
    add(
      'identical-code',
      say.sameExecutable({ target: variant.target, as: variant.identicalTo }),
      variant.target,
    );
  }
  return warnings;
}

/** Of a linker's words, the first that says what is wrong, without the linker's own path. */
function firstComplaint(words: string): string {
  const lines = words.split('\n').filter((line) => line.trim() !== '');
  const line =
    lines.find((each) => /undefined reference|error:|multiple definition/u.test(each)) ?? lines[0];
  return (line ?? '').replace(/^\S*\/ld(?:\.\w+)?: /u, '').slice(0, MOST_COMPLAINT);
}

/** Files that are compiled as in the project's own build, for a CPU or for features that others are not compiled for. */
function ownFlagTexts({ units, libraries = [] }: BuiltProgram['program']): string[] {
  const cpus = new Map<string, readonly string[]>();
  /** Which files keep the same flags, by those. */
  const features = new Map<string, string[]>();
  for (const { source, flags, driver } of [units, ...libraries.map((each) => each.units)].flat()) {
    if (driver) continue;
    const cpu = ownCpuFlags(flags);
    const own = keptFeatures(flags);
    if (cpu.length > 0) cpus.set(source, cpu);
    else if (own.length > 0) {
      const key = [...new Set(own)].join(' ');
      features.set(key, [...(features.get(key) ?? []), source]);
    }
  }
  const texts: string[] = [];
  if (cpus.size > 0) {
    const flags = [...new Set([...cpus.values()].map((cpu) => cpu.join(' ')))];
    texts.push(say.ownCpus({ sources: [...cpus.keys()], cpus: flags }));
  }
  const kept = [...features].map(([flags, sources]) => ({ flags, sources: [...new Set(sources)] }));
  if (kept.length > 0) texts.push(say.ownFeatures({ groups: kept }));
  return texts;
}

export function targetWarnings(targets: readonly Target[]): Warning[] {
  return targets.flatMap((target) =>
    target.fit.kind === 'masked'
      ? [
          {
            code: 'masked-features' as const,
            target: target.name,
            message: say.maskedFeatures({ target: target.name, features: target.fit.masked }),
          },
        ]
      : [],
  );
}

/** How to have these sources optimised, as it fits what says their flags. */
function optimisingAdvice(
  { units, flagsFrom }: PreparedProgram,
  sources: readonly string[],
): string {
  // "flags" is refused beside a build tool, which has the flags.
  const ofTool = flagsFrom === undefined ? undefined : kindAt(flagsFrom).advice?.optimise;
  if (ofTool !== undefined) return ofTool;
  return units.every((unit) => isBitcode(unit) || !sources.includes(unit.source))
    ? say.OPTIMIZE_BITCODE
    : say.OPTIMIZE_FLAGS;
}

function isBitcode({ language }: Unit): boolean {
  return language === 'bitcode' || language === 'ir';
}

/** Of sources that somebody preprocessed before: their text holds the answers that the target of then gave. */
function preprocessedText({ units, libraries = [] }: PreparedProgram): string | undefined {
  const all = [units, ...libraries.map((library) => library.units)].flat();
  const sources = all.filter(
    ({ source, flags }) => /^\.ii?$/u.test(extname(source)) || flags.includes('-fpreprocessed'),
  );
  const found = [...new Set(sources.map(({ source }) => basename(source)))];
  if (found.length === 0) return undefined;
  return say.preprocessed({ sources: found });
}
