// Whether a unit includes a file, by the text of what it reads: enough to find a program for a header, with nothing run.
import { dirname, join, resolve } from 'node:path';
import { kindOf } from '../config/inputs.ts';
import { readText } from '../files/read-text.ts';
import { readOptions, valuesOf } from '../flags/options.ts';
import type { Unit } from '../model/program.ts';
import { isInside } from '../text/path-inside.ts';

/** Files that are read before the search ends without an answer. */
const MOST_READ = 3000;
/** Bytes of one. */
const LONGEST = 1024 * 1024;
const FOLDERS = ['-iquote', '-I', '-isystem', '-idirafter'];
const FORCED = ['-include', '-imacros'];

interface Include {
  readonly name: string;
  readonly quoted: boolean;
}

/** Remembers what it has read: one search serves all programs of a project. */
export class IncludeSearch {
  readonly #directory: string;
  readonly #includes = new Map<string, Promise<readonly Include[]>>();
  readonly #kinds = new Map<string, Promise<boolean>>();

  /** @param directory absolute: headers outside of it are not looked into */
  constructor(directory: string) {
    this.#directory = directory;
  }

  /** Whether one of the units includes the file, however far down. @param file absolute */
  async includes(units: readonly Unit[], file: string): Promise<boolean> {
    for (const unit of units) {
      if (unit.language !== 'c' && unit.language !== 'c++') continue;
      if (await this.#reaches(unit, file)) return true;
    }
    return false;
  }

  async #reaches({ source, flags, directory }: Unit, file: string): Promise<boolean> {
    const options = readOptions(flags);
    const folders = FOLDERS.flatMap((name) => valuesOf(options, name)).map((each) =>
      resolve(directory, each),
    );
    const forced = FORCED.flatMap((name) => valuesOf(options, name));
    const toRead = [source];
    const seen = new Set(toRead);
    const reach = async (from: string, name: string): Promise<boolean> => {
      const found = await this.#resolved([from, ...folders], name);
      if (found === undefined || seen.has(found)) return false;
      seen.add(found);
      if (isInside(this.#directory, found)) toRead.push(found);
      return found === file;
    };
    for (const name of forced) if (await reach(directory, name)) return true;
    for (const from of toRead) {
      for (const { name, quoted } of await this.#includesOf(from)) {
        if (await reach(quoted ? dirname(from) : (folders[0] ?? ''), name)) return true;
      }
    }
    return false;
  }

  async #resolved(folders: readonly string[], name: string): Promise<string | undefined> {
    for (const folder of folders) {
      const path = join(folder, name);
      let isFile = this.#kinds.get(path);
      if (isFile === undefined) {
        isFile = kindOf(path).then((kind) => kind === 'file');
        this.#kinds.set(path, isFile);
      }
      if (await isFile) return path;
    }
    return undefined;
  }

  #includesOf(file: string): Promise<readonly Include[]> {
    const known = this.#includes.get(file);
    if (known !== undefined) return known;
    if (this.#includes.size >= MOST_READ) return Promise.resolve([]);
    const read = readText(file, LONGEST).then(includesIn, () => []);
    this.#includes.set(file, read);
    return read;
  }
}

function includesIn(text: string): readonly Include[] {
  return [
    ...text.matchAll(
      /^[ \t]*#[ \t]*(?:include|include_next|import)[ \t]*(?:"([^"\n]+)"|<([^>\n]+)>)/gmu,
    ),
  ].map(([, quoted, angled = '']) => ({ name: quoted ?? angled, quoted: quoted !== undefined }));
}
