// A shared library as the thing built: its sources become the library, for each target; a driver's sources the executable that calls
// it, which is the same for every target.
import type { Library, Link, Unit } from '../model/program.ts';
import { defaultBaseline } from '../targets/resolve-targets.ts';
import { cleanFlags } from '../flags/flags.ts';
import { expandResponseFiles } from '../flags/response-files.ts';
import type { ConfigContext } from '../config/inputs.ts';
import { linkLanguage } from '../flags/link-language.ts';
import type { ConfigProgram } from '../config/config-schema.ts';
import { sourceUnits } from '../kinds/sources/named-units.ts';

export interface DrivenProgram {
  readonly units: readonly Unit[];
  readonly libraries: readonly Library[];
  readonly link: Link;
}

/**
 * What the program is where a driver calls the library that the other keys describe.
 * @param library the units and the link line that were read as the program's.
 */
export async function drivenProgram(
  context: ConfigContext,
  { sharedLibrary, driver }: ConfigProgram,
  library: { readonly units: readonly Unit[]; readonly link: Link },
): Promise<DrivenProgram | undefined> {
  if (sharedLibrary === undefined || driver === undefined) return undefined;
  const { directory, path } = context;
  const { sources, flags = ['-O2'], link = [] } = driver;
  const units = await sourceUnits({ ...context, path: [...path, 'driver'] }, { sources, flags });
  const cleaned = cleanFlags(await expandResponseFiles(link, directory), 'link');
  return {
    units: units.map((unit) =>
      unit.language === 'object' ? unit : { ...unit, driver: true, flags: [...unit.flags, CPU] },
    ),
    libraries: [{ name: sharedLibrary, units: library.units.map(inLibrary), link: library.link }],
    link: {
      flags: [{ library: sharedLibrary }, ...cleaned.kept],
      language: await linkLanguage(units),
      directory,
      removed: cleaned.removed,
    },
  };
}

const ARCHES: Readonly<Record<string, string>> = { x64: 'x86_64', arm64: 'aarch64' };

/** The compiler's default CPU, as a file's own: no target takes its place. */
const CPU = `${process.arch === 'x64' ? '-march' : '-mcpu'}=${defaultBaseline({ arch: ARCHES[process.arch] ?? process.arch })}`;

/** A shared library's code can lie anywhere. */
function inLibrary(unit: Unit): Unit {
  const isCode = unit.language !== 'object' && unit.language !== 'assembly';
  const says = unit.flags.some((flag) => /^-f(?:no-)?(?:pic|PIC)$/u.test(flag));
  return isCode && !says ? { ...unit, flags: [...unit.flags, '-fPIC'] } : unit;
}
