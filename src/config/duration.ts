// Lengths of time as people write them: "60s", "2m", a bare number of seconds.

const SECONDS = { ms: 0.001, s: 1, sec: 1, m: 60, min: 60, h: 3600 } as const;
type TimeUnit = keyof typeof SECONDS;

/** What `parseDuration` reads, as a JSON schema pattern. */
export const DURATION_PATTERN = '^[0-9]+(\\.[0-9]+)?\\s*(ms|sec|s|min|m|h)?$';

/** Seconds in "90", "60s", "1.5m", "250ms", "1h"; undefined where the text is no duration. */
export function parseDuration(text: string): number | undefined {
  const match = new RegExp(DURATION_PATTERN, 'u').exec(text.trim());
  if (match === null) return undefined;
  const seconds = Number.parseFloat(text) * SECONDS[(match[2] ?? 's') as TimeUnit];
  return Number.isFinite(seconds) ? seconds : undefined;
}

/** Seconds of a duration that the configuration's schema let through. */
export function durationSeconds(duration: number | string): number {
  return typeof duration === 'number' ? duration : (parseDuration(duration) ?? 0);
}
