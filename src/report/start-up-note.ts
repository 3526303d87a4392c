// Benchmarks that measured little but the start of a process, as a program without arguments is: said beside the result.
import type { Run } from '../model/run.ts';
import { mostlyStartup } from './messages/notes.ts';
import { placeText } from './progress-words.ts';

/** One sentence that says what to do about it; undefined where every benchmark had enough to do. */
export function startUpNote({ programs }: Pick<Run, 'programs'>): string | undefined {
  const places = programs.flatMap(({ name, benchmarks }) =>
    benchmarks.map(({ benchmark, warnings }) => ({
      place: placeText({ program: name, benchmark: benchmark.name }),
      short: warnings.some(({ code }) => code === 'short-program'),
    })),
  );
  const short = places.filter((each) => each.short);
  const [first] = short;
  if (first === undefined) return undefined;
  return mostlyStartup({ short: short.length, benchmarks: places.length, first: first.place });
}
