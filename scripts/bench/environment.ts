// The environment that measured processes get: this one's, without what is not set.

export function environment(
  changes: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const set = Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return { ...Object.fromEntries(set), ...changes };
}
