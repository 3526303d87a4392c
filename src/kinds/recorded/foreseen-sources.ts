// Which sources an executable was made of when its build was watched last, whether or not the build has to run again.
import type { Preparation } from '../../model/program.ts';
import { FailureError } from '../../model/failure.ts';
import { readRecord } from './record-document.ts';
import { partsOf } from './record-parts.ts';

/** Absolute paths; none where nobody has watched it. */
export async function foreseenSources({
  project,
  executable,
}: Preparation & { readonly kind: 'record' }): Promise<readonly string[]> {
  try {
    const record = await readRecord(project);
    const parts = record && (await partsOf(record, executable));
    if (parts === undefined) return [];
    const { units, libraries = [] } = parts;
    return [units, ...libraries.map((library) => library.units)].flatMap((own) =>
      own.map(({ source }) => source),
    );
  } catch (error) {
    if (error instanceof FailureError) return [];
    throw error;
  }
}
