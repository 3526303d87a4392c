// A profile's compile and link errors as diagnostics of the files they are in.
import { access } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';
import { DiagnosticSeverity } from 'vscode-languageserver/node';
import type { Diagnostic, Range } from 'vscode-languageserver/node';
import { readText } from '../../files/read-text.ts';
import type { Failure } from '../../model/failure.ts';
import type { ProgramResult } from '../../model/run.ts';
import { standing } from '../../model/variant.ts';
import { CONFIG_FILE } from '../../config/config-schema.ts';
import { isInside } from '../../text/path-inside.ts';
import { compilerDiagnostics } from '../../toolchain/compiler-diagnostics.ts';
import type { CompilerDiagnostic, CompilerNote } from '../../toolchain/compiler-diagnostics.ts';
import { uriOf } from '../file-uris.ts';

/** By the absolute path of their file. */
export type FileDiagnostics = ReadonlyMap<string, readonly Diagnostic[]>;

/** Diagnostics shown of one program, and related places of one diagnostic: templates can give thousands. */
const MOST = 200;
const MOST_RELATED = 20;

const SEVERITIES = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  remark: DiagnosticSeverity.Information,
} as const;

/** @param directory the project's, absolute. What cannot be tied to a file that exists is left out. */
export async function buildDiagnostics(
  directory: string,
  program: ProgramResult,
): Promise<FileDiagnostics> {
  const files = new Files(directory);
  const found = new Map<string, Diagnostic[]>();
  const seen = new Set<string>();
  for (const failure of failuresOf(program)) {
    for (const { path, diagnostic } of await diagnosticsOf(failure, files)) {
      // Each target may complain of the same thing.
      const key = JSON.stringify([path, diagnostic.range.start, diagnostic.message]);
      if (seen.has(key) || seen.size >= MOST) continue;
      seen.add(key);
      found.set(path, [...(found.get(path) ?? []), diagnostic]);
    }
  }
  return found;
}

interface Placed {
  readonly path: string;
  readonly diagnostic: Diagnostic;
}

function failuresOf({ failure, variants }: ProgramResult): Failure[] {
  const all = [failure, ...standing(variants).map((variant) => variant.failure)];
  return all.filter((one) => one !== undefined);
}

async function diagnosticsOf(failure: Failure, files: Files): Promise<Placed[]> {
  if (failure.code === 'link-failed' || failure.code === 'no-main') {
    return onConfiguration(failure, files);
  }
  const compiler = compilerDiagnostics(failure.details ?? '').slice(0, MOST);
  const base = folderOf(failure, compiler);
  const placed: Placed[] = [];
  for (const one of compiler) {
    const first = await files.find(one.file, base);
    if (first === undefined) continue;
    const shown = files.isOurs(first) ? one : await askedHere(one, files, base);
    const path = shown === one ? first : await files.find(shown.file, base);
    if (path === undefined) continue;
    placed.push({ path, diagnostic: await diagnosticAt(path, shown, files, base) });
  }
  if (placed.length > 0) return placed;
  return failure.place === undefined ? [] : onPlace(failure, failure.place, files);
}

/** The folder that the compiler ran in, seen from how it wrote the first place and what that place is. */
function folderOf({ place }: Failure, compiler: readonly CompilerDiagnostic[]): string | undefined {
  const first = compiler.find(({ severity }) => severity === 'error')?.file;
  if (place === undefined || first === undefined || isAbsolute(first)) return undefined;
  const folder = place.file.slice(0, -first.length);
  return resolve(folder, first) === place.file ? folder : undefined;
}

/** An error inside a library's template, moved to the project's own line that asked for it; the rest is told beside it. */
async function askedHere(
  one: CompilerDiagnostic,
  files: Files,
  base: string | undefined,
): Promise<CompilerDiagnostic> {
  for (const note of one.notes) {
    const path = await files.find(note.file, base);
    if (path === undefined || !files.isOurs(path)) continue;
    const { file, line, column, message } = one;
    const notes = [{ file, line, column, message }, ...one.notes.filter((each) => each !== note)];
    return { ...one, file: note.file, line: note.line, column: note.column, notes };
  }
  return one;
}

async function diagnosticAt(
  path: string,
  { message, severity, flag, notes, ...place }: CompilerDiagnostic,
  files: Files,
  base: string | undefined,
): Promise<Diagnostic> {
  const related = [];
  for (const note of notes.slice(0, MOST_RELATED)) {
    const file = await files.find(note.file, base);
    if (file === undefined) continue;
    related.push({
      location: { uri: uriOf(file), range: await files.range(file, note) },
      message: note.message,
    });
  }
  return {
    range: await files.range(path, place),
    severity: SEVERITIES[severity],
    source: 'retarget',
    message,
    ...(flag === undefined ? {} : { code: flag }),
    ...(related.length === 0 ? {} : { relatedInformation: related }),
  };
}

async function onConfiguration(failure: Failure, files: Files): Promise<Placed[]> {
  const path = await files.find(CONFIG_FILE, undefined);
  if (path === undefined) return [];
  const message = [failure.message, failure.hint].filter((part) => part !== undefined).join(' ');
  return [{ path, diagnostic: plain(message, await files.range(path, { line: 1, column: 1 })) }];
}

async function onPlace(
  { message }: Failure,
  place: NonNullable<Failure['place']>,
  files: Files,
): Promise<Placed[]> {
  const path = await files.find(place.file, undefined);
  if (path === undefined) return [];
  const range = await files.range(path, { line: place.line ?? 1, column: place.column ?? 1 });
  return [{ path, diagnostic: plain(message, range) }];
}

function plain(message: string, range: Range): Diagnostic {
  return { range, severity: DiagnosticSeverity.Error, source: 'retarget', message };
}

/** The files that diagnostics name, each read once. */
class Files {
  readonly #directory: string;
  readonly #lines = new Map<string, readonly string[]>();

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** Whether a file is the project's, and not a library's. */
  isOurs(path: string): boolean {
    return isInside(this.#directory, path);
  }

  /** Absolute path of a file that exists, looked for where the compiler ran and in the project. */
  async find(file: string, base: string | undefined): Promise<string | undefined> {
    const candidates = isAbsolute(file)
      ? [file]
      : [base, this.#directory].flatMap((folder) =>
          folder === undefined ? [] : join(folder, file),
        );
    for (const path of candidates) {
      const there = await access(path).then(
        () => true,
        () => false,
      );
      if (there) return resolve(path);
    }
    return undefined;
  }

  /** The word at a place, in the protocol's own counting: from 0, in UTF-16. */
  async range(
    path: string,
    { line, column }: Pick<CompilerNote, 'line' | 'column'>,
  ): Promise<Range> {
    const lines = await this.#linesOf(path);
    const row = Math.max(0, line - 1);
    const text = lines[row] ?? '';
    const start = Buffer.from(text, 'utf8')
      .subarray(0, Math.max(0, column - 1))
      .toString().length;
    const word = /^[\p{L}\p{N}_$]+/u.exec(text.slice(start))?.[0].length ?? 1;
    const end = Math.min(Math.max(text.length, start), start + word);
    return { start: { line: row, character: start }, end: { line: row, character: end } };
  }

  async #linesOf(path: string): Promise<readonly string[]> {
    const known = this.#lines.get(path);
    if (known !== undefined) return known;
    const text = await readText(path).catch(() => '');
    const lines = text.split(/\r\n|\r|\n/u);
    this.#lines.set(path, lines);
    return lines;
  }
}
