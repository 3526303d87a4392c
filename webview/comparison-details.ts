// The drawer with everything about one comparison: its figures, its samples, its warnings and where it comes from.
import type { Failure } from '../src/model/failure.ts';
import type { BenchmarkResult, Comparison, ProgramResult, Run, Warning } from '../src/model/run.ts';
import { metricText } from '../src/report/format.ts';
import { doubtsOf } from '../src/report/verdict-doubts.ts';
import { inconclusiveReason } from '../src/report/verdict-reason.ts';
import { bytesText } from '../src/text/bytes-text.ts';
import { detailsSamples } from './details-samples.ts';
import { drawnPlace } from './drawn-place.ts';
import { el, icon } from './element.ts';
import { failureBlock } from './failure-block.ts';
import { metricName, probability, rangeFigure, ratioFigure } from './figures.ts';
import { longText, nameElement } from './name.ts';
import { factList, provenance, provenanceOf } from './provenance.ts';
import { focusPlace } from './reader-place.ts';
import type { Selection } from './state.ts';
import { VERDICT_LOOKS } from './verdict-look.ts';
import * as say from './messages.ts';

export interface ComparisonDetails {
  readonly element: HTMLDialogElement;
  /** What it shows; nothing while it is closed. */
  readonly shown: Selection | undefined;
  /** @param brief whether samples and command lines are still to come */
  open(run: Run, selection: Selection, brief: boolean): void;
  /** Draws what is shown again, from what the run has become. */
  redraw(run: Run, brief: boolean): void;
}

/** @param profile measures the shown comparison again, where that can be done */
export function comparisonDetails(
  closed: () => void,
  profile?: (selection: Selection) => void,
): ComparisonDetails {
  const body = el('div', { class: 'details-body' });
  const close = el('button', { type: 'button', class: 'close', 'aria-label': 'Close' }, '\u2715');
  const title = el('h2', { id: 'details-title' });
  const element = el(
    'dialog',
    { class: 'details', 'aria-labelledby': 'details-title' },
    el('div', { class: 'details-head' }, title, ...againButton(), close),
    body,
  );
  close.addEventListener('click', () => element.close());
  // A click beside the drawer lands on the dialog itself, as its content fills it.
  element.addEventListener('click', (event) => {
    if (event.target === element) element.close();
  });
  let shown: Selection | undefined;
  function againButton(): readonly HTMLElement[] {
    if (profile === undefined) return [];
    const button = el('button', { type: 'button', class: 'tool again' }, say.PROFILE_THIS);
    button.addEventListener('click', () => {
      if (shown === undefined) return;
      profile(shown);
      element.close();
    });
    return [button];
  }
  let content: Content | undefined;
  let toOpener = (): void => undefined;
  element.addEventListener('close', () => {
    content?.stop();
    content = undefined;
    shown = undefined;
    body.replaceChildren();
    // The browser gives the focus back to what opened the drawer; where that was drawn anew meanwhile, it leaves it in here.
    const { activeElement } = document;
    if (activeElement === document.body || element.contains(activeElement)) toOpener();
    closed();
  });

  return {
    element,
    get shown() {
      return shown;
    },
    open(run, selection, brief) {
      const found = find(run, selection, brief);
      if (found === undefined) return;
      if (!element.open) toOpener = focusPlace(document.body);
      content?.stop();
      content = createContent();
      shown = selection;
      title.replaceChildren(
        nameElement(found.result.benchmark.name, 120),
        el('span', { class: 'quiet' }, ' for '),
        nameElement(found.comparison.target, 80),
      );
      body.replaceChildren(...content.elements);
      content.update(found);
      if (!element.open) element.showModal();
      content.start();
      body.scrollTop = 0;
    },
    redraw(run, brief) {
      const found = shown && find(run, shown, brief);
      if (found === undefined || content === undefined) return;
      const within = body.contains(document.activeElement);
      const at = body.scrollTop;
      content.update(found);
      content.start();
      body.scrollTop = at;
      // What had the focus is no more; behind the dialog it would be lost.
      if (within && !element.contains(document.activeElement)) close.focus();
    },
  };
}

/** The comparison that is shown, with what it belongs to. */
interface Found {
  readonly run: Run;
  readonly program: ProgramResult;
  readonly result: BenchmarkResult;
  readonly comparison: Comparison;
  readonly brief: boolean;
}

function find(run: Run, selection: Selection, brief: boolean): Found | undefined {
  const program = run.programs[selection.program];
  const result = program?.benchmarks[selection.benchmark];
  const comparison = result?.comparisons.find(({ target }) => target === selection.target);
  return program === undefined || result === undefined || comparison === undefined
    ? undefined
    : { run, program, result, comparison, brief };
}

