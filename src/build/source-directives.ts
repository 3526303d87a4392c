// The preprocessor's directives in the files that compiles read: each file is read once, whatever is asked of it.
import { readFile } from 'node:fs/promises';

export interface Include {
  /** As written, such as `zlib.h`. */
  readonly name: string;
  readonly quoted: boolean;
}

export interface Directives {
  readonly includes: readonly Include[];
  /** Its lines that begin with `#if`, `#elif` or `#define`, one below the other, each with what continues it. */
  readonly lines: string;
}

const NOTHING: Directives = { includes: [], lines: '' };

const DIRECTIVE =
  /^[ \t]*#[ \t]*(?:(?:if|elif|define)\b.*|(?:include|include_next|import)[ \t]*(?:<(?<angled>[^>\n]+)>|"(?<quoted>[^"\n]+)"))/gmu;

export class SourceDirectives {
  readonly #read = new Map<string, Promise<Directives>>();

  /** Those in a file; none where it cannot be read. @param file absolute path */
  of(file: string): Promise<Directives> {
    let directives = this.#read.get(file);
    if (directives === undefined) {
      directives = readFile(file, 'latin1').then(directivesIn, () => NOTHING);
      this.#read.set(file, directives);
    }
    return directives;
  }
}

function directivesIn(text: string): Directives {
  const includes: Include[] = [];
  const lines: string[] = [];
  for (const { 0: line, groups = {} } of text.replaceAll(/\\\r?\n/gu, ' ').matchAll(DIRECTIVE)) {
    const { quoted, angled } = groups;
    const name = quoted ?? angled;
    if (name === undefined) lines.push(line.trimEnd());
    else includes.push({ name: ownText(name), quoted: quoted !== undefined });
  }
  return { includes, lines: lines.join('\n') };
}

/** A part of a string keeps the whole of it in memory. */
function ownText(part: string): string {
  return Buffer.from(part, 'latin1').toString('latin1');
}
