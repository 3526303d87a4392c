// A run as GitHub's Markdown, fit for a CI job summary: what to build for, the headline, tables, and everything else folded away.
import { ownProgramNotes } from './own-program-text.ts';
import { markdownTable } from 'markdown-table';
import stringWidth from 'string-width';
import type { BenchmarkResult, Comparison, ProgramResult, Run, Variant } from '../model/run.ts';
import { standing } from '../model/variant.ts';
import { adviceOf } from './advice.ts';
import { argvText } from '../text/argv-text.ts';
import { BITCODE_ONLY_NOTE } from './messages/notes.ts';
import { factsText } from './build-text.ts';
import { measuredFor, shownOverall, shownSpeedup } from './comparison-facts.ts';
import { boundsText, metricText, ratioText, timeText } from './format.ts';
import { bytesText } from '../text/bytes-text.ts';
import { headline } from './headline.ts';
import { featureGroups, hostFacts } from './host-text.ts';
import { markdownCode, markdownText } from './markdown-escape.ts';
import { withDoubts } from './verdict-doubts.ts';
import { verificationNotes } from './verification-text.ts';
import { remedySentences } from './remedy-words.ts';
import { hintOf } from './failure-text.ts';
import { warningGroups } from './warning-groups.ts';
import { problemsOf, withoutRepeatedHints } from './problems.ts';
import { targetNotes } from './target-notes.ts';

type Table = readonly (readonly string[])[];

/** Ends with a newline. */
export function markdownReport(run: Run): string {
  const advice = adviceOf(run);
  const sections = [
    '## Retarget',
    `**${markdownText(advice.sentence)}**`,
    list(advice.facts),
    ...(advice.kind === 'nothing' ? [] : [markdownText(headline(run))]),
    ...run.programs.flatMap((program) => [
      `### ${markdownText(program.name)}`,
      programTable(program),
    ]),
    problemSection(run),
    list([
      ...targetNotes(run).map(({ target, text }) => `${target}: ${text}.`),
      ...(run.settings.bitcodeOnly === true ? [BITCODE_ONLY_NOTE] : []),
      ...verificationNotes(run),
    ]),
    folded('Warnings', warningList(run)),
    folded('Host', hostSection(run)),
    folded('Toolchain and command lines', commandSection(run)),
    `Speedup is the baseline's time divided by the target's (the inverse for numbers where higher is better), with its 95 % interval. Above 1 is faster. Baseline: ${markdownText(run.baseline)}. Run ${markdownText(run.id)}, ${markdownText(timeText(run.startedAt))}, Retarget ${markdownText(run.tool)}.`,
  ].filter((section) => section !== '');
  return `${sections.join('\n\n')}\n`;
}

function table(rows: Table, align: readonly string[]): string {
  return markdownTable(rows, { align: [...align], stringLength: stringWidth });
}

function programTable(program: ProgramResult): string {
  const measured = program.benchmarks.filter((result) => result.comparisons.length > 0);
  if (measured.length === 0) return variantTable(program);
  const rows = [
    ...measured.flatMap((result) =>
      result.comparisons.map((comparison) => comparisonRow(program, result, comparison)),
    ),
    ...shownOverall(program).map(({ target, speedup }) => [
      '*geometric mean*',
      markdownText(target),
      ratioText(speedup),
      boundsText(speedup),
      '',
      '',
    ]),
  ];
  return table(
    [['Benchmark', 'Target', 'Speedup', '95 % interval', 'Median', 'Verdict'], ...rows],
    ['l', 'l', 'r', 'r', 'r', 'l'],
  );
}

function comparisonRow(
  program: ProgramResult,
  result: BenchmarkResult,
  comparison: Comparison,
): string[] {
  const speedup = shownSpeedup(result, comparison);
  const measured = measuredFor(result, comparison);
  return [
    markdownText(result.benchmark.name),
    markdownText(comparison.target),
    speedup === undefined ? '' : ratioText(speedup),
    speedup === undefined ? '' : boundsText(speedup),
    measured?.median === undefined
      ? ''
      : markdownText(metricText(result.benchmark.metric, measured.median, measured.spread)),
    withDoubts(verdictText(comparison), program, comparison.target),
  ];
}

function verdictText({ verdict, identicalTo }: Comparison): string {
  if (verdict === 'identical code' && identicalTo !== undefined) {
    return `identical code to ${markdownText(identicalTo)}`;
  }
  return verdict === 'faster' ||
    verdict === 'slower' ||
    verdict === 'wrong output' ||
    verdict === 'failed'
    ? `**${verdict}**`
    : verdict;
}

