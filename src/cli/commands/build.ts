// `retarget build`: the variants only, left in a folder.
import { resolve } from 'node:path';
import { buildVariants } from '../../profile/build-variants.ts';
import { buildReport } from '../../report/build-text.ts';
import { jsonText } from '../../report/json.ts';
import { choosePrograms } from '../choose-programs.ts';
import type { ChooseOptions } from '../choose-programs.ts';
import type { CommandContext } from '../context.ts';
import { exitCodeOfPrograms } from '../exit-code.ts';
import { openProgress } from '../progress/progress.ts';

/** What profile and build are both told. */
export interface BuildRequestOptions extends ChooseOptions {
  readonly targets?: readonly string[];
  readonly baseline?: string;
  readonly llvm?: string;
  readonly bitcodeOnly?: boolean;
}

export interface BuildCommandOptions extends BuildRequestOptions {
  readonly out: string;
  readonly quiet?: boolean;
  readonly json?: boolean;
}

/** The part of a request that arguments and options decide; what is left out, the project decides. */
export function buildRequest(
  paths: readonly string[],
  { targets, baseline, llvm, bitcodeOnly, cmakeOption }: BuildRequestOptions,
) {
  return {
    paths: paths.length === 0 ? ['.'] : paths,
    ...(targets === undefined ? {} : { targets }),
    ...(baseline === undefined ? {} : { baseline }),
    ...(llvm === undefined ? {} : { toolchain: llvm }),
    ...(bitcodeOnly === undefined ? {} : { bitcodeOnly }),
    ...(cmakeOption === undefined ? {} : { cmakeOptions: cmakeOption }),
  };
}

export async function buildCommand(
  path: string,
  options: BuildCommandOptions,
  context: CommandContext,
): Promise<number> {
  const programs = await choosePrograms([path], options, context, 'build');
  const progress = openProgress(context, options.quiet);
  const request = {
    ...buildRequest([path], options),
    ...(programs === undefined ? {} : { programs }),
    out: resolve(options.out),
  };
  const outcome = await buildVariants(request, {
    signal: context.signal,
    onEvent: progress.onEvent,
  }).finally(progress.close);
  await context.out(
    options.json === true ? jsonText(outcome) : buildReport(outcome, context.style, outcome.out),
  );
  return exitCodeOfPrograms(outcome.programs, outcome.baseline);
}
