// A number that the program prints of its own speed, among lines that differ from run to run: what a metric for it would be.
import type { Benchmark } from '../model/program.ts';
import { escaped } from './line-patterns.ts';
import { valueInOutput } from './metric.ts';
import type { Differences, DifferingLine } from './output-check.ts';

export interface MetricOffer {
  /** As it is written into retarget.json. */
  readonly metric: {
    readonly pattern: string;
    readonly better: 'lower' | 'higher';
    readonly unit: string;
  };
  /** Lines that differ all the same. */
  readonly others: readonly DifferingLine[];
}

const NUMBER = String.raw`(?<![\w.])(?<number>\d[\d,]*(?:\.\d+)?(?:[eE][+-]?\d+)?)`;
const RATE = String.raw`(?:[A-Za-z]+\/s(?:ec(?:ond)?)?|(?:[A-Za-z]+ )?per second|[kMGT]?(?:flops?|ops|ips|nps|tps|qps|fps))\b`;
const TIME = String.raw`(?:[npuµμm]?s|m?secs?|seconds?|milliseconds|microseconds|nanoseconds|cycles)(?:\/[A-Za-z]+)?(?![\w/])`;
const HIGHER = new RegExp(`${NUMBER}(?<blank>\\s*)(?<unit>${RATE})`, 'iu');
const LOWER = new RegExp(`${NUMBER}(?<blank>\\s*)(?<unit>${TIME})`, 'iu');

/** The first that fits; a rate before a time. Nothing where the benchmark has a metric of its own. */
export function metricOffer(
  { metric }: Benchmark,
  { lines }: Differences,
): MetricOffer | undefined {
  if (metric.kind === 'output') return undefined;
  for (const [kind, better] of [
    [HIGHER, 'higher'],
    [LOWER, 'lower'],
  ] as const) {
    for (const line of lines) {
      const offer = offerOf(line, kind, better);
      if (offer !== undefined) {
        // What else the line holds besides the number is still compared.
        const rest = [line.left, line.right].map((text) => withoutNumber(text ?? '', kind));
        const others = lines.filter((other) => other !== line || rest[0] !== rest[1]);
        return { metric: offer, others };
      }
    }
  }
  return undefined;
}

function withoutNumber(text: string, kind: RegExp): string {
  return text.replace(kind, '').replace(/\s+/gu, ' ');
}

function offerOf(
  { left, right }: DifferingLine,
  kind: RegExp,
  better: 'lower' | 'higher',
): MetricOffer['metric'] | undefined {
  if (left === undefined || right === undefined) return undefined;
  const [one, other] = [kind.exec(left), kind.exec(right)];
  const unit = one?.groups?.['unit'];
  if (one === null || other === null || unit === undefined || unit !== other.groups?.['unit'])
    return undefined;
  const before = left
    .slice(0, one.index)
    .split(/(?<number>[+-]?\d[\d.,:]*)|(?<blank>\s+)/u)
    .map((part: string | undefined, index) => {
      if (part === undefined || part === '') return '';
      if (index % 3 === 0) return escaped(part);
      return index % 3 === 1 ? '\\S+' : '\\s+';
    })
    .join('');
  const pattern = `^${before}([\\d.,eE+-]+)\\s*${escaped(unit)}`;
  const metric = { kind: 'output', pattern, better, unit } as const;
  const works = [left, right].every((text) => 'value' in valueInOutput(metric, text));
  return works ? { pattern, better, unit } : undefined;
}
