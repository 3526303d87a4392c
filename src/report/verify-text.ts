// The result of `retarget verify`: which objects are not what a direct build gives, function by function.
import type { Run } from '../model/run.ts';
import { visibleText } from '../text/visible-text.ts';
import { failureLines } from './failure-text.ts';
import { settingText } from './run-setting.ts';
import { problemsOf, withoutRepeatedHints } from './problems.ts';
import { colorsFor } from './terminal-style.ts';
import type { TerminalStyle } from './terminal-style.ts';
import { cut, paragraph, plainWhereNeeded, textOf } from './text-layout.ts';
import { departureTexts, nothingCompared, verificationText } from './verification-text.ts';

export type VerifyResult = Pick<
  Run,
  'host' | 'toolchain' | 'baseline' | 'targets' | 'programs' | 'warnings'
>;

export function verifyReport(result: VerifyResult, style: TerminalStyle): string {
  const colors = colorsFor(style);
  const shown = (text: string, indent: string): string[] =>
    paragraph(visibleText(text), style, indent, indent.length + 2);
  const problems = withoutRepeatedHints(problemsOf(result));
  const nothing = nothingCompared(result);
  const sections = [
    nothing === undefined ? [] : paragraph(visibleText(nothing), style),
    paragraph(settingText(result), style).map((line) => colors.dim(line)),
    ...result.programs.map((program) => [
      colors.bold(cut(visibleText(program.name), style.columns, style)),
      ...(program.verification === undefined
        ? shown('Nothing was built, so nothing could be compared.', '  ')
        : shown(verificationText(program.verification), '  ')),
      ...unseenQuestions(result, program).flatMap((text) => shown(text, '  ')),
      ...departureTexts(program).flatMap(({ title, functions, listings }) => [
        ...shown(title, '  '),
        ...functions.flatMap((text) => shown(text, '    ')),
        ...listings.map((path) => `    ${visibleText(path)}`),
      ]),
    ]),
    problems.length === 0
      ? []
      : [
          colors.bold('Problems'),
          ...problems.flatMap(({ title, failure }) => [
            ...shown(title, '  '),
            ...failureLines(failure, style, '    '),
          ]),
        ],
  ].filter((lines) => lines.length > 0);
  return plainWhereNeeded(
    textOf(sections.flatMap((lines, index) => (index === 0 ? lines : ['', ...lines]))),
    style,
  );
}

/**
 * What asks for the CPU and is not compiled anew for each target: a direct build of one crate takes the other crates as the
 * baseline's build left them.
 */
function unseenQuestions(
  { warnings }: VerifyResult,
  { name, build }: VerifyResult['programs'][number],
): string[] {
  if ((build?.ownFrontEnds ?? []).length > 0) return [];
  return warnings.flatMap(({ code, program, message }) =>
    code === 'asks-target' && program === name ? [message] : [],
  );
}
