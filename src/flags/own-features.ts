// CPU features, and whole CPUs, that only some files are compiled for (`-mavx2`, `-march=x86-64-v3` for the one kernel behind a
// check at run time) belong to those files, as in the user's own build; features that every file has, or every file of a language,
// and the CPU that most have, are the project's choice, which targets replace.
import type { RemovedFlag, Unit } from '../model/program.ts';
import { FLAG_RULES, judgeFlag } from './flag-rules.ts';
import { optionText, readOptions, wordsOfText } from './options.ts';

/** `-mavx2`, `-mno-sse4.1`; not `-march=`, `-mcpu=`, `-mtune=`. */
const FEATURE = /^-{1,2}m(?!arch|cpu|tune)[\w.+-]+$/u;
/** The same said to clang's inner compiler. */
const INNER_FEATURE = /^-Xclang -target-feature -Xclang [+-][\w.+-]+$/u;
const CPU = /^-{1,2}m(arch|cpu)=(.+)$/u;
const TUNING = /^-{1,2}mtune=/u;

type Removed = Pick<Unit, 'removed'>;

/** The flags taken out of a unit that it may get back: two units that differ in them differ in their code. */
export function removedFeatures(unit: Removed): string[] {
  return [...featuresOf(unit), ...cpusOf(unit)];
}

/**
 * Gives units of one program the flags back that not all of them have. What all sources of one language have is the project's
 * choice too (`CMAKE_CXX_FLAGS` beside a library in C), where these are two sources or more: a language's only source may as well
 * be the one kernel behind a check at run time.
 * @param known those that are surely part of the program, where others may be; all without it.
 */
export function withOwnFeatures(units: readonly Unit[], known = units): Unit[] {
  const sources = known.filter(isSource);
  const shared = sharedBy(sources);
  const ofLanguages = { c: choiceOf('c', sources), 'c++': choiceOf('c++', sources) };
  const isShared = ({ language }: Unit, flag: string): boolean =>
    // Build tools give assembly the flags of C.
    shared.has(flag) || ofLanguages[language === 'c++' ? 'c++' : 'c'].has(flag);
  return units.map((unit) => {
    const hasCpu = cpusOf(unit).some((flag) => !isShared(unit, flag) && !isUsual(flag, sources));
    const own = unit.removed.filter((each) =>
      hasCpu ? decides(unit, each) : isFeature(each) && !isShared(unit, each.flag),
    );
    if (own.length === 0) return unit;
    const [features, cpu] = [own.filter(isFeature), own.filter((each) => !isFeature(each))];
    return {
      ...unit,
      flags: [...unit.flags, ...[...features, ...cpu].flatMap(({ flag }) => wordsOfText(flag))],
      removed: unit.removed.filter((each) => !own.includes(each)),
    };
  });
}

/** The features that a unit's flags name: cleaned flags hold none but those that it got back. */
export function keptFeatures(flags: readonly string[]): string[] {
  return readOptions(flags)
    .map(optionText)
    .filter(
      (flag) =>
        INNER_FEATURE.test(flag) ||
        (FEATURE.test(flag) && judgeFlag(FLAG_RULES, flag, 'compile') === 'target'),
    );
}

/** Whether most files are compiled for this CPU. */
function isUsual(flag: string, sources: readonly Unit[]): boolean {
  return sources.filter(has(flag)).length * 2 > sources.length;
}

/** Flags that all have. */
function sharedBy(sources: readonly Unit[]): ReadonlySet<string> {
  return new Set(
    sources[0]?.removed.map(({ flag }) => flag).filter((flag) => sources.every(has(flag))),
  );
}

/** What all sources of a language have, where these are several files. */
function choiceOf(language: Unit['language'], sources: readonly Unit[]): ReadonlySet<string> {
  const all = sources.filter((each) => each.language === language);
  return sharedBy(new Set(all.map(({ source }) => source)).size > 1 ? all : []);
}

function isSource({ language }: Unit): boolean {
  return language === 'c' || language === 'c++';
}

function has(flag: string): (unit: Removed) => boolean {
  return ({ removed }) => removed.some((each) => each.flag === flag);
}

function featuresOf({ removed }: Removed): string[] {
  return removed.filter(isFeature).map(({ flag }) => flag);
}

/**
 * The last `-march` and `-mcpu`, which win. Not `native`, which no check at run time asks for: that is the choice of whoever
 * builds, as a target is.
 */
function cpusOf({ removed }: Removed): string[] {
  const last = new Map<string, { readonly flag: string; readonly name: string }>();
  for (const { flag, reason } of removed) {
    const [, kind = '', name = ''] = (reason === 'target' ? CPU.exec(flag) : undefined) ?? [];
    if (name !== '') last.set(kind, { flag, name });
  }
  return [...last.values()].flatMap(({ flag, name }) => (name === 'native' ? [] : flag));
}

/** Whether a flag says what a unit with a CPU of its own is compiled for. */
function decides(unit: Removed, each: RemovedFlag): boolean {
  if (each.reason !== 'target') return false;
  return isFeature(each) || TUNING.test(each.flag) || cpusOf(unit).includes(each.flag);
}

function isFeature({ flag, reason }: RemovedFlag): boolean {
  return reason === 'target' && (FEATURE.test(flag) || INNER_FEATURE.test(flag));
}
