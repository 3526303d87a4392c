// A run's id: when it started, in UTC; its last digits are the millisecond, and chance that tells runs of one apart.

/** What every id looks like; anything else in the runs folder is not a run of ours. */
export const RUN_ID = /^\d{8}-\d{6}-[0-9a-f]{4}$/;

/** Ids of one millisecond: as many as the last four digits have room for. */
const PER_MILLISECOND = 65;

/**
 * A new id, such as `20261122-160501-3f2a`; ids sort by time, to the millisecond.
 * @param random at least 0 and below 1.
 */
export function newRunId(now: Date = new Date(), random: number = Math.random()): string {
  const digits = now.toISOString().replace(/[^0-9]/g, '');
  const within = now.getUTCMilliseconds() * PER_MILLISECOND + Math.floor(random * PER_MILLISECOND);
  const suffix = within.toString(16).padStart(4, '0');
  return `${digits.slice(0, 8)}-${digits.slice(8, 14)}-${suffix}`;
}
