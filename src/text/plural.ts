// Numbers of things in a sentence.

const rules = new Intl.PluralRules('en');
const numbers = new Intl.NumberFormat('en');

/** The form that goes with a count: `plural(1, 'is', 'are')` is `is`. */
export function plural(count: number, one: string, other: string): string {
  return rules.select(count) === 'one' ? one : other;
}

/** Such as `1 file`, `3 files`, `1,200 files`. @param other the plural; absent: the singular with an `s` */
export function counted(count: number, one: string, other = `${one}s`): string {
  return `${numbers.format(count)} ${plural(count, one, other)}`;
}
