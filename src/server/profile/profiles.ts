// The profile or watched build under way: one at a time, since two would measure each other. Started by a request or a command.
import { basename, dirname, join } from 'node:path';
import type { ProfileEvent } from '../../model/event.ts';
import { FailureError } from '../../model/failure.ts';
import type { Run } from '../../model/run.ts';
import type { ProfileRequest } from '../../model/request.ts';
import type {
  LiveProgress,
  ProfileNews,
  ProfileOutcome,
  ProfileParams,
} from '../../protocol/profile-messages.ts';
import type { Settings } from '../../protocol/settings.ts';
import { runBrief } from '../../report/brief.ts';
import { headline } from '../../report/headline.ts';
import { neutralRemedies } from '../../report/neutral-remedies.ts';
import { warningGroups } from '../../report/warning-groups.ts';
import { problemsOf } from '../../report/problems.ts';
import { startUpNote } from '../../report/start-up-note.ts';
import { unoptimisedNote } from '../../report/without-optimisation.ts';
import { isClean } from '../../report/soundness.ts';
import { openStore, summaryOf } from '../../store/run-store.ts';
import { VERSION } from '../../model/version.ts';
import { runFolder } from '../../store/run-folder.ts';
import { visibleLines } from '../../text/visible-text.ts';
import { busyWith, profileCancelled, RUN_NOT_STORED, untrustedWorkspace } from '../messages.ts';
import type { RunDocuments } from '../runs/run-documents.ts';
import type { ServerContext } from '../server-context.ts';
import type { EngineEnvironment } from '../settings/engine-environment.ts';
import { choicesOf } from '../settings/choices.ts';
import { recordConfirmation } from './record-confirmation.ts';
import { BuildBoard } from './build-board.ts';
import { LiveProgressFold } from './live-progress.ts';

export interface ProfileWatch {
  /** Each step; the first before anything happens. */
  readonly onProgress: (progress: LiveProgress) => void;
  readonly onNews: (news: ProfileNews) => void;
}

export interface ProfilesOptions {
  readonly context: ServerContext;
  readonly environment: EngineEnvironment;
  readonly documents: RunDocuments;
  /** The server's end waits for what it is given. */
  readonly track: (work: Promise<unknown>) => void;
}

/** What has the one place: a profile of a path, or a build that is watched in a folder. */
export interface Occupant {
  readonly kind: 'profile' | 'build';
  readonly path: string;
}

export class Profiles {
  readonly #options: ProfilesOptions;
  readonly #builds: BuildBoard;
  #current: { readonly what: Occupant; readonly controller: AbortController } | undefined;

  constructor(options: ProfilesOptions) {
    this.#options = options;
    this.#builds = new BuildBoard(options.context);
  }

  get underWay(): boolean {
    return this.#current !== undefined;
  }

  /** Stops what is under way, if anything is; it then rejects with `interrupted`. */
  cancel(): boolean {
    this.#current?.controller.abort(new DOMException('Cancelled.', 'AbortError'));
    return this.#current !== undefined;
  }

