// The one number an execution is judged by.
import { isUtf8 } from 'node:buffer';
import type { Metric } from '../model/program.ts';
import type { Sample } from '../model/run.ts';
import { visibleText } from '../text/visible-text.ts';
import type { Captured } from './executor.ts';

/** Bytes of standard output that are searched for a number: patterns are the user's own and may be slow on long texts. */
export const SEARCHED = 1024 * 1024;

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const SHOWN_LINES = 5;

/** Thousands set apart by commas, as Rust's benchmarks print them. */
const GROUPED = /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/;

const NANOSECONDS: Readonly<Record<string, number>> = {
  ps: 1e-3,
  ns: 1,
  us: 1e3,
  µs: 1e3,
  μs: 1e3,
  ms: 1e6,
  s: 1e9,
};

type OutputMetric = Metric & { readonly kind: 'output' };

/**
 * The number a pattern's first group captures in the output (in nanoseconds where the output says its unit of time), or why
 * there is none, for people.
 */
export function valueInOutput(
  metric: OutputMetric,
  output: string,
): { readonly value: number } | { readonly missing: string } {
  const found = new RegExp(metric.pattern, 'm').exec(output);
  if (found === null) {
    return { missing: `the pattern ${quoted(metric.pattern)} does not occur in its output` };
  }
  const text = found[1]?.trim();
  if (text === undefined) {
    return {
      missing: `the pattern ${quoted(metric.pattern)} matched, but its first group captured nothing`,
    };
  }
  const value = numberOf(text);
  if (!Number.isFinite(value) || value <= 0) {
    return {
      missing: `the pattern ${quoted(metric.pattern)} captured ${quoted(text)}, which is not a number above zero`,
    };
  }
  if (metric.unitPattern === undefined) return { value };
  const unit = new RegExp(metric.unitPattern, 'm').exec(output)?.[1] ?? '';
  const nanoseconds = Object.hasOwn(NANOSECONDS, unit) ? NANOSECONDS[unit] : undefined;
  return nanoseconds === undefined
    ? { missing: `${quoted(unit)} is no unit of time` }
    : { value: value * nanoseconds };
}

function numberOf(text: string): number {
  if (GROUPED.test(text)) return Number(text.replaceAll(',', ''));
  return NUMBER.test(text) ? Number(text) : NaN;
}

/** What the output itself says went wrong, for people; nothing where it says nothing. */
export function failureInOutput(
  { failurePattern }: OutputMetric,
  output: string,
): string | undefined {
  if (failurePattern === undefined) return undefined;
  const found = new RegExp(failurePattern, 'm').exec(output);
  return found === null ? undefined : visibleText(unescaped(found[1] ?? found[0]).slice(0, 300));
}

/**
 * An output without the number it is judged by, which differs from run to run by its nature; everything around it,
 * on the same line too, is still there to be compared.
 */
export function withoutValue(metric: Metric, captured: Captured): Captured {
  if (metric.kind !== 'output') return captured;
  const encoding = isUtf8(captured.bytes) ? 'utf8' : 'latin1';
  const output = captured.bytes.subarray(0, SEARCHED).toString(encoding);
  const place = new RegExp(metric.pattern, 'dm').exec(output)?.indices?.[1];
  if (place === undefined) return captured;
  const [start, end] = place;
  const before = Buffer.byteLength(output.slice(0, start), encoding);
  const length = Buffer.byteLength(output.slice(start, end), encoding);
  const { bytes } = captured;
  return {
    ...captured,
    bytes: Buffer.concat([bytes.subarray(0, before), bytes.subarray(before + length)]),
    total: captured.total - length,
    // Numbers of different lengths shift what was kept: the rest begins elsewhere.
    restHash: '',
  };
}

/** Texts in JSON have a backslash before quotes. */
function unescaped(text: string): string {
  return text.replace(/\\(["\\/])/g, '$1');
}

/** A sample's metric: nanoseconds for times, the output's own unit otherwise. */
export function metricOf(metric: Metric, sample: Sample): number {
  switch (metric.kind) {
    case 'wall':
      return sample.wall;
    case 'cpu':
      return sample.user + sample.system;
    case 'output':
      return sample.value ?? NaN;
  }
}

/** Whether more of the metric is better. */
export function higherIsBetter(metric: Metric): boolean {
  return metric.kind === 'output' && metric.better === 'higher';
}

/** The first lines of an output, safe to show. */
export function firstLines(output: string): string {
  const lines = output.split('\n', SHOWN_LINES + 1);
  const shown = lines.slice(0, SHOWN_LINES).map((line) => visibleText(line.slice(0, 200)));
  if (lines.length > SHOWN_LINES) shown.push('…');
  return shown.join('\n');
}

function quoted(text: string): string {
  return JSON.stringify(visibleText(text.slice(0, 120)));
}
