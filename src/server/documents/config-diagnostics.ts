// What is wrong with a retarget.json, as diagnostics: what its text and its files say, and what only the toolchain knows of its targets.
import { cpus } from 'node:os';
import { pathToFileURL } from 'node:url';
import { DiagnosticSeverity } from 'vscode-languageserver/node';
import type { Diagnostic, Range } from 'vscode-languageserver/node';
import { failureOf } from '../../model/failure-of.ts';
import { cannotRun } from '../../profile/benchmark-result.ts';
import type { Survey } from '../../profile/survey-host.ts';
import { checkConfig } from '../../project/check-config.ts';
import type { ConfigCheck, NamedTarget } from '../../project/check-config.ts';
import type { Finding } from '../../config/findings.ts';
import type { Span } from '../../config/places.ts';
import { askTargets, nearestTargets, unknownWords } from '../../targets/resolve-targets.ts';
import { chooseOtherBaseline, leftOutHere, noSuchCore, targetsUnchecked } from '../messages.ts';
import { replaceable } from './quick-fixes.ts';

export interface DiagnosticsQuestion {
  /** Absolute path. */
  readonly file: string;
  readonly text: string;
  /** Whether to say that the text is no JSON. */
  readonly reportSyntax: boolean;
  /** @throws {FailureError} toolchain failures; only asked where the text names targets. */
  readonly survey: () => Promise<Survey>;
  readonly signal: AbortSignal;
}

/** In the file's order, but what the toolchain knows comes last. */
export async function configDiagnostics(question: DiagnosticsQuestion): Promise<Diagnostic[]> {
  const { findings, targets, pin } = await checkConfig(
    question.file,
    question.text,
    question.signal,
  );
  const told = findings.filter(({ isSyntax }) => question.reportSyntax || isSyntax !== true);
  return [
    ...told.map((finding) => findingDiagnostic(question.file, finding)),
    ...(pin === undefined ? [] : pinDiagnostics(pin)),
    ...(targets.length === 0 ? [] : await targetDiagnostics(targets, question)),
  ];
}

function findingDiagnostic(file: string, finding: Finding): Diagnostic {
  const { message, hint, span, code, failure, near = [] } = finding;
  const elsewhere = failure.place;
  return {
    ...replaceable(diagnostic(span, DiagnosticSeverity.Error, code, message, hint), near),
    ...(elsewhere === undefined || elsewhere.file === file
      ? {}
      : {
          relatedInformation: [
            {
              location: {
                uri: pathToFileURL(elsewhere.file).href,
                range: pointRange(elsewhere.line ?? 1, elsewhere.column ?? 1),
              },
              message: 'Here.',
            },
          ],
        }),
  };
}

/** Only this machine's own cores can be told; the file may be meant for another. */
function pinDiagnostics({ core, span }: NonNullable<ConfigCheck['pin']>): Diagnostic[] {
  const { length: count } = cpus();
  if (count === 0 || core < count) return [];
  const message = noSuchCore({ core, cores: count });
  return [diagnostic(span, DiagnosticSeverity.Warning, 'usage', message)];
}

/** Without a toolchain one remark stands for all names. */
async function targetDiagnostics(
  named: readonly NamedTarget[],
  { survey, signal }: DiagnosticsQuestion,
): Promise<Diagnostic[]> {
  try {
    const { toolchain, host } = await survey();
    const context = { toolchain, host, signal };
    const described = new Map(named.flatMap(({ spec }) => (spec ? [[spec.name, spec]] : [])));
    const wanted = [...new Set(named.map(({ name }) => name))];
    const answers = await askTargets(
      wanted.map((name) => described.get(name) ?? name),
      context,
    );
    const byName = new Map(answers.map((answer) => [answer.spec.name, answer]));
    const found = await Promise.all(
      named.map(async ({ name, role, span }) => {
        const answer = byName.get(name);
        if (answer === undefined) return undefined;
        if ('refused' in answer) {
          const { code, message, hint } = answer.refused;
          return diagnostic(span, DiagnosticSeverity.Error, code, message, hint);
        }
        if ('unknown' in answer) {
          const { unknown, spec } = answer;
          const { message, hint } = await unknownWords([unknown], context);
          const told = diagnostic(span, DiagnosticSeverity.Error, 'target-unknown', message, hint);
          // A target that is described has its CPU somewhere inside it.
          if (described.has(name)) return told;
          const near = await nearestTargets(unknown, context);
          const flags = spec.name.slice(unknown.length);
          return replaceable(
            told,
            near.map((each) => `${each}${flags}`),
          );
        }
        const { target } = answer;
        if (target.fit.kind !== 'cannot-run') return undefined;
        const { code, message } = cannotRun(name, target.fit.missing);
        return role === 'baseline'
          ? diagnostic(span, DiagnosticSeverity.Error, code, message, chooseOtherBaseline)
          : diagnostic(span, DiagnosticSeverity.Information, code, message, leftOutHere);
      }),
    );
    return found.filter((each) => each !== undefined);
  } catch (error) {
    signal.throwIfAborted();
    const [first] = named;
    const failure = failureOf(error);
    return first === undefined
      ? []
      : [
          diagnostic(
            first.span,
            DiagnosticSeverity.Information,
            failure.code,
            targetsUnchecked({ reason: failure.message }),
            failure.hint,
          ),
        ];
  }
}

function diagnostic(
  span: Span,
  severity: DiagnosticSeverity,
  code: string,
  message: string,
  hint?: string,
): Diagnostic {
  return {
    range: rangeOf(span),
    severity,
    source: 'retarget',
    code,
    message: hint === undefined || hint === '' ? message : `${message}\n${hint}`,
  };
}

function rangeOf({ start, end }: Span): Range {
  return {
    start: pointRange(start.line, start.column).start,
    end: pointRange(end.line, end.column).start,
  };
}

/** @param line and column count from 1, as places do; ranges count from 0 */
function pointRange(line: number, column: number): Range {
  const point = { line: line - 1, character: column - 1 };
  return { start: point, end: point };
}
