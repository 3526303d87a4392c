// A target in sentences: whether it runs here, what it adds over the baseline, what this host lacks for it.
import { NATIVE } from '../../model/target.ts';
import type { Target } from '../../model/target.ts';
import type { Survey } from '../../profile/survey-host.ts';
import { listText } from '../../text/list-text.ts';
import { UNIVERSAL } from '../../targets/judge-fit.ts';

/** Features named before the rest is only counted: a newer CPU can have eighty. */
const NAMED = 40;

/** @param base the baseline; without features where the toolchain does not know it */
export function targetWords(
  target: Target,
  {
    base,
    survey,
  }: { readonly base: Pick<Target, 'name'> & Partial<Target>; readonly survey: Survey },
): string[] {
  const { host } = survey;
  const here = host.brand === '' ? 'this host' : `this host, ${host.brand}`;
  return [
    ...(target.name === NATIVE
      ? [`The CPU of ${here}, which LLVM names ${host.cpu}: it always runs.`]
      : [fitSentence(target, here)]),
    baselineSentence(target, base),
  ];
}

export function sentence(text: string): string {
  return /[.!?]$/u.test(text) ? text : `${text}.`;
}

function fitSentence({ fit }: Target, here: string): string {
  switch (fit.kind) {
    case 'runs':
      return `Runs on ${here}.`;
    case 'masked':
      return `Runs on ${here} with ${listText(fit.masked, NAMED)} switched off: plain code never uses ${fit.masked.length === 1 ? 'it' : 'them'}.`;
    case 'cannot-run':
      return `Cannot run on ${here}, which lacks ${listText(fit.missing, NAMED)}.`;
  }
}

function baselineSentence(target: Target, base: Pick<Target, 'name'> & Partial<Target>): string {
  if (target.name === base.name) return 'The baseline: the others are compared with it.';
  if (base.features === undefined) return `The baseline ${base.name} is not known.`;
  const has = new Set(target.features);
  const had = new Set(base.features);
  const added = target.features.filter((feature) => !had.has(feature));
  const gone = base.features.filter((feature) => !has.has(feature) && !UNIVERSAL.has(feature));
  const adds = added.length === 0 ? 'no features' : listText(added, NAMED);
  return `Over the baseline ${base.name} it adds ${adds}.${gone.length === 0 ? '' : ` It lacks ${listText(gone, NAMED)}, which the baseline has.`}`;
}
