// The README as it stands inside the package, where no path of the repository leads anywhere: pictures are in the text
// itself, and links to other files are their words alone.
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';

const IMAGE = /!\[([^\]]*)\]\((?!https:)([^)\s]+)\)/g;
const LINK = /(?<!!)\[([^\]]*)\]\((?!https?:|#|mailto:)[^)\s]+\)/g;

/** A picture's type by its extension. */
const TYPES = { '.png': 'image/png', '.jpg': 'image/jpeg', '.webp': 'image/webp' };

/**
 * @param {string} text Markdown
 * @param {string} folder that its paths are relative to
 */
export async function packagedReadme(text, folder) {
  const pictures = new Map();
  for (const [, , path] of text.matchAll(IMAGE)) {
    const type = TYPES[extname(path)];
    if (type === undefined) throw new Error(`${path}: no picture that a packaged README can show.`);
    const base64 = await readFile(join(folder, path), 'base64');
    pictures.set(path, `data:${type};base64,${base64}`);
  }
  return text
    .replace(LINK, (_, words) => words)
    .replace(IMAGE, (_, words, path) => `![${words}](${pictures.get(path)})`);
}