  /**
   * Profiles. A run that failed as a whole is an outcome too: it is stored, and says why.
   * @throws {FailureError} `untrusted`, `busy`, `interrupted`, and where there is no run at all, the reason.
   */
  async start(
    params: ProfileParams,
    watch: ProfileWatch,
    signal: AbortSignal,
  ): Promise<ProfileOutcome> {
    if (!this.#options.context.trusted()) throw untrusted();
    const [path = ''] = params.paths;
    return this.alone({ kind: 'profile', path }, signal, (ending) =>
      this.#carryOut(params, watch, ending),
    );
  }

  /**
   * Does it while nothing else that measures, or would be measured, is under way. The server's end waits for it.
   * @param work gets a signal that a cancel, too, aborts.
   * @throws {FailureError} `busy`, and what `work` throws.
   */
  async alone<T>(
    what: Occupant,
    signal: AbortSignal,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    if (this.#current !== undefined) throw busy(this.#current.what);
    const controller = new AbortController();
    this.#current = { what, controller };
    const abort = (): void => controller.abort(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    const done = work(controller.signal).finally(() => {
      signal.removeEventListener('abort', abort);
      this.#current = undefined;
    });
    this.#options.track(done);
    return done;
  }

  async #carryOut(
    params: ProfileParams,
    { onNews, onProgress }: ProfileWatch,
    signal: AbortSignal,
  ): Promise<ProfileOutcome> {
    const { context, environment, documents } = this.#options;
    const fold = new LiveProgressFold();
    onProgress(fold.progress);
    const request = requestOf(params, await context.engineSettings(params.paths[0]));
    const release = environment.hold();
    let path: string | undefined;
    let started: Run | undefined;
    const onEvent = (event: ProfileEvent): void => {
      if (event.type === 'run-started') {
        started = event.run;
        this.#builds.started(event.run);
        onNews({ kind: 'started', run: summaryOf(event.run, path ?? documentOf(event.run)) });
      }
      if (event.type === 'program-built' && started !== undefined) {
        this.#builds.built(started, event.program);
      }
      if (event.type === 'run-saved') {
        path = event.path;
        onNews({ kind: 'saved', path });
        context.runsChanged({ folder: projectOf(path), path, final: false });
      }
      if (event.type === 'warning') {
        const { code, message, remedies = [] } = event.warning;
        onNews({ kind: 'warning', code, message, advice: neutralRemedies(remedies) });
      }
      if (fold.onEvent(event)) onProgress(fold.progress);
    };
    try {
      // The whole engine: most servers are only asked about files.
      const { profile } = await import('../../profile/profile.ts');
      const run = await profile(request, {
        ...{ signal, onEvent, confirmRecord: recordConfirmation(context, signal) },
      });
      const document = path ?? documentOf(run);
      // A document may have been begun all the same; it then says what it said when saving ended.
      const stored =
        path !== undefined && !run.warnings.some(({ code }) => code === 'run-not-saved');
      // Not kept on disk: kept here, so that it can be looked at as long as this server lives.
      if (!stored) documents.keep(document, run);
      await this.#builds.settled();
      logProblems(run, context);
      await rememberHeadline(run);
      context.runsChanged({ folder: run.project, path: document, final: true });
      if (run.state === 'interrupted') throw interrupted(stored);
      const startUp = startUpNote(run);
      const sentences = [
        ...[headline(run), unoptimisedNote(run), startUp],
        ...(stored ? [] : [RUN_NOT_STORED]),
      ];
      return {
        run: summaryOf(run, document, headline),
        headline: sentences.filter((sentence) => sentence !== undefined).join(' '),
        brief: runBrief(run),
        clean: stored && isClean(run),
        mostlyStartUp: startUp !== undefined,
      };
    } finally {
      release();
    }
  }
}

function requestOf(params: ProfileParams, settings: Settings): ProfileRequest {
  const { paths, programs, benchmarks, alone } = params;
  const { targets, baseline, budget, precision, bitcodeOnly, name } = params;
  const toolchain = settings['toolchain.path'];
  return {
    ...{ paths, programs, benchmarks, alone },
    ...{ targets, baseline, budget, precision, bitcodeOnly, name },
    ...(toolchain === '' ? {} : { toolchain }),
    settings: choicesOf(settings),
  };
}

/** What a message has no room for. */
function logProblems(run: Run, { log }: Pick<ServerContext, 'log'>): void {
  for (const { title, failure } of problemsOf(run)) {
    const { message, details = '', remedies = [] } = failure;
    const lines = [`${title}: ${message}`, ...neutralRemedies(remedies), details];
    log.warning(visibleLines(lines.join('\n').trim()));
  }
  // Warnings of the whole run were told as they came.
  for (const { places, message, remedies } of warningGroups({ ...run, warnings: [] })) {
    const lines = [`${places.join('; ')}: ${message}`, ...neutralRemedies(remedies)];
    log.warning(visibleLines(lines.join('\n  ')));
  }
}

/** Read now, while it is one run, so that listings need not read them all. */
async function rememberHeadline(run: Run): Promise<void> {
  await openStore(run.project, { headline, brief: runBrief, tool: VERSION })
    .list()
    .catch(() => undefined);
}

function documentOf(run: Run): string {
  return join(runFolder(run.project).runs, `${run.id}.json`);
}

/** The project whose `.retarget/runs` holds a document. */
function projectOf(document: string): string {
  return dirname(dirname(dirname(document)));
}

export function untrusted(): FailureError {
  return new FailureError({ code: 'untrusted', ...untrustedWorkspace });
}

function busy({ kind, path }: Occupant): FailureError {
  return new FailureError({ code: 'busy', ...busyWith({ kind, name: basename(path) }) });
}

function interrupted(stored: boolean): FailureError {
  return new FailureError({ code: 'interrupted', message: profileCancelled({ stored }) });
}
