// Keys of a program that could not act, or stand in each other's way: refused rather than ignored.
import type { ConfigContext } from '../config/inputs.ts';
import { refuseAt } from '../config/config-issues.ts';
import type { ConfigProgram } from '../config/config-schema.ts';
import type { SharedKey } from '../kinds/kind.ts';
import { KINDS, TOOL_KEYS } from './kinds.ts';
import {
  changeFlags,
  driverNeedsLibrary,
  flagsAreUnits,
  keyNeeds,
  keysExclude,
  libraryNeedsDriver,
  noKind,
  useLibraryOfBuild,
  useSources,
} from './messages/keys.ts';

const KEYS = KINDS.map(({ key }) => key);

/** Each throws `FindingsError` at the key that it refuses. */
export const REFUSALS: readonly ((context: ConfigContext, written: ConfigProgram) => void)[] = [
  refuseNothing,
  refuseMixed,
  refuseIdle('flags', flagsAreUnits()),
  refuseIdle('units', useSources()),
  refuseIdle('main', useSources()),
  refuseIdle('withoutFlags', changeFlags()),
  refuseIdleDriver,
];

function refuseNothing({ document, path }: ConfigContext, written: ConfigProgram): void {
  if (KEYS.some((key) => written[key] !== undefined)) return;
  throw refuseAt(document, path, noKind(KEYS));
}

/** A build tool says all of a program: nothing is added to it but link flags. */
function refuseMixed({ document, path }: ConfigContext, written: ConfigProgram): void {
  const [tool] = TOOL_KEYS.filter((key) => written[key] !== undefined);
  if (tool === undefined) return;
  const other = [...TOOL_KEYS, ...KEYS, 'flags' as const].find(
    (key) => key !== tool && written[key] !== undefined,
  );
  if (other === undefined) return;
  throw refuseAt(document, [...path, other], keysExclude(other, tool));
}

/** A key that acts on nothing, since the program is of no kind that accepts it. */
function refuseIdle(key: SharedKey, hint: string): (typeof REFUSALS)[number] {
  const accepting = KINDS.filter(({ accepts }) => accepts.includes(key)).map((kind) => kind.key);
  return ({ document, path }, written) => {
    if (written[key] === undefined || accepting.some((each) => written[each] !== undefined)) return;
    throw refuseAt(document, [...path, key], keyNeeds(key, accepting, hint));
  };
}

/** A build tool's program is its executable: what that loads of the project is built for each target anyway. */
function refuseIdleDriver({ document, path }: ConfigContext, written: ConfigProgram): void {
  const { sharedLibrary, driver } = written;
  const given = (['sharedLibrary', 'driver'] as const).find((key) => written[key] !== undefined);
  if (given === undefined) return;
  const other = KINDS.find(
    ({ key, accepts }) => written[key] !== undefined && !accepts.includes(given),
  );
  if (other !== undefined) {
    throw refuseAt(document, [...path, given], useLibraryOfBuild(given, other.key));
  }
  if (sharedLibrary !== undefined && driver !== undefined) return;
  const words = sharedLibrary === undefined ? driverNeedsLibrary() : libraryNeedsDriver();
  throw refuseAt(document, [...path, given], words);
}
