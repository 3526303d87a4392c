// What was built, without measurements: the result of `retarget build`, and of programs that have no benchmarks.
import { changesCode } from '../model/changes-code.ts';
import type { BuildFacts, ProgramResult, Run, Variant } from '../model/run.ts';
import { BITCODE_ONLY_NOTE } from './messages/notes.ts';
import { durationText } from './format.ts';
import { bytesText } from '../text/bytes-text.ts';
import { warningGroups } from './warning-groups.ts';
import { settingText } from './run-setting.ts';
import { problemsOf, withoutRepeatedHints } from './problems.ts';
import { targetNotes } from './target-notes.ts';
import { verificationNotes } from './verification-text.ts';
import { remedySentences } from './remedy-words.ts';
import { failureLines } from './failure-text.ts';
import { colorsFor } from './terminal-style.ts';
import type { TerminalStyle } from './terminal-style.ts';
import { columnLines } from './text-columns.ts';
import { cut, paragraph, plainWhereNeeded, textOf } from './text-layout.ts';
import { visibleText } from '../text/visible-text.ts';
import { listText } from '../text/list-text.ts';
import { counted, plural } from '../text/plural.ts';

/** What a run and a build without measurements have in common. */
export type BuildResult = Pick<
  Run,
  'host' | 'toolchain' | 'baseline' | 'targets' | 'programs' | 'warnings' | 'failure'
> & { readonly bitcodeOnly?: boolean };

/** Per program its variants, then problems, notes and warnings. @param out the folder given to `--out`, where there is one */
export function buildReport(run: BuildResult, style: TerminalStyle, out?: string): string {
  const colors = colorsFor(style);
  const problems = withoutRepeatedHints(problemsOf(run));
  const notes = [
    ...targetNotes(run).map(({ target, text }) => `${target}: ${text}.`),
    ...(run.bitcodeOnly === true ? [BITCODE_ONLY_NOTE] : []),
    ...verificationNotes(run),
  ];
  const warnings = warningGroups(run).map(({ message, places, remedies }) =>
    [
      places.length === 0 ? message : `${listText(places, 4)}: ${message}`,
      remedySentences(remedies),
    ]
      .join(' ')
      .trimEnd(),
  );
  const list = (title: string, texts: readonly string[]): string[] =>
    texts.length === 0
      ? []
      : [
          colors.bold(title),
          ...texts.flatMap((text) => paragraph(visibleText(text), style, '  ', 4)),
        ];
  const sections = [
    paragraph(settingText(run), style).map((line) => colors.dim(line)),
    ...run.programs.map((program) => [
      colors.bold(cut(visibleText(program.name), style.columns, style)),
      ...buildLines(run, program, style),
    ]),
    problems.length === 0
      ? []
      : [
          colors.bold('Problems'),
          ...problems.flatMap(({ title, failure }) => [
            ...paragraph(visibleText(title), style, '  '),
            ...failureLines(failure, style, '    '),
          ]),
        ],
    list('Notes', notes),
    list('Warnings', warnings),
    out === undefined || !run.programs.some(isInFolder)
      ? []
      : [`Objects and executables are in ${visibleText(out)}`],
  ].filter((lines) => lines.length > 0);
  return plainWhereNeeded(
    textOf(sections.flatMap((lines, index) => (index === 0 ? lines : ['', ...lines]))),
    style,
  );
}

/** Of what failed for every target nothing is left there. */
function isInFolder({ variants }: ProgramResult): boolean {
  return variants.some(({ state }) => state === 'built');
}

/** One program's variants as indented lines, with what building it took. */
export function buildLines(
  run: Pick<Run, 'baseline' | 'targets'>,
  program: ProgramResult,
  style: TerminalStyle,
): string[] {
  const rows = program.variants.map((variant) => [
    `  ${cut(visibleText(variant.target), 24, style)}`,
    variant.executableSize === undefined ? '' : bytesText(variant.executableSize),
    visibleText(stateText(run, variant)),
  ]);
  return [
    ...columnLines(rows, ['left', 'right', 'left']),
    ...(program.build === undefined
      ? []
      : paragraph(visibleText(factsText(program.build)), style, '  ')),
  ];
}

function stateText(run: Pick<Run, 'baseline' | 'targets'>, variant: Variant): string {
  switch (variant.state) {
    case 'failed':
      return 'failed';
    case 'not-built':
      return 'not built';
    case 'built': {
      if (variant.identicalTo !== undefined) return `identical code to ${variant.identicalTo}`;
      const kind = run.targets.find(({ name }) => name === variant.target)?.fit.kind;
      if (kind === 'cannot-run') return 'built; cannot run here';
      return kind === 'masked' ? 'built; some features switched off' : 'built';
    }
  }
}

/** What building took, and what was left out of it, in one line of prose. */
export function factsText(build: BuildFacts): string {
  const removed = build.removedFlags.filter(changesCode);
  const flags = [...new Set(removed.map(({ flag }) => flag))];
  return [
    `${counted(build.stepsRun, 'step')} run, ${build.stepsCached} from the cache, in ${durationText(build.wall * 1e6)}`,
    ...(build.pinnedFunctions === 0
      ? []
      : [
          `${counted(build.pinnedFunctions, 'function')} with ${plural(build.pinnedFunctions, 'its', 'their')} own CPU features`,
        ]),
    ...(build.alreadyOptimised.length === 0
      ? []
      : [`already optimized: ${listText(build.alreadyOptimised, 4)}`]),
    ...(flags.length === 0
      ? []
      : [`removed flags: ${flags.slice(0, 8).join(' ')}${flags.length > 8 ? ' ...' : ''}`]),
  ].join('; ');
}
