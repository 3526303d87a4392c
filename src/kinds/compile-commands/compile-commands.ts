// compile_commands.json: https://clang.llvm.org/docs/JSONCompilationDatabase.html
import { basename, dirname, join, resolve } from 'node:path';
import * as z from 'zod';
import { Crawl } from '../../files/crawl.ts';
import { FailureError } from '../../model/failure.ts';
import type { Unit } from '../../model/program.ts';
import type { Warning } from '../../model/run.ts';
import { splitCommand } from '../../flags/command-line.ts';
import { sourceOf, unitOf } from '../../flags/compile-entry.ts';
import { checkDocument, refuseAt } from '../../config/config-issues.ts';
import { kindOf } from '../../config/inputs.ts';
import type { ConfigContext } from '../../config/inputs.ts';
import { readGeneratedJson } from '../../config/json-document.ts';
import { placeWords, type JsonDocument } from '../../config/places.ts';
import { behindLaunchers } from '../../flags/launchers.ts';
import { outputOf } from '../../flags/options.ts';
import { ExpansionBounds } from '../../flags/expansion-bounds.ts';
import { expandResponseFiles } from '../../flags/response-files.ts';
import { linkedAsTheyAre, objectInstead } from './object-instead.ts';
import { removedFeatures } from '../../flags/own-features.ts';
import { foreignSystem, ofOtherSystem } from '../../flags/foreign-system.ts';
import { otherCompilers, otherCompilerWarning } from '../../flags/other-compiler.ts';
import { shown } from '../../text/shown.ts';
import {
  commandsMissing,
  entriesRepeated,
  entriesSkipped,
  expectedCommand,
  expectedCompiler,
  expectedString,
  ofOtherSystem as ofOtherSystemText,
  sourceMissing,
  sourcesMissing,
  useOwnCompiler,
} from './messages.ts';

export const COMPILE_COMMANDS_FILE = 'compile_commands.json';

export interface CompileCommandsUnits {
  /** In the file's order; `withOwnFeatures` is for whoever knows which of them are one program. */
  readonly units: readonly Unit[];
  /** Entries that are no units, by name, and entries that repeat another. */
  readonly warnings: readonly Warning[];
}

export interface CompileCommandsContent extends CompileCommandsUnits {
  /** Absolute paths of all sources in the file, chosen or not. */
  readonly offered: readonly string[];
  /** For each unit, absolute paths of the objects that the user's own build makes of it, where its entries say so. */
  readonly objects: readonly (readonly string[])[];
  /** Another system that a source is compiled for, in no entry for this one, by its absolute path. */
  readonly foreign: ReadonlyMap<string, string>;
}

export interface CompileCommandsOptions {
  /** Which sources to take; all without it. */
  readonly chosen?: (source: string) => boolean;
  /** Leaves out sources that are not there, and says so: they may not be needed. Else they are a failure. */
  readonly withoutMissing?: boolean;
}

const filled = z.string().min(1, { error: expectedString() });

const entrySchema = z
  .looseObject({
    directory: filled,
    file: filled,
    command: filled.optional(),
    arguments: z.array(z.string()).min(1, { error: expectedCompiler() }).optional(),
    output: filled.optional(),
  })
  .refine((entry) => entry.command !== undefined || entry.arguments !== undefined, {
    error: expectedCommand(),
  });

const databaseSchema = z.array(entrySchema);

/** Absolute path of the compile_commands.json in a folder or in one of its build folders. */
export async function compileCommandsIn(directory: string): Promise<string | undefined> {
  const beside = join(directory, COMPILE_COMMANDS_FILE);
  if ((await kindOf(beside)) === 'file') return beside;
  const { files } = await new Crawl().find([`build*/${COMPILE_COMMANDS_FILE}`], {
    cwd: directory,
    absolute: true,
  });
  return files.sort()[0];
}

/** The file that `compileCommands` names: itself, or the one in the folder it names. */
export async function compileCommandsFile(
  context: ConfigContext,
  written: string,
): Promise<string> {
  const named = resolve(context.directory, written);
  const file = (await kindOf(named)) === 'folder' ? join(named, COMPILE_COMMANDS_FILE) : named;
  if ((await kindOf(file)) === 'file') return file;
  throw refuseAt(
    context.document,
    [...context.path, 'compileCommands'],
    commandsMissing(file),
    'input-missing',
  );
}

