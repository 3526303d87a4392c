// What to build for, in words: the first line of every report, and at most three facts behind it.
import type { Interval, Run } from '../model/run.ts';
import { visibleText } from '../text/visible-text.ts';
import { findingsOf, type Finding } from './findings.ts';
import { rangeText, ratioText } from './format.ts';
import { headline } from './headline.ts';
import * as headlines from './messages/headline.ts';
import * as say from './messages/recommendation.ts';
import { recommendationOf, type Recommendation } from './recommendation.ts';
import type { Place } from './target-sum.ts';

export interface Advice {
  readonly kind: Recommendation['kind'];
  /** The target to build for, where one is recommended. */
  readonly target?: string;
  /** One sentence, in visible characters. */
  readonly sentence: string;
  /** Sentences, the most surprising first. */
  readonly facts: readonly string[];
}

/** The same for every face. */
export function adviceOf(run: Run): Advice {
  const recommendation = recommendationOf(run);
  const target = recommendation.kind === 'build' ? { target: recommendation.target } : {};
  return {
    kind: recommendation.kind,
    ...target,
    sentence: visibleText(sentenceOf(run, recommendation)),
    facts: findingsOf(run, recommendation).map((finding) => visibleText(factOf(run, finding))),
  };
}

function sentenceOf(run: Run, recommendation: Recommendation): string {
  // It says by itself how far the run is, and why.
  if (recommendation.kind === 'nothing') return headline(run);
  const text = answer(run, recommendation);
  if (run.state === 'interrupted') return `${headlines.INTERRUPTED}${text}`;
  return run.state === 'running' ? `${say.SO_FAR}${text}` : text;
}

function answer(
  { baseline, targets, settings }: Run,
  recommendation: Exclude<Recommendation, { kind: 'nothing' }>,
): string {
  switch (recommendation.kind) {
    case 'only-baseline':
      return say.onlyTarget({ baseline });
    case 'unoptimized':
      return say.UNOPTIMIZED;
    case 'build': {
      const { speedup, slower, scope } = recommendation;
      const between = scope.kind === 'programs' ? scope.between.map(ratioText) : [];
      return say.buildFor({
        ...recommendation,
        baseline,
        ratio: speedup === undefined ? say.between(between) : ratioText(speedup),
        slower: slower.map(({ name }) => name),
      });
    }
    case 'stay':
      return say.stayWith({ baseline, others: targets.length - 1, why: recommendation.why });
    case 'too-little': {
      const gain = percent(recommendation.speedup.estimate - 1);
      const precision = percent(settings.precision);
      return say.tooLittle({ baseline, target: recommendation.target, gain, precision });
    }
    case 'undecided': {
      const { target, speedup } = recommendation;
      return say.undecided({
        ...{ baseline, target },
        ratio: speedup && ratioText(speedup),
        range: speedup && rangeText(speedup),
        open: speedup !== undefined && includesOne(speedup),
      });
    }
  }
}

function factOf({ baseline }: Run, finding: Finding): string {
  switch (finding.kind) {
    case 'other-program':
      return say.otherProgram(finding);
    case 'broken':
      return say.broken(finding);
    case 'uncompared':
      return say.uncompared(finding);
    case 'unmeasured':
      return say.unmeasured(finding);
    case 'departs':
      return say.departs(finding);
    case 'specific-slower':
      return say.specificSlower({ ...finding, loss: lossText(finding.least, finding.most) });
    case 'faster-with-losses': {
      const slower = finding.slower.map(placeText);
      return say.fasterWithLosses({ ...finding, ratio: ratioText(finding.speedup), slower });
    }
    case 'faster-here':
      return say.fasterHere({ target: finding.target, ratio: ratioText(finding.speedup) });
    case 'no-more':
      return say.noMore(finding);
    case 'slower-in': {
      const { target, place } = finding;
      const ratio = place.speedup === undefined ? '' : ratioText(place.speedup);
      return say.slowerIn({ target, benchmark: place.name, ratio });
    }
    case 'most-of-it':
      return say.mostOfIt({ most: placeText(finding.most), even: finding.even });
    case 'bitcode-only':
      return say.BITCODE_ONLY;
    case 'cannot-run':
      return say.cannotRun(finding);
    case 'identical':
      return say.identical({ targets: finding.targets, to: finding.to ?? baseline });
  }
}

function placeText({ name, speedup }: Place): string {
  return speedup === undefined ? name : `${name} (${ratioText(speedup)})`;
}

function includesOne({ low, high }: Interval): boolean {
  return low <= 1 && high >= 1;
}

/** Two digits below ten percent, so that a small part does not read as none. */
function percent(part: number): string {
  return String(Number((part * 100).toPrecision(part < 0.1 ? 1 : 2)));
}

function lossText(least: number, most: number): string {
  const [low, high] = [percent(least), percent(most)];
  return low === high ? high : `${low} to ${high}`;
}
