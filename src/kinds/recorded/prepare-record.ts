// Runs the user's own build under the recorder, where a program's record is missing or the build has changed since.
import { FailureError } from '../../model/failure.ts';
import type { Preparation } from '../../model/program.ts';
import type { Warning } from '../../model/run.ts';
import type { PrepareContext } from '../program-parts.ts';
import type { ProgramParts } from '../program-parts.ts';
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
import {
  buildMakes,
  nothingCompiled,
  notMade,
  ownBuildFailed,
  partlyRebuilt,
  recording,
} from './messages/build.ts';

type RecordPreparation = Preparation & { readonly kind: 'record' };

export async function prepareRecord(
  preparation: RecordPreparation,
  { toolchain, signal, onStep }: PrepareContext,
): Promise<ProgramParts> {
  const { project, directory, command, executable } = preparation;
  onStep(recording(command));
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
  const name = shortPath(project, executable);
  const others = outcome.executables.map((each) => each.name);
  const known = record === undefined ? undefined : await whyNot(record, executable);
  const gone = known?.gone;
  const message =
    outcome.seen === 0 && gone === undefined
      ? nothingCompiled({ command, name })
      : (known?.message ?? notMade({ command, name }));
  const { hint = '', remedies = [] } =
    gone === undefined
      ? { hint: cleanAdvice(command, directory) }
      : keepAdvice(
          command,
          gone.map((path) => shortPath(directory, path)),
        );
  const makesOthers = outcome.seen > 0 && others.length > 0 && gone === undefined;
  throw new FailureError({
    code: 'input-missing',
    message,
    hint: makesOthers ? `${buildMakes(others)} ${hint}` : hint,
    remedies,
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
  const reason = await whyOutdated(record, found, preparation);
  if (reason === undefined) return [];
  const name = shortPath(project, executable);
  const advice = cleanAdvice(command, directory);
  return [{ code: 'outdated-record', message: partlyRebuilt({ command, name, reason, advice }) }];
}

function buildFailed(
  { project, directory, command, executable }: RecordPreparation,
  { end, output }: RecordOutcome,
  made: boolean,
): FailureError {
  return new FailureError({
    code: 'compile-failed',
    ...ownBuildFailed({
      ...end,
      ...{ command, name: shortPath(project, executable) },
      again: made ? recordAgain(project, { command, directory }) : undefined,
    }),
    details: output,
  });
}
