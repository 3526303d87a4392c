// What to do about a failure or a warning, where neither options nor buttons fit: on the page, and in the editor's log.
import type { Remedy } from '../model/remedy.ts';
import { argvText } from '../text/argv-text.ts';
import * as say from './messages/remedies.ts';

/** A line for each remedy that says more than the text it belongs to; the others are for a face to offer. */
export function neutralRemedies(remedies: readonly Remedy[]): readonly string[] {
  return remedies.flatMap((remedy) => neutralRemedy(remedy) ?? []);
}

function neutralRemedy(remedy: Remedy): string | undefined {
  switch (remedy.kind) {
    case 'run':
      return say.runLine(remedy);
    case 'record': {
      const { command, directory } = remedy;
      return say.watchBuild({ command: argvText(command), directory });
    }
    case 'set':
      return remedy.what === 'baseline' && remedy.value !== undefined
        ? say.otherBaseline({ name: remedy.value })
        : undefined;
    case 'export-run':
      return say.exportRun();
    case 'explain-target':
    case 'list-targets':
    case 'list-runs':
    case 'keep-executables':
    case 'save-configuration':
    case 'set-benchmark':
    case 'trust-record':
    case 'clear-cache':
    case 'compare-across-hosts':
      return undefined;
  }
}
