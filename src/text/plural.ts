// Numbers of things in a sentence.

const rules = new Intl.PluralRules('en');
/** Made by the first number that needs it: that takes ten milliseconds, which most starts of a command can do without. */
let numbers: Intl.NumberFormat | undefined;

/** The form that goes with a count: `plural(1, 'is', 'are')` is `is`. */
export function plural(count: number, one: string, other: string): string {
  return rules.select(count) === 'one' ? one : other;
}

/** Such as `1 file`, `3 files`, `1,200 files`. @param other the plural; absent: the singular with an `s` */
export function counted(count: number, one: string, other = `${one}s`): string {
  return `${numberText(count)} ${plural(count, one, other)}`;
}

function numberText(count: number): string {
  if (Number.isInteger(count) && Math.abs(count) < 1000) return String(count);
  numbers ??= new Intl.NumberFormat('en');
  return numbers.format(count);
}
