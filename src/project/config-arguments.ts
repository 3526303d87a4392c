// How a program of retarget.json is run, written into its text: in place of its one benchmark, or behind those that are there.
import { findNodeAtLocation, getNodeValue, parseTree } from 'jsonc-parser';
import type { Node } from 'jsonc-parser';
import type { ConfigBenchmark } from '../config/config-schema.ts';
import { parseJsonDocument } from '../config/json-document.ts';
import { valueText } from './config-text.ts';
import { configuredProgram } from './configured-program.ts';
import { appended, endOf, lineBefore, replacement } from './json-changes.ts';
import type { TextChange } from './json-changes.ts';

/** Keys of a benchmark that say no more than how it is run. */
const WAY = ['name', 'args', 'stdin', 'directory'];

/**
 * @param program name of one in the text
 * @throws {FailureError} `config-invalid` where the text is no JSON, `usage` where it has no such program
 */
export function argumentChanges(
  file: string,
  text: string,
  program: string,
  benchmark: ConfigBenchmark,
): readonly TextChange[] {
  parseJsonDocument(file, text);
  const root = parseTree(text, [], { allowTrailingComma: true });
  const at = configuredProgram(file, text, program);
  const node = root && findNodeAtLocation(root, ['programs', at]);
  if (node === undefined) return [];
  const written = valueText(benchmark);
  const benchmarks = findNodeAtLocation(node, ['benchmarks']);
  if (benchmarks?.type !== 'array') return [added(text, node, `"benchmarks": [${written}]`)];
  const [only, ...others] = benchmarks.children ?? [];
  if (only !== undefined && others.length === 0 && isPlainWay(only)) {
    const { name } = getNodeValue(only) as ConfigBenchmark;
    // Its own name stays, but for the one that says that there are no arguments.
    const kept = name === undefined || name === 'default' ? benchmark : { name, ...benchmark };
    return [replacement(only, valueText(kept))];
  }
  return appended(text, benchmarks, [written]);
}

function isPlainWay(node: Node): boolean {
  if (node.type !== 'object') return false;
  return Object.keys(getNodeValue(node) as object).every((key) => WAY.includes(key));
}

/** A member behind the last one of an object. */
function added(text: string, object: Node, member: string): TextChange {
  const [first] = object.children ?? [];
  const last = object.children?.at(-1);
  if (first === undefined || last === undefined) return replacement(object, `{ ${member} }`);
  const end = endOf(last);
  return { start: end, end, text: `,${lineBefore(text, object, first)}${member}` };
}
