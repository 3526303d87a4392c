// Requests about stored runs: listing, looking into, exporting, comparing and deleting them.
import { basename, dirname, join } from 'node:path';
import { FailureError } from '../../model/failure.ts';
import type { BenchmarkResult, ProgramResult, Run } from '../../model/run.ts';
import { VERSION } from '../../model/version.ts';
import { compareRuns } from '../../profile/compare-runs.ts';
import { storedRun } from '../../profile/run-recorder.ts';
import { askingFiles } from '../../report/asking-words.ts';
import { benchmarkBrief, runBrief } from '../../report/brief.ts';
import { comparisonHeadline } from '../../report/comparison-headline.ts';
import { comparisonWords, overallWords } from '../../report/comparison-words.ts';
import { headline } from '../../report/headline.ts';
import { markdownReport } from '../../report/markdown.ts';
import { runFolder } from '../../store/run-folder.ts';
import { RUN_ID } from '../../store/run-id.ts';
import { openStore, summaryOf } from '../../store/run-store.ts';
import type { ClientNotifications, RunOutline } from '../../protocol/server-requests.ts';
import { handle } from '../handle.ts';
import type { Profiles } from '../profile/profiles.ts';
import type { ServerContext } from '../server-context.ts';
import { exportComparison } from './export-comparison.ts';
import { exportRun } from './export-run.ts';
import type { RunDocuments } from './run-documents.ts';
import { RunPieces } from './run-pieces.ts';
import { StoreWatch } from './store-watch.ts';
import { takeAdvice } from './take-advice.ts';
import { benchmarkMissing, notStoredRun } from '../messages.ts';

export function serveRuns(
  context: ServerContext,
  documents: RunDocuments,
  profiles: Pick<Profiles, 'underWay'>,
): void {
  const pieces = new RunPieces();
  const stores = new StoreWatch({
    closing: context.closing,
    paused: () => profiles.underWay,
    onChange: ({ folder, paths, final }) => {
      for (const path of paths) context.runsChanged({ folder, path, final });
      const told: ClientNotifications['retarget/runsChanged'] = { folder, paths };
      context.connection.sendNotification('retarget/runsChanged', told).catch(() => undefined);
    },
  });

  handle(context, 'retarget/runs', async ({ folder }) => {
    // Nothing of an untrusted workspace is changed, not even for what is remembered of its runs.
    const remember = context.trusted();
    const store = openStore(folder, { headline, brief: runBrief, tool: VERSION, remember });
    await stores.watch(folder);
    // A folder that cannot be cleaned can still be read.
    if (remember) {
      // Disks get room again. First, since cleaning up takes what was stored of such a run for all there is.
      for (const [path, run] of documents.keptIn(store.folder)) {
        await store.save(storedRun(run)).then(
          () => documents.drop(path),
          () => undefined,
        );
      }
      await store.cleanUp().catch(() => undefined);
    }
    return (await store.list()).map((listing) => {
      const run = documents.kept(listing.path);
      return run === undefined ? listing : summaryOf(run, listing.path, headline, runBrief);
    });
  });
  handle(context, 'retarget/runOutline', async ({ path }) =>
    outlineOf((await documents.load(path)).run, path),
  );
  handle(context, 'retarget/runComparisons', async ({ path, program, benchmark }) => {
    const { run } = await documents.load(path);
    const found = resultAt(run, program, benchmark);
    return comparisonWords(run, found.program, found.result);
  });
  handle(context, 'retarget/runPiece', async ({ path, ...asked }) =>
    pieces.piece(path, await documents.load(path), asked),
  );
  handle(context, 'retarget/runMarkdown', async ({ path }) => ({
    text: markdownReport((await documents.load(path)).run),
  }));
  handle(context, 'retarget/exportRun', async ({ path, format, out }) => {
    await exportRun((await documents.load(path)).run, format, out);
    return {};
  });
  const compared = async (before: string, after: string, acrossHosts = false) =>
    compareRuns((await documents.load(before)).run, (await documents.load(after)).run, {
      acrossHosts,
    });
  handle(context, 'retarget/compareRuns', async ({ before, after, acrossHosts }) => {
    const comparison = await compared(before, after, acrossHosts);
    return { comparison, headline: comparisonHeadline(comparison) };
  });
  handle(context, 'retarget/exportComparison', async ({ format, out, ...runs }) => {
    await exportComparison(await compared(runs.before, runs.after, runs.acrossHosts), format, out);
    return {};
  });
  handle(context, 'retarget/nameRun', async ({ path, name }) => {
    const { folder } = storedAt(path);
    const { run } = await documents.load(path);
    const unnamed = Object.entries(run).filter(([key]) => key !== 'name');
    await openStore(folder).save(
      name === '' ? (Object.fromEntries(unnamed) as unknown as Run) : { ...run, name },
    );
    documents.drop(path);
    context.runsChanged({ folder, path, final: true });
    return {};
  });
  handle(context, 'retarget/takeAdvice', async ({ path, program, benchmark, ...asked }) => {
    const { run } = await documents.load(path);
    return takeAdvice(context, run, resultAt(run, program, benchmark), asked);
  });
  handle(context, 'retarget/deleteRun', async ({ path }) => {
    const { folder, id } = storedAt(path);
    await openStore(folder).delete(id);
    documents.drop(path);
    context.runsChanged({ folder, path, final: true });
    return {};
  });
}

function resultAt(
  run: Run,
  program: number,
  benchmark: number,
): { readonly program: ProgramResult; readonly result: BenchmarkResult } {
  const found = run.programs[program];
  const result = found?.benchmarks[benchmark];
  if (found === undefined || result === undefined) {
    throw new FailureError({
      code: 'usage',
      ...benchmarkMissing({ run: run.id, program, benchmark }),
    });
  }
  return { program: found, result };
}

/** Only what lies where runs are stored, under a run's own name, is a run's to delete. */
function storedAt(path: string): { readonly folder: string; readonly id: string } {
  const folder = dirname(dirname(dirname(path)));
  const id = basename(path, '.json');
  if (!RUN_ID.test(id) || join(runFolder(folder).runs, `${id}.json`) !== path) {
    throw new FailureError({
      code: 'run-missing',
      message: notStoredRun({ path }),
      place: { file: path },
    });
  }
  return { folder, id };
}

/** What a tree shows of a run, without its comparisons. @param path of the run's document */
function outlineOf(run: Run, path: string): RunOutline {
  return {
    run: summaryOf(run, path, headline),
    headline: headline(run),
    ...(run.failure === undefined ? {} : { failure: run.failure }),
    programs: run.programs.map((program) => ({
      name: program.name,
      ...(program.failure === undefined ? {} : { failure: program.failure }),
      overall: overallWords(run, program),
      asking: askingFiles(program),
      benchmarks: program.benchmarks.map((result) => ({
        name: result.benchmark.name,
        brief: benchmarkBrief(result),
        ...(result.failure === undefined ? {} : { failure: result.failure }),
      })),
    })),
  };
}
