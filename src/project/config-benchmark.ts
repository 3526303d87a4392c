// Settings of one benchmark, written into the text of retarget.json: beside what it says already, or in a benchmark of its own.
import { applyEdits, findNodeAtLocation, getNodeValue, modify, parseTree } from 'jsonc-parser';
import type { ConfigBenchmark } from '../config/config-schema.ts';
import { parseJsonDocument } from '../config/json-document.ts';
import type { JsonPath } from '../config/places.ts';
import type { BenchmarkSettings } from '../model/remedy.ts';
import { configuredProgram } from './configured-program.ts';

/**
 * The text with the settings.
 * @param of names of a program in the text, and of its benchmark; one that is not there is added, since it is what runs without any
 * @throws {FailureError} `config-invalid` where the text is no JSON, `usage` where it has no such program
 */
export function withBenchmarkSettings(
  file: string,
  text: string,
  of: { readonly program: string; readonly benchmark: string },
  { metric, check }: BenchmarkSettings,
): string {
  parseJsonDocument(file, text);
  const at = ['programs', configuredProgram(file, text, of.program), 'benchmarks'];
  const benchmarks = valueAt(text, at);
  const listed = Array.isArray(benchmarks) ? (benchmarks as readonly ConfigBenchmark[]) : [];
  const found = listed.findIndex(({ name }) => name === of.benchmark);
  // The only one may have no name, or one that its harness gave each of its rows.
  const place = found === -1 && listed.length === 1 ? 0 : found;
  if (place === -1) {
    const added = { name: of.benchmark, ...(metric && { metric }), ...(check && { check }) };
    return changed(
      text,
      listed.length === 0 ? at : [...at, -1],
      listed.length === 0 ? [added] : added,
    );
  }
  const benchmark = [...at, place];
  const withMetric = metric === undefined ? text : changed(text, [...benchmark, 'metric'], metric);
  return Object.entries(check ?? {}).reduce((now, [key, value]) => {
    const path = [...benchmark, 'check', key];
    const before = valueAt(now, path);
    // Lines that are ignored already stay so.
    const whole: unknown =
      Array.isArray(before) && Array.isArray(value)
        ? [...new Set<unknown>([...(before as unknown[]), ...(value as unknown[])])]
        : value;
    return changed(now, path, whole);
  }, withMetric);
}

function valueAt(text: string, path: JsonPath): unknown {
  const root = parseTree(text, [], { allowTrailingComma: true });
  const node = root && findNodeAtLocation(root, [...path]);
  return node === undefined ? undefined : (getNodeValue(node) as unknown);
}

function changed(text: string, path: JsonPath, value: unknown): string {
  const formattingOptions = {
    insertSpaces: true,
    tabSize: 2,
    eol: /\r\n/u.test(text) ? '\r\n' : '\n',
  };
  return applyEdits(text, modify(text, [...path], value, { formattingOptions }));
}
