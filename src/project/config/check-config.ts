// Everything that can be said of a retarget.json as it is being written: each mistake, and each target it names.
import { configPrograms, rejectRepeatedTargets } from './config-file.ts';
import { schemaFindings } from './config-issues.ts';
import { configSchema, programSchema } from './config-schema.ts';
import type { ConfigProgram } from './config-schema.ts';
import { FindingCollector } from './findings.ts';
import type { Finding } from './findings.ts';
import { inspectJson } from './json-document.ts';
import type { Span } from './places.ts';

/** A target where it is named; whether there is one of this name only the toolchain knows. */
export interface NamedTarget {
  readonly name: string;
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
  await rejectRepeatedTargets(document, listOf(targets), found);
  const named: NamedTarget[] = [];
  for (const [index, name] of listOf(targets).entries()) {
    if (isName(name))
      named.push({ name, role: 'target', span: document.spanOf(['targets', index]) });
  }
  if (isName(baseline)) {
    named.push({ name: baseline, role: 'baseline', span: document.spanOf(['baseline']) });
  }
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

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
