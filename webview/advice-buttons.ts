// What a failure advises, as buttons that do it.
import type { BenchmarkSettings, Remedy } from '../src/model/remedy.ts';
import { el } from './element.ts';
import * as say from './messages.ts';

/** One for each remedy that a click can take. @param take with its index */
export function adviceButtons(
  remedies: readonly Remedy[],
  take: (remedy: number) => void,
): readonly HTMLElement[] {
  const buttons = remedies.flatMap((remedy, index) => {
    const words = wordsOf(remedy);
    if (words === undefined) return [];
    const button = el('button', { type: 'button', class: 'tool' }, words);
    button.addEventListener('click', () => take(index));
    return [button];
  });
  return buttons.length === 0 ? [] : [el('p', { class: 'advice-buttons' }, ...buttons)];
}

function wordsOf(remedy: Remedy): string | undefined {
  if (remedy.kind === 'set-benchmark') return settingWords(remedy);
  return remedy.kind === 'set' && remedy.what === 'args' ? say.SET_ARGUMENTS : undefined;
}

function settingWords({ metric, check = {} }: BenchmarkSettings): string {
  if (metric !== undefined) return say.MEASURE_THIS_NUMBER;
  const { ignoreLines, output, files } = check;
  if (output === 'exit-code') return say.USE_EXIT_CODE;
  if (ignoreLines !== undefined) return say.IGNORE_THESE_LINES;
  return files === undefined ? say.ALLOW_ROUNDING : say.COMPARE_FILES;
}
