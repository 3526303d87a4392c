// compile_commands.json: https://clang.llvm.org/docs/JSONCompilationDatabase.html
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { FailureError } from '../model/failure.ts';
import type { Unit } from '../model/program.ts';
import type { Warning } from '../model/run.ts';
import { splitCommand } from './command-line.ts';
import { sourceOf, unitOf } from './compile-entry.ts';
import { checkDocument, failAt } from './config-issues.ts';
import { kindOf } from './inputs.ts';
import type { ConfigContext } from './inputs.ts';
import { readJsonDocument } from './json-document.ts';
import type { JsonDocument } from './json-document.ts';
import { placeWords } from './places.ts';
import { expandResponseFiles } from './response-files.ts';
import { removedFeatures, withOwnFeatures } from './own-features.ts';
import { shown, shownList } from './shown.ts';

export const COMPILE_COMMANDS_FILE = 'compile_commands.json';

export interface CompileCommandsUnits {
  /** In the file's order. */
  readonly units: readonly Unit[];
  /** Entries that are no units, by name, and entries that repeat another. */
  readonly warnings: readonly Warning[];
}

export interface CompileCommandsContent extends CompileCommandsUnits {
  /** Absolute paths of all sources in the file, chosen or not. */
  readonly offered: readonly string[];
}

const filled = z.string().min(1, { error: 'expected a string that is not empty' });

const entrySchema = z
  .looseObject({
    directory: filled,
    file: filled,
    command: filled.optional(),
    arguments: z.array(z.string()).min(1, { error: 'expected at least the compiler' }).optional(),
  })
  .refine((entry) => entry.command !== undefined || entry.arguments !== undefined, {
    error: 'expected a "command" or "arguments"',
  });

const databaseSchema = z.array(entrySchema);

/** The file that `compileCommands` names: itself, or the one in the folder it names. */
export async function compileCommandsFile(
  context: ConfigContext,
  written: string,
): Promise<string> {
  const named = resolve(context.directory, written);
  const file = (await kindOf(named)) === 'folder' ? join(named, COMPILE_COMMANDS_FILE) : named;
  if ((await kindOf(file)) === 'file') return file;
  throw failAt(
    context.document,
    [...context.path, 'compileCommands'],
    `there is no file ${shown(file)}`,
    'CMake writes it with -DCMAKE_EXPORT_COMPILE_COMMANDS=ON, Meson always; for make, run the build under bear.',
    'input-missing',
  );
}

/**
 * The units of a compilation database, each with its own flags, cleaned.
 * @param chosen which sources to take; all without it.
 * @throws {FailureError} `config-invalid` with the place in the file, `input-missing` for sources that are not there.
 */
export async function readCompileCommands(
  file: string,
  chosen: (source: string) => boolean = () => true,
): Promise<CompileCommandsContent> {
  const document = await readJsonDocument(file);
  const entries = checkDocument(document, databaseSchema);
  const units: Unit[] = [];
  const skipped: string[] = [];
  const repeated: string[] = [];
  const offered: string[] = [];
  const seen = new Set<string>();
  for (const [index, entry] of entries.entries()) {
    const directory = resolve(dirname(file), entry.directory);
    const source = sourceOf({ directory, file: entry.file });
    offered.push(source);
    if (!chosen(source)) continue;
    const words = entry.arguments ?? splitCommand(entry.command ?? '');
    const argv = await expandResponseFiles(words, directory);
    const result = unitOf({ directory, file: entry.file, argv });
    if (result.kind === 'skipped') {
      skipped.push(`${shown(source)} (${result.reason})`);
      continue;
    }
    if ((await kindOf(source)) !== 'file') throw missingSource(document, index, source);
    const { language, flags } = result.unit;
    const own = removedFeatures(result.unit);
    const identity = JSON.stringify([source, language, directory, flags, own]);
    if (seen.has(identity)) {
      repeated.push(source);
      continue;
    }
    seen.add(identity);
    units.push(result.unit);
  }
  return { units: withOwnFeatures(units), offered, warnings: leftOut(file, skipped, repeated) };
}

function leftOut(file: string, skipped: readonly string[], repeated: readonly string[]): Warning[] {
  const warnings: Warning[] = [];
  if (skipped.length > 0) {
    warnings.push({
      code: 'skipped-sources',
      message: `${skipped.length} of the entries in ${shown(file)} cannot be built for targets and are left out: ${skipped.join(', ')}.`,
    });
  }
  if (repeated.length > 0) {
    warnings.push({
      code: 'skipped-sources',
      message: `${repeated.length} of the entries in ${shown(file)} repeat another with the same flags and are built once: ${shownList(repeated, 20)}.`,
    });
  }
  return warnings;
}

function missingSource(document: JsonDocument, index: number, source: string): FailureError {
  const place = document.placeOf([index, 'file']);
  return new FailureError({
    code: 'input-missing',
    message: `${placeWords(place)}: there is no source file ${shown(source)}.`,
    hint: 'Build the project once so that generated sources exist, or write compile_commands.json anew; "units" in retarget.json chooses some of its sources.',
    place,
  });
}
