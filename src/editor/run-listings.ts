// Stored runs of all places of the workspace. A place that cannot be read spoils none of the others.
import type { RunListing, RunSummary } from '../model/run-summary.ts';
import type { ServerConnection } from './server-connection.ts';
import type { RunPlace, RunPlaces } from './run-places.ts';

/** What a place holds, the newest first, or what came instead. */
export type PlaceListing =
  | { readonly place: RunPlace; readonly runs: readonly RunListing[] }
  | { readonly place: RunPlace; readonly error: unknown };

/** Runs of one folder. */
export interface RunsOfPlace {
  readonly name: string;
  readonly runs: readonly RunSummary[];
}

/** @throws {unknown} the first place's error where no place could be read: then it is not about a place. */
export async function listRuns(
  server: ServerConnection,
  places: RunPlaces,
): Promise<PlaceListing[]> {
  const listings = await Promise.all(
    (await places.list()).map(async (place): Promise<PlaceListing> => {
      try {
        return { place, runs: await server.request('retarget/runs', { folder: place.path }) };
      } catch (error) {
        return { place, error };
      }
    }),
  );
  const [first] = listings;
  if (first !== undefined && 'error' in first && listings.every((each) => 'error' in each)) {
    throw first.error;
  }
  return listings;
}

/** Readable runs of all folders that have some, the newest of each first. @throws where there is none because of an error */
export async function runsByPlace(
  server: ServerConnection,
  places: RunPlaces,
): Promise<RunsOfPlace[]> {
  const listings = await listRuns(server, places);
  const found = listings.flatMap((listing) => {
    if ('error' in listing) return [];
    const runs = listing.runs.filter((run) => run.kind === 'run');
    return runs.length === 0 ? [] : [{ name: listing.place.name, runs }];
  });
  const failed = listings.find((listing) => 'error' in listing);
  if (found.length === 0 && failed !== undefined) throw failed.error;
  return found;
}