interface Content {
  readonly elements: readonly HTMLElement[];
  update(found: Found): void;
  start(): void;
  stop(): void;
}

/** One opening of the drawer; what is unfolded in it ends with it. */
function createContent(): Content {
  const places = { figures: el('div'), warnings: el('div'), provenance: el('div') };
  const samples = detailsSamples();
  const drawFigures = drawnPlace(places.figures, figuresOf, figures);
  const drawWarnings = drawnPlace(places.warnings, warningsOf, warningList);
  const drawProvenance = drawnPlace(
    places.provenance,
    ({ run, program, result, comparison }: Found) => provenanceOf(run, program, result, comparison),
    provenance,
  );
  return {
    elements: [places.figures, places.warnings, ...samples.elements, places.provenance],
    update(found) {
      drawFigures(found);
      drawWarnings(found);
      samples.update(found.run, found.result, found.comparison, found.brief);
      drawProvenance(found);
    },
    start: () => samples.start(),
    stop: () => samples.stop(),
  };
}

interface Figures {
  readonly comparison: Comparison;
  readonly reason: string | undefined;
  /** Why it may be about another program, or other code. */
  readonly doubts: readonly string[];
  readonly program: string;
  readonly result: Pick<BenchmarkResult, 'benchmark' | 'rounds'>;
  /** Of the benchmark as a whole. */
  readonly failure: Failure | undefined;
  readonly baseline: string;
}

function figuresOf({ run, program, result, comparison }: Found): Figures {
  const { benchmark, rounds, failure } = result;
  return {
    comparison,
    reason: inconclusiveReason(run, result, comparison)?.sentence,
    doubts: doubtsOf(program, comparison.target),
    program: program.name,
    result: { benchmark, rounds },
    failure,
    baseline: run.baseline,
  };
}

function figures({
  comparison,
  reason,
  doubts,
  program,
  result,
  failure: whole,
  baseline,
}: Figures): HTMLElement[] {
  const { verdict, speedup, pValue, median, spread, peakMemory, identicalTo, failure } = comparison;
  const { metric } = result.benchmark;
  const look = VERDICT_LOOKS[verdict];
  return [
    el(
      'p',
      { class: 'big' },
      el('span', { class: `badge badge-${look.tone}` }, icon(look.sign, 'sign'), look.words),
      ...(identicalTo === undefined ? [] : [' to ', nameElement(identicalTo)]),
      ...(speedup === undefined
        ? []
        : [
            el('strong', {}, ratioFigure(speedup)),
            el('span', { class: 'quiet' }, rangeFigure(speedup)),
          ]),
    ),
    ...doubts.map((doubt) => el('p', { class: 'reason' }, say.measuredSomethingElse({ doubt }))),
    ...(reason === undefined ? [] : [el('p', { class: 'reason' }, reason)]),
    ...(failure === undefined ? [] : [failureBlock(failure)]),
    ...(whole === undefined ? [] : [failureBlock(whole)]),
    factList([
      ['Program', nameElement(program)],
      ['Metric', metricName(metric)],
      [
        'Median',
        median === undefined ? undefined : nameElement(metricText(metric, median, spread)),
      ],
      [
        'Median absolute deviation',
        spread === undefined ? undefined : nameElement(metricText(metric, spread)),
      ],
      ['Peak memory', peakMemory === undefined ? undefined : bytesText(peakMemory)],
      [
        'Significance',
        pValue === undefined ? undefined : say.significance({ probability: probability(pValue) }),
      ],
      ['Rounds', String(result.rounds)],
      ['Baseline', nameElement(baseline)],
    ]),
  ];
}

function warningsOf({ run, program, result, comparison }: Found): readonly string[] {
  const concerns = (warning: Warning): boolean =>
    (warning.program ?? program.name) === program.name &&
    (warning.benchmark ?? result.benchmark.name) === result.benchmark.name &&
    (warning.target ?? comparison.target) === comparison.target;
  const messages = [...result.warnings, ...run.warnings].filter(concerns);
  return [...new Set(messages.map(({ message }) => message))];
}

function warningList(messages: readonly string[]): HTMLElement[] {
  if (messages.length === 0) return [];
  return [
    el('h3', {}, 'Warnings'),
    el(
      'ul',
      { class: 'detail-warnings' },
      ...messages.map((message) => el('li', {}, longText(message))),
    ),
  ];
}
