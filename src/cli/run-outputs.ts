// Which formats of a run go where: what --format and --out say together, and seeing early that the files can be written.
import { access, constants, stat, writeFile } from 'node:fs/promises';
import { dirname, extname, resolve } from 'node:path';
import { FailureError, type Failure } from '../model/failure.ts';
import type { Format } from './formats.ts';
import { FORMATS } from './formats.ts';
import { storageFailure } from '../store/storage-failure.ts';
import {
  formatsAndFilesDiffer,
  formatUnclear,
  outIsFolder,
  severalToStandardOutput,
  twoFormatsForFile,
  useWritableOut,
} from './messages.ts';

export interface RunOutput {
  readonly format: Format;
  /** Absolute path; standard output without it. */
  readonly file?: string;
}

const BY_EXTENSION: Readonly<Record<string, Format>> = {
  '.md': 'markdown',
  '.markdown': 'markdown',
  '.xml': 'junit',
  '.csv': 'csv',
  '.html': 'html',
  '.htm': 'html',
  '.json': 'json',
};

/**
 * The outputs that were asked for. Each --out takes the --format at the same place in its row, or, where no format is given at
 * all, the one its extension names; one --format without any --out goes to standard output.
 * @throws {FailureError} `usage`
 */
export function runOutputs(
  formats: readonly Format[],
  files: readonly string[],
  json: boolean,
): RunOutput[] {
  const outputs = files.length === 0 ? toStandardOutput(formats) : toFiles(formats, files);
  const standard = outputs.filter(({ file }) => file === undefined);
  const rest = outputs.filter(({ file }) => file !== undefined);
  if (json && !standard.some(({ format }) => format === 'json')) standard.push({ format: 'json' });
  if (standard.length > 1) {
    throw usage(severalToStandardOutput({ formats: standard.map(({ format }) => format) }));
  }
  const twice = rest.find(({ file }, at) => rest.findIndex((other) => other.file === file) !== at);
  if (twice !== undefined) throw usage(twoFormatsForFile({ file: twice.file ?? '' }));
  return [...rest, ...standard];
}

function toStandardOutput(formats: readonly Format[]): RunOutput[] {
  return formats.map((format) => ({ format }));
}

function toFiles(formats: readonly Format[], files: readonly string[]): RunOutput[] {
  if (formats.length > 0 && formats.length !== files.length) {
    throw usage(formatsAndFilesDiffer({ formats: formats.length, files: files.length }));
  }
  return files.map((file, index) => {
    const format = formats[index] ?? BY_EXTENSION[extname(file).toLowerCase()];
    if (format === undefined) {
      throw usage(formatUnclear({ file, formats: FORMATS }));
    }
    return file === '-' ? { format } : { format, file: resolve(file) };
  });
}

/**
 * Sees to it that files can be written before minutes are spent on what goes into them.
 * @throws {FailureError} `usage`, `input-missing` or `folder-read-only`
 */
export async function checkWritable(outputs: readonly RunOutput[]): Promise<void> {
  for (const { file } of outputs) {
    if (file === undefined) continue;
    const existing = await stat(file).catch(() => undefined);
    if (existing?.isDirectory() === true) {
      throw usage(outIsFolder({ file }));
    }
    const written = existing === undefined ? dirname(file) : file;
    try {
      await access(written, constants.W_OK);
    } catch (error) {
      throw outFailure(error, written);
    }
  }
}

/** @throws {FailureError} `disk-full` and others that name the file. */
export async function writeOutput(file: string, text: string): Promise<void> {
  try {
    // Not put in place by a rename: the file may be a pipe or a device.
    await writeFile(file, text);
  } catch (error) {
    throw outFailure(error, file);
  }
}

function outFailure(error: unknown, path: string): FailureError {
  const { failure } = storageFailure(error, path);
  return new FailureError({ ...failure, hint: useWritableOut }, { cause: error });
}

function usage(words: Pick<Failure, 'message' | 'hint'>): FailureError {
  return new FailureError({ code: 'usage', ...words });
}
