// A run's id: when it started, in UTC, and a few random digits to tell runs of one second apart.

/** What every id looks like; anything else in the runs folder is not a run of ours. */
export const RUN_ID = /^\d{8}-\d{6}-[0-9a-f]{4}$/;

/**
 * A new id, such as `20261122-160501-3f2a`; ids sort by time.
 * @param random at least 0 and below 1.
 */
export function newRunId(now: Date = new Date(), random: number = Math.random()): string {
  const digits = now.toISOString().replace(/[^0-9]/g, '');
  const suffix = Math.floor(random * 0x10000)
    .toString(16)
    .padStart(4, '0');
  return `${digits.slice(0, 8)}-${digits.slice(8, 14)}-${suffix}`;
}
