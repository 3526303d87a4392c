// A target in sentences: whether it runs here, what it adds over the baseline, what this host lacks for it.
import { NATIVE } from '../../model/target.ts';
import type { Target } from '../../model/target.ts';
import type { Survey } from '../../profile/survey-host.ts';
import { UNIVERSAL } from '../../targets/judge-fit.ts';
import {
  baselineUnknown,
  comparedWithBaseline,
  isBaseline,
  nativeRuns,
  targetCannotRun,
  targetRuns,
  targetRunsMasked,
} from '../messages.ts';

/** @param base the baseline; without features where the toolchain does not know it */
export function targetWords(
  target: Target,
  {
    base,
    survey,
  }: { readonly base: Pick<Target, 'name'> & Partial<Target>; readonly survey: Survey },
): string[] {
  const { brand, cpu } = survey.host;
  return [
    target.name === NATIVE ? nativeRuns({ brand, cpu }) : fitSentence(target, brand),
    baselineSentence(target, base),
  ];
}

function fitSentence({ fit }: Target, brand: string): string {
  switch (fit.kind) {
    case 'runs':
      return targetRuns({ brand });
    case 'masked':
      return targetRunsMasked({ brand, masked: fit.masked });
    case 'cannot-run':
      return targetCannotRun({ brand, missing: fit.missing });
  }
}

function baselineSentence(target: Target, base: Pick<Target, 'name'> & Partial<Target>): string {
  if (target.name === base.name) return isBaseline;
  if (base.features === undefined) return baselineUnknown(base);
  const has = new Set(target.features);
  const had = new Set(base.features);
  return comparedWithBaseline({
    name: base.name,
    added: target.features.filter((feature) => !had.has(feature)),
    gone: base.features.filter((feature) => !has.has(feature) && !UNIVERSAL.has(feature)),
  });
}