function variantTable({ variants }: ProgramResult): string {
  if (variants.length === 0) return 'Nothing was built.';
  const rows = standing(variants).map((variant) => [
    markdownText(variant.target),
    variant.executableSize === undefined ? '' : bytesText(variant.executableSize),
    variant.identicalTo === undefined
      ? variant.state.replace('-', ' ')
      : `identical code to ${markdownText(variant.identicalTo)}`,
  ]);
  return table([['Target', 'Executable', 'State'], ...rows], ['l', 'r', 'l']);
}

function problemSection(run: Run): string {
  const problems = withoutRepeatedHints(problemsOf(run));
  if (problems.length === 0) return '';
  const items = problems.map(({ title, failure }) => {
    const [hint = '', ...more] = hintOf(failure)?.split(/\r?\n/) ?? [];
    const code = [more.join('\n'), failure.details ?? ''].filter((text) => text.trim() !== '');
    return [
      `**${markdownText(title)}**: ${markdownText(failure.message)} ${markdownText(hint)}`.trim(),
      ...code.map((text) => markdownCode(text).trimEnd()),
    ].join('\n\n');
  });
  return ['### Problems', ...items].join('\n\n');
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${markdownText(item)}`).join('\n');
}

function warningList(run: Run): string {
  return list(
    warningGroups(run).map(({ message, places, remedies }) =>
      [
        places.length === 0 ? message : `${places.join('; ')}: ${message}`,
        remedySentences(remedies),
      ]
        .join(' ')
        .trimEnd(),
    ),
  );
}

function hostSection(run: Run): string {
  const facts = [['brand', run.host.brand], ...hostFacts(run.host)].map((row) =>
    row.map(markdownText),
  );
  const features = featureGroups(run.host, run.levels).map(({ name, present, missing }) =>
    [
      `${name === 'beyond' ? 'beyond the levels' : name}: ${present.join(' ')}`,
      ...(missing.length === 0 ? [] : [`missing: ${missing.join(' ')}`]),
    ].join('; '),
  );
  return [
    table([['Host', ''], ...facts], ['l', 'l']),
    list(features),
    list([...ownProgramNotes(run), ...run.host.notes.map(({ message }) => message)]),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** Command lines of units beyond these are in the JSON report: a summary has a size limit (1 MiB on GitHub). */
const UNIT_LIMIT = 20;

function commandSection(run: Run): string {
  const { settings, toolchain } = run;
  return [
    list([
      `${toolchain.banner}, ${toolchain.triple}, ${toolchain.clang}`,
      `Requested precision ${settings.precision}, budget ${settings.budget} s, seed ${settings.seed}${settings.pin === undefined ? '' : `, on core ${settings.pin}`}`,
    ]),
    ...run.programs.flatMap((program) => [
      `#### ${markdownText(program.name)}`,
      ...(program.build === undefined ? [] : [markdownText(factsText(program.build))]),
      ...codeBlock(standing(program.variants).filter(hasCommands).map(commandLines), '\n\n'),
      ...codeBlock(program.benchmarks.map(benchmarkLine), '\n'),
    ]),
  ].join('\n\n');
}

/** Nothing of a variant that did not come to a command. */
function hasCommands({ units, linkArgv }: Variant): boolean {
  return units.length > 0 || linkArgv.length > 0;
}

function codeBlock(parts: readonly string[], between: string): string[] {
  return parts.length === 0 ? [] : [markdownCode(parts.join(between)).trimEnd()];
}

function commandLines(variant: Variant): string {
  const units = variant.units.slice(0, UNIT_LIMIT);
  const more = variant.units.length - units.length;
  return [
    `# ${argvText([variant.target])}`,
    ...units.flatMap((unit) => [argvText(unit.frontEndArgv), argvText(unit.codegenArgv)]),
    ...(more > 0 ? [`# and ${more} more units`] : []),
    ...(variant.libraries ?? []).flatMap(({ name, hash, linkArgv = [] }) =>
      hash === undefined ? [] : [argvText(linkArgv), `# SHA-256 ${hash} of ${argvText([name])}`],
    ),
    ...(variant.linkArgv.length === 0 ? [] : [argvText(variant.linkArgv)]),
    ...(variant.executableHash === undefined ? [] : [`# SHA-256 ${variant.executableHash}`]),
  ].join('\n');
}

function benchmarkLine({ benchmark, rounds, stopped, seed }: BenchmarkResult): string {
  const command = argvText([benchmark.name, ...benchmark.args]);
  return `${command}  # ${rounds} rounds, ended by ${stopped}, seed ${seed}`;
}

/** Folded away, with the blank lines that let Markdown inside be Markdown. */
function folded(title: string, content: string): string {
  return content === '' ? '' : `<details>\n<summary>${title}</summary>\n\n${content}\n\n</details>`;
}
