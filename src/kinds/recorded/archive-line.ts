// What a call of `ar` does to an archive.

export interface ArchiveLine {
  /** As written. */
  readonly archive: string;
  /** `append` puts a member in beside one of the same name, `add` in its place. */
  readonly action: 'add' | 'append' | 'delete' | 'extract' | 'other';
  /** As written: files that are added, members that are deleted or taken out (all without any). */
  readonly names: readonly string[];
  /** Members keep their folders in their names, as in thin archives. */
  readonly fullNames: boolean;
  /** It only names files; of an archive that is added it names the members. */
  readonly thin: boolean;
}

const ACTIONS: Readonly<Record<string, ArchiveLine['action']>> = {
  r: 'add',
  // GNU's takes `qs` for `r`: which members there are in the end, the archive itself says.
  q: 'append',
  d: 'delete',
  x: 'extract',
};

const TAKES_VALUE = new Set(['--plugin', '--target', '--output', '--format']);

/** @param words behind the tool's name. Nothing for `ar -M`, whose script is not known, and for calls that name no archive. */
export function archiveLine(words: readonly string[]): ArchiveLine | undefined {
  let key: string | undefined;
  let asThin = false;
  const files: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (TAKES_VALUE.has(word)) at += 1;
    else if (word === '--thin') asThin = true;
    else if (word.startsWith('--') || (word.startsWith('-X') && key !== undefined)) continue;
    else if (word.startsWith('-') && files.length === 0) key = `${key ?? ''}${word.slice(1)}`;
    else if (key === undefined) key = word;
    else files.push(word);
  }
  if (key === undefined || key.includes('M')) return undefined;
  const operation = /[dmpqrtx]/u.exec(key)?.[0] ?? 's';
  // A member that others go before or behind, and which one of several, stand before the archive.
  const leading = (/[abi]/u.test(key) ? 1 : 0) + (key.includes('N') ? 1 : 0);
  const thin = asThin || key.includes('T');
  const [archive, ...names] = files.slice(leading);
  if (archive === undefined) return undefined;
  return {
    archive,
    // One of several members of one name is not told apart from the others.
    action: key.includes('N') ? 'other' : (ACTIONS[operation] ?? 'other'),
    names,
    fullNames: thin || key.includes('P'),
    thin,
  };
}

/** `ar -M`: what to do stands in a script on its standard input. */
export function isScripted(words: readonly string[]): boolean {
  return words.some((word) => /^-M$/u.test(word));
}
