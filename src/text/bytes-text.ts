// Sizes as people read them.

const UNKNOWN = '?';
const BYTE_UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

/** Such as `18 KiB`, `7.8 GiB`: binary units, two digits below 10 unless whole. */
export function bytesText(bytes: number): string {
  if (!Number.isFinite(bytes)) return UNKNOWN;
  let value = bytes;
  let unit = 0;
  while (value >= 1023.5 && unit < BYTE_UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const whole = value >= 9.95 || Number.isInteger(value);
  return `${value.toFixed(whole ? 0 : 1)} ${BYTE_UNITS[unit] ?? 'B'}`;
}
