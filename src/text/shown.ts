// How names from outside stand in a sentence: control characters and quotes cannot change what is read around them.
import { listText } from './list-text.ts';

/** A path or name for a message: bare where it is plain, in JSON's quotes where it holds anything that could mislead. */
export function shown(name: string): string {
  return /^[\p{L}\p{N}\p{M}_@%+=:,./$()[\]{}~-]+$/u.test(name) ? name : JSON.stringify(name);
}

/** Names in a list, the first few and how many more. */
export function shownList(names: readonly string[], most = 5): string {
  return listText(names.map(shown), most);
}
