// What a compiler's call makes of its sources: objects, or text that another call compiles.
import { basename, extname } from 'node:path';
import { wordsOf } from '../../flags/options.ts';
import type { ObjectFile, Opaque } from './build-products.ts';
import type { BuildState } from './build-state.ts';
import type { DriverInput, DriverLine } from '../../flags/driver-line.ts';
import { takePrecompiled, withHeaders } from './precompiled.ts';
import type { RecordedStep } from './recorded-step.ts';
import { toolCall } from '../../flags/tools.ts';
import { fromStandardInput } from './messages/program.ts';

export function takeCompile(
  state: BuildState,
  line: DriverLine,
  mode: 'compile' | 'assembly' | 'preprocess',
): void {
  // Without -o, -E writes where only the shell knows.
  if (mode === 'preprocess' && line.output === undefined) return;
  for (const input of line.inputs) {
    if (isHeader(input)) {
      takePrecompiled(state, line.output ?? `${input.path}.gch`, input.path);
      continue;
    }
    const stem = basename(input.path, extname(input.path));
    const output = state.at(line.output ?? `${stem}${mode === 'assembly' ? '.s' : '.o'}`);
    const compiled = compiledFrom(state, line, input, output);
    if (mode === 'compile' || compiled.kind === 'opaque') state.put(output, compiled);
    else state.put(output, { ...compiled, kind: 'text' });
  }
}

/** The object that an input of this line becomes. @param path where it is, or a name of its own where it is not kept */
export function compiledFrom(
  state: BuildState,
  line: DriverLine,
  input: DriverInput,
  path: string,
): ObjectFile | Opaque {
  const { options, steps: precompiled } = withHeaders(state, line.options);
  const steps = [...precompiled, state.index];
  if (input.path === '-') {
    return { kind: 'opaque', path, steps, reason: fromStandardInput() };
  }
  const file = state.at(input.path);
  const before = state.locate(file);
  const own = wordsOf(options);
  if (before?.product.kind === 'text') {
    const { entry, compiledBy, steps: earlier } = before.product;
    return {
      ...{ kind: 'object', path, compiledBy, steps: [...earlier, ...before.via, ...steps] },
      entry: { ...entry, argv: [...entry.argv, ...own] },
    };
  }
  const { directory } = state.step;
  const language = input.language === undefined ? [] : ['-x', input.language];
  const argv = [...compilerWords(state.step), ...own, ...language, input.path];
  return {
    ...{ kind: 'object', path, steps, compiledBy: state.index },
    entry: { directory, file, argv },
  };
}

/** The name it was called by, which says the default language; its launchers are gone. */
function compilerWords(step: RecordedStep): string[] {
  const call = toolCall(step);
  return call?.kind === 'assembler' ? ['cc', '-x', 'assembler'] : [call?.called ?? 'cc'];
}

function isHeader({ path, language }: DriverInput): boolean {
  return language === undefined
    ? /\.(?:h|hh|hpp|hxx|h\+\+|H)$/u.test(path)
    : /-header$/u.test(language);
}
