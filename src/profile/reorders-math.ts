// Whether a program's flags let the compiler reorder floating-point operations.
import type { PreparedProgram } from '../model/program.ts';

/** Any unit's flags end up with -ffast-math, or with the part of it that reorders. */
export function reordersMath({ units, libraries = [] }: PreparedProgram): boolean {
  const all = [units, ...libraries.map((library) => library.units)].flat();
  return all.some(({ flags }) => {
    const last = flags.findLast((flag) =>
      /^-(?:Ofast|f(?:no-)?(?:fast-math|unsafe-math-optimizations|associative-math))$/u.test(flag),
    );
    return last !== undefined && /^-(?:Ofast|f(?!no-).*)$/u.test(last);
  });
}
