// Walks through a recorded build, step by step, and knows at each what every file is made of.
import { BuildState } from './build-state.ts';
import type { BuildGraph } from './build-state.ts';
import { takeCompile } from './compile-steps.ts';
import { driverLine } from '../../flags/driver-line.ts';
import { takeArchive, takeMove, takeRewrite } from './file-steps.ts';
import { takeForeign } from './foreign-steps.ts';
import { takeLink } from './link-steps.ts';
import type { RecordedStep } from './recorded-step.ts';
import { isCppDriver, toolCall } from '../../flags/tools.ts';
import type { ToolCall } from '../../flags/tools.ts';
import { assemblerAsDriver, linkerAsDriver } from '../../flags/as-driver.ts';

export function buildGraph(steps: readonly RecordedStep[]): BuildGraph {
  const state = new BuildState();
  steps.forEach((step, index) => {
    state.begin(step, index);
    const call = toolCall(step);
    if (call !== undefined) take(state, call);
  });
  return state.files;
}

function take(state: BuildState, call: ToolCall): void {
  switch (call.kind) {
    case 'driver':
      drive(state, call);
      break;
    case 'assembler':
      drive(state, { ...call, words: ['-c', ...assemblerAsDriver(call.words)] });
      break;
    case 'linker':
      takeLink(state, driverLine(linkerAsDriver(call.words)), 'c');
      break;
    case 'archiver':
      takeArchive(state, call.words);
      break;
    case 'objcopy':
    case 'strip':
      takeRewrite(state, call);
      break;
    case 'files':
      takeMove(state, call);
      break;
    case 'foreign':
      takeForeign(state, call);
      break;
    case 'indexer':
      break;
  }
}

function drive(state: BuildState, { name, words }: ToolCall): void {
  const line = driverLine(words);
  switch (line.mode) {
    case 'probe':
      return;
    case 'link':
      takeLink(state, line, isCppDriver(name) ? 'c++' : 'c');
      return;
    case 'compile':
    case 'assembly':
    case 'preprocess':
      takeCompile(state, line, line.mode);
  }
}
