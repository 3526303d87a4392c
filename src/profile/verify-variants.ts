// Every object of a project held against direct builds, for every target: what `retarget verify` does.
import { DepartureListings } from '../store/departure-listings.ts';
import type { ProfileRequest } from '../model/request.ts';
import { buildEach, type BuildOutcome } from './build-each.ts';
import type { ProfileContext } from './profile-context.ts';
import { verificationWarnings, verifiedProgram } from './verified-program.ts';

/** Stands where a run's id does: the next one takes its place. */
const LISTINGS = 'verify';

/**
 * Builds as a profile does, features that this host lacks switched off too; targets that cannot run here are compared all the same.
 * @throws {FailureError} as `buildVariants`.
 */
export async function verifyVariants(
  request: ProfileRequest,
  context: ProfileContext,
): Promise<BuildOutcome> {
  let listings: DepartureListings | undefined;
  return buildEach(
    request,
    (target) => (target.fit.kind === 'cannot-run' ? { ...target, fit: { kind: 'runs' } } : target),
    context,
    async (built, { targets, directory, workshop }) => {
      listings ??= new DepartureListings(directory, LISTINGS);
      const bitcodeOnly = request.bitcodeOnly ?? false;
      const asked = { choice: 'all', seed: 0, bitcodeOnly, listings } as const;
      const verification = await verifiedProgram(built, targets, asked, workshop, context);
      if (verification === undefined) return {};
      return { verification, warnings: verificationWarnings(built.program.name, verification) };
    },
  );
}
