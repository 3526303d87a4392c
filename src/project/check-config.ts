// Everything that can be said of a retarget.json as it is being written: each mistake, and each target it names.
import type { TargetSpec } from '../model/target.ts';
import { flagComplaint } from '../targets/target-spec.ts';
import { configPrograms, rejectRepeatedTargets } from './config-file.ts';
import { schemaFindings } from '../config/config-issues.ts';
import { configSchema, MOST_NAMED, programSchema } from '../config/config-schema.ts';
import type { ConfigProgram } from '../config/config-schema.ts';
import { describedSpecs, nameOfTarget, readTarget } from './config-targets.ts';
import { FindingCollector } from '../config/findings.ts';
import type { Finding } from '../config/findings.ts';
import { inspectJson } from '../config/json-document.ts';
import type { JsonDocument, JsonPath, Span } from '../config/places.ts';

/** A target where it is named; whether there is one of this name only the toolchain knows. */
export interface NamedTarget {
  readonly name: string;
  /** Where it is described rather than named. */
  readonly spec?: TargetSpec;
  readonly role: 'baseline' | 'target';
  readonly span: Span;
}

export interface ConfigCheck {
  /** In the file's order. */
  readonly findings: readonly Finding[];
  /** In the file's order; none where the text is no JSON. */
  readonly targets: readonly NamedTarget[];
  /** The core that benchmarks are pinned to, where one is named. */
  readonly pin?: { readonly core: number; readonly span: Span };
}

/**
 * Checks a text at hand, saved or not, and that the files it names are there. A mistake in one program hides none in
 * another.
 * @param file absolute path that the text belongs to.
 * @throws the signal's reason, and nothing else
 */
export async function checkConfig(
  file: string,
  text: string,
  signal?: AbortSignal,
): Promise<ConfigCheck> {
  const { document, findings } = inspectJson(file, text);
  if (document === undefined) return { findings, targets: [] };
  const found = new FindingCollector(document);
  found.add(...findings, ...schemaFindings(document, configSchema));
  const { programs, targets, baseline, pin } = fieldsOf(document.value);
  await configPrograms(document, listOf(programs).map(validProgram), found, signal);
  await rejectRepeatedTargets(document, listOf(targets), baseline, found);
  const named = [
    ...listOf(targets).flatMap((written, index) =>
      namedTarget(document, written, 'target', ['targets', index]),
    ),
    ...namedTarget(document, baseline, 'baseline', ['baseline']),
  ];
  return {
    findings: found.findings,
    targets: named,
    ...(typeof pin === 'number' ? { pin: { core: pin, span: document.spanOf(['pin']) } } : {}),
  };
}

function validProgram(written: unknown): ConfigProgram | undefined {
  return programSchema.safeParse(written).data;
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

/** As many as a file may have. */
function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value.slice(0, MOST_NAMED) : [];
}

/** None where the schema complains of it. */
function namedTarget(
  document: JsonDocument,
  written: unknown,
  role: NamedTarget['role'],
  path: JsonPath,
): NamedTarget[] {
  const target = readTarget(written);
  if (target === undefined) return [];
  const [spec] = describedSpecs([target]);
  if (spec !== undefined && flagComplaint(spec.flags) !== undefined) return [];
  const name = nameOfTarget(target);
  return [{ name, role, span: document.spanOf(path), ...(spec === undefined ? {} : { spec }) }];
}
