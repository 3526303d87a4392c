// Numbers of things in words.

/** Such as `1 program` or `3 programs`. */
export function countWords(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
