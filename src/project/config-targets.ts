// Targets as a retarget.json writes them: a word, or an object with CPU, flags and name.
import type { TargetSpec } from '../model/target.ts';
import { specName } from '../targets/target-spec.ts';
import type { ConfigTarget } from '../config/config-schema.ts';

/** The name that runs and reports know a target by. */
export function nameOfTarget(written: ConfigTarget): string {
  return typeof written === 'string' ? written : describedSpec(written).name;
}

/** Those that are described rather than named. */
export function describedSpecs(written: readonly (ConfigTarget | undefined)[]): TargetSpec[] {
  return written.flatMap((each) => (typeof each === 'object' ? describedSpec(each) : []));
}

/** A target of any JSON value; absent where it is none, or half written. */
export function readTarget(value: unknown): ConfigTarget | undefined {
  if (typeof value === 'string') return value.trim() === '' ? undefined : value;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const { cpu, flags = [], name } = value as Readonly<Record<string, unknown>>;
  if (typeof cpu !== 'string' || cpu.trim() === '') return undefined;
  if (!Array.isArray(flags) || !flags.every((flag) => typeof flag === 'string')) return undefined;
  return { cpu, flags, ...(typeof name === 'string' && name.trim() !== '' ? { name } : {}) };
}

function describedSpec({ cpu, flags = [], name }: Exclude<ConfigTarget, string>): TargetSpec {
  return { name: name ?? specName(cpu, flags), cpu, flags };
}
