// What a sample says in its benchmark's metric.
import type { Metric } from './program.ts';
import type { Sample } from './run.ts';

/** Nanoseconds for times, the output's own unit otherwise: NaN where the output gave no number. */
export function metricValue(
  metric: Metric,
  sample: Pick<Sample, 'wall' | 'user' | 'system' | 'value'>,
): number {
  switch (metric.kind) {
    case 'wall':
      return sample.wall;
    case 'cpu':
      return sample.user + sample.system;
    case 'output':
      return sample.value ?? NaN;
  }
}
