// Runs the user's own build under the recorder, where a program's record is missing or the build has changed since.
import { FailureError } from '../../model/failure.ts';
import type { Preparation } from '../../model/program.ts';
import type { Warning } from '../../model/run.ts';
import { quoteCommand } from '../../flags/command-line.ts';
import type { PrepareContext } from '../program-parts.ts';
import type { ProgramParts } from '../program-parts.ts';
import { shown, shownList } from '../../text/shown.ts';
import { buildGraph } from './build-graph.ts';
import { cleanAdvice, keepAdvice } from './clean-advice.ts';
import { executableAt, shortPath } from './executables.ts';
import { knowsCommands, recordAgain } from './build-command.ts';
import { whyOutdated } from './outdated.ts';
import { recordBuild } from './record-build.ts';
import type { RecordOutcome } from './record-build.ts';
import { readRecord } from './record-document.ts';
import type { RecordDocument } from './record-document.ts';
import { partsOf, whyNot } from './record-parts.ts';

type RecordPreparation = Preparation & { readonly kind: 'record' };

export async function prepareRecord(
  preparation: RecordPreparation,
  { toolchain, signal, onStep }: PrepareContext,
): Promise<ProgramParts> {
  const { project, directory, command, executable } = preparation;
  onStep(`recording ${quoteCommand(command)}`);
  const outcome = await recordBuild(
    { project, directory, command, output: 'kept', ofProfile: true },
    { toolchain, signal },
  );
  signal.throwIfAborted();
  const record = await readRecord(project);
  const parts = record === undefined ? undefined : await partsOf(record, executable);
  if (outcome.end.exitCode !== 0) throw buildFailed(preparation, outcome, parts !== undefined);
  if (record !== undefined && parts !== undefined) {
    return { ...parts, warnings: [...parts.warnings, ...(await outdated(record, preparation))] };
  }
  const name = shown(shortPath(project, executable));
  const others = outcome.executables.map((each) => each.name);
  const known = record === undefined ? undefined : await whyNot(record, executable);
  const gone = known?.gone;
  const message =
    outcome.seen === 0 && gone === undefined
      ? `Nothing was compiled while ${quoteCommand(command)} ran, so how ${name} is built is not known.`
      : (known?.message ?? `${quoteCommand(command)} made nothing that stands for ${name}.`);
  const advice =
    gone === undefined
      ? cleanAdvice(command, directory)
      : keepAdvice(
          command,
          gone.map((path) => shortPath(directory, path)),
        );
  throw new FailureError({
    code: 'input-missing',
    message,
    hint: `${outcome.seen > 0 && others.length > 0 && gone === undefined ? `The build makes ${shownList(others)}. ` : ''}${advice}`,
    details: outcome.output,
  });
}

/** Where the build took files for up to date, what it knows of them is of the build before. */
async function outdated(
  record: RecordDocument,
  preparation: RecordPreparation,
): Promise<Warning[]> {
  const { project, directory, command, executable } = preparation;
  const found = executableAt(buildGraph(record.steps), executable);
  if (found === undefined || knowsCommands(command)) return [];
  const why = await whyOutdated(record, found, preparation);
  if (why === undefined) return [];
  return [
    {
      code: 'outdated-record',
      message: `${quoteCommand(command)} did not build all of ${shown(shortPath(project, executable))} again, though ${why}; the rest is measured as it was recorded. ${cleanAdvice(command, directory)}`,
    },
  ];
}

function buildFailed(
  { project, directory, command, executable }: RecordPreparation,
  { end, output }: RecordOutcome,
  made: boolean,
): FailureError {
  const why = end.signal ?? `exit code ${end.exitCode ?? 'unknown'}`;
  return new FailureError({
    code: 'compile-failed',
    message: `The project's own build failed: ${quoteCommand(command)} (${why}).`,
    hint: made
      ? `Make it work by itself first. It made ${shown(shortPath(project, executable))} all the same: to measure that, record it as it is: ${recordAgain(project, { command, directory })}`
      : 'Make it work by itself first.',
    details: output,
  });
}
