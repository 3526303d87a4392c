// Progress as lines that stay: all of it where there is no terminal, and what is finished where there is one.
import type { ProfileEvent } from '../../model/event.ts';
import type { Warning } from '../../model/run.ts';
import { visibleText } from '../../text/visible-text.ts';
import type { ProgressState } from '../../report/progress-state.ts';
import {
  builtText,
  placeText,
  plannedText,
  precisionText,
  timeLeftText,
  untilBuiltText,
} from '../../report/progress-words.ts';
import { counted } from '../../text/plural.ts';

/** What is known of the project before anything is built: it is then in the run from its start. */
const KNOWN_BEFORE: readonly Warning['code'][] = [
  'partial-record',
  'outdated-record',
  'guessed-flags',
  'shell-words',
];

/** What can still be put right, or must not wait for the report; the other warnings stand in that. */
const AT_ONCE: ReadonlySet<Warning['code']> = new Set<Warning['code']>([
  'load',
  'governor',
  'plain-executor',
  'run-not-saved',
  'not-the-projects-program',
  'departs-from-direct-build',
  ...KNOWN_BEFORE,
]);

/**
 * Lines that say what has just been finished, or what to know at once.
 * @param before the state that the event met.
 */
export function lastingLines(
  event: ProfileEvent,
  before: ProgressState,
  unicode: boolean,
): string[] {
  switch (event.type) {
    case 'run-started': {
      const { project, targets, toolchain, host } = event.run;
      const what = `Profiling ${project} for ${counted(targets.length, 'target')}`;
      return [
        visibleText(`${what} with LLVM ${toolchain.version} on ${host.brand}`),
        ...event.run.warnings
          .filter(({ code }) => KNOWN_BEFORE.includes(code))
          .flatMap(warningLines),
      ];
    }
    case 'program-built':
      return [`${visibleText(event.program.name)}: ${builtText(event.program)}`];
    case 'benchmark-finished': {
      const { measuring } = before;
      const measured =
        measuring?.program === event.program && measuring.benchmark === event.benchmark
          ? `${counted(measuring.rounds, 'round')}, ${precisionText(measuring, unicode)}`
          : 'not measured';
      return [`${placeText(event)}: ${measured} (${event.index + 1} of ${event.total})`];
    }
    case 'measuring-planned':
      return [plannedText(event)];
    case 'warning':
      return warningLines(event.warning);
    case 'waiting':
    case 'preparing':
    case 'build-progress':
    case 'check-progress':
    case 'round':
    case 'run-saved':
    case 'run-finished':
      return [];
  }
}

function warningLines({ code, message }: Warning): string[] {
  return AT_ONCE.has(code) ? [`warning: ${visibleText(message)}`] : [];
}

/** As `lastingLines`, and a line where a step begins or a benchmark has doubled its rounds. */
export function plainLines(event: ProfileEvent, before: ProgressState): string[] {
  switch (event.type) {
    case 'waiting':
      return before.waiting === event.message ? [] : [visibleText(event.message)];
    case 'preparing': {
      const text = `${event.program}: ${event.message}`;
      return before.preparing === text ? [] : [visibleText(text)];
    }
    case 'build-progress': {
      const { program, step, done, total } = event;
      const { building } = before;
      const isSame = building?.last.program === program;
      if (isSame && building.kinds.has(step) && !isNextTenth(event, building.last)) return [];
      const left = untilBuiltText(event);
      const counted = `${step} (${done} of ${total} steps)${left === '' ? '' : `, ${left}`}`;
      return [`${visibleText(program)}: ${counted}`];
    }
    case 'check-progress': {
      const known =
        before.checking?.program === event.program && before.checking.benchmark === event.benchmark;
      return known ? [] : [`${placeText(event)}: checking output`];
    }
    case 'round': {
      if (!isMilestone(event.rounds) && !isLongAgo(event, before)) return [];
      const left = timeLeftText({ ...before, measuring: event });
      const parts = [counted(event.rounds, 'round'), precisionText(event, false), left];
      return [`${placeText(event)}: ${parts.filter((part) => part !== '').join('; ')}`];
    }
    case 'run-started':
    case 'program-built':
    case 'measuring-planned':
    case 'benchmark-finished':
    case 'warning':
    case 'run-saved':
    case 'run-finished':
      return lastingLines(event, before, false);
  }
}

/** Seconds of measuring after which a log hears again of a benchmark whose rounds are long. */
const AT_LEAST_EVERY = 15;

function isLongAgo(
  event: ProfileEvent & { readonly type: 'round' },
  before: ProgressState,
): boolean {
  const last = before.measuring;
  const same = last?.program === event.program && last.benchmark === event.benchmark;
  const since = same ? last.elapsed : 0;
  return Math.floor(event.elapsed / AT_LEAST_EVERY) > Math.floor(since / AT_LEAST_EVERY);
}

/** 10, 20, 40, 80 ... rounds. */
function isMilestone(rounds: number): boolean {
  const doublings = Math.log2(rounds / 10);
  return doublings >= 0 && Number.isInteger(doublings);
}

/** Steps from which a build is long enough to be told of on its way. */
const MANY_STEPS = 200;

function isNextTenth(now: Steps, before: Steps): boolean {
  if (now.total < MANY_STEPS) return false;
  const tenths = ({ done, total }: Steps): number => Math.floor((10 * done) / total);
  return tenths(now) > tenths(before);
}

interface Steps {
  readonly done: number;
  readonly total: number;
}