/**
 * The units of a compilation database, each with its own flags, cleaned.
 * @throws {FailureError} `config-invalid` with the place in the file, `input-missing` for sources that are not there.
 */
export async function readCompileCommands(
  file: string,
  { chosen = () => true, withoutMissing = false }: CompileCommandsOptions = {},
): Promise<CompileCommandsContent> {
  const document = await readGeneratedJson(file);
  const entries = checkDocument(document, databaseSchema);
  const units: Unit[] = [];
  const skipped: string[] = [];
  const asTheyAre: { readonly source: string; readonly reason: string }[] = [];
  const repeated: string[] = [];
  const missing: string[] = [];
  const offered: string[] = [];
  const objects: string[][] = [];
  const seen = new Map<string, string[]>();
  const compilers = new Set<string>();
  const foreign = new Map<string, string>();
  const bounds = new ExpansionBounds(entries.length);
  for (const [index, entry] of entries.entries()) {
    const directory = resolve(dirname(file), entry.directory);
    const source = sourceOf({ directory, file: entry.file });
    offered.push(source);
    if (!chosen(source)) continue;
    const words = entry.arguments ?? splitCommand(entry.command ?? '');
    const argv = await expandResponseFiles(words, directory, bounds);
    const result = unitOf({ directory, file: entry.file, argv });
    const output = entry.output ?? outputOf(argv);
    const object = output === undefined ? undefined : resolve(directory, output);
    if (result.kind === 'skipped') {
      const instead = await objectInstead(result, directory, object);
      const named = `${shown(source)} (${result.reason})`;
      if (instead === undefined) {
        skipped.push(named);
      } else {
        asTheyAre.push({ source: shown(source), reason: result.reason });
        units.push(instead);
        objects.push([instead.source]);
      }
      continue;
    }
    const [compiler = '', ...rest] = behindLaunchers(argv);
    const system = foreignSystem(compiler, rest);
    if (system !== undefined) {
      foreign.set(source, system);
      skipped.push(ofOtherSystemText({ source, system }));
      continue;
    }
    if ((await kindOf(source)) !== 'file') {
      if (!withoutMissing) throw missingSource(document, index, source);
      missing.push(source);
      continue;
    }
    const { language, flags } = result.unit;
    const own = removedFeatures(result.unit);
    const identity = JSON.stringify([source, language, directory, flags, own]);
    const made = object === undefined ? [] : [object];
    const known = seen.get(identity);
    if (known !== undefined) {
      repeated.push(source);
      known.push(...made);
      continue;
    }
    seen.set(identity, made);
    units.push(result.unit);
    objects.push(made);
    // A name is looked up on PATH.
    compilers.add(basename(compiler) === compiler ? compiler : resolve(directory, compiler));
  }
  for (const { source } of units) foreign.delete(source);
  if (units.length === 0 && foreign.size > 0) {
    throw foreignFailure(file, foreign.values());
  }
  return {
    ...{ units, offered, objects, foreign },
    warnings: [
      ...leftOut(file, { skipped, repeated, missing }),
      ...linkedAsTheyAre(asTheyAre),
      ...otherCompilerWarning(await otherCompilers(compilers), file),
    ],
  };
}

/** @param what is for these systems */
export function foreignFailure(what: string, systems: Iterable<string>): FailureError {
  return ofOtherSystem(what, new Set(systems), useOwnCompiler());
}

function leftOut(
  file: string,
  { skipped, repeated, missing }: Readonly<Record<'skipped' | 'repeated' | 'missing', string[]>>,
): Warning[] {
  const warnings: Warning[] = [];
  if (skipped.length > 0) {
    warnings.push({
      code: 'skipped-sources',
      message: entriesSkipped({ file, entries: skipped }),
    });
  }
  if (repeated.length > 0) {
    warnings.push({
      code: 'skipped-sources',
      message: entriesRepeated({ file, sources: repeated }),
    });
  }
  if (missing.length > 0) {
    warnings.push({
      code: 'skipped-sources',
      message: sourcesMissing({ file, sources: missing }),
    });
  }
  return warnings;
}

function missingSource(document: JsonDocument, index: number, source: string): FailureError {
  const place = document.placeOf([index, 'file']);
  return new FailureError({
    code: 'input-missing',
    ...sourceMissing({ place: placeWords(place), source }),
    place,
  });
}
