// The manifest's texts by key. package.json names the keys, package.nls.json holds the texts, and a translation is one more
// file beside it (package.nls.de.json): https://code.visualstudio.com/api/references/vscode-api#l10n

export class Texts {
  readonly #texts = new Map<string, string>();

  /**
   * Keeps a text.
   * @returns what stands for it in package.json
   * @throws {Error} if the key has another text already
   */
  say(key: string, text: string): string {
    const known = this.#texts.get(key);
    if (known !== undefined && known !== text) throw new Error(`Two texts have the key ${key}.`);
    this.#texts.set(key, text);
    return `%${key}%`;
  }

  /** All of them, in the order in which they were said. */
  byKey(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.#texts);
  }
}
