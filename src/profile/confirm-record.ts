// A recorded build that came with a clone names commands: they are run once somebody has seen and allowed them.
import { FailureError } from '../model/failure.ts';
import type { ProfileRequest } from '../model/request.ts';
import { allowRecord, foreignRecord } from '../kinds/recorded/foreign-record.ts';
import { notRecordedHere, recordRefused, whatRuns } from '../kinds/recorded/messages/foreign.ts';
import type { Project } from '../project/project.ts';

/** What somebody is asked before anything of a record is run. */
export interface RecordQuestion {
  /** Absolute path of the record. */
  readonly file: string;
  /** One sentence. */
  readonly message: string;
  /** Commands and flags, a line each, raw text of the record's in them. */
  readonly commands: readonly string[];
}

/** @returns whether they are allowed, now and as long as they stay as they are */
export type ConfirmRecord = (question: RecordQuestion) => Promise<boolean>;

/**
 * @param confirm absent: nobody is there to be asked
 * @throws {FailureError} `untrusted`, with the commands as details
 */
export async function confirmRecord(
  { directory, programs }: Project,
  { trustRecord }: ProfileRequest,
  confirm?: ConfirmRecord,
): Promise<void> {
  const usesRecord = programs.some(
    ({ flagsFrom, preparation }) => flagsFrom === 'record' || preparation?.kind === 'record',
  );
  const record = usesRecord ? await foreignRecord(directory) : undefined;
  if (record === undefined) return;
  const { file } = record;
  const question = { file, message: notRecordedHere(record), commands: whatRuns(record) };
  if (trustRecord !== true && (await confirm?.(question)) !== true) {
    throw new FailureError({ code: 'untrusted', ...recordRefused(record), place: { file } });
  }
  await allowRecord(record);
}
