// Keys of a program that could not act, or stand in each other's way: refused rather than ignored.
import type { ConfigContext } from '../config/inputs.ts';
import { refuseAt } from '../config/config-issues.ts';
import type { ConfigProgram } from '../config/config-schema.ts';
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
} from './messages.ts';

const KEYS = KINDS.map(({ key }) => key);
/** Of which the user gives the flags, and of which the build says those of each unit. */
const OWN_KEYS = KINDS.filter(({ says }) => says === 'nothing').map(({ key }) => key);
const UNIT_KEYS = KINDS.filter(({ says }) => says === 'units').map(({ key }) => key);

/** Each throws `FindingsError` at the key that it refuses. */
export const REFUSALS: readonly ((context: ConfigContext, written: ConfigProgram) => void)[] = [
  refuseNothing,
  refuseMixed,
  refuseIdleFlags,
  refuseIdleUnits,
  refuseIdleWithout,
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

function refuseIdleFlags({ document, path }: ConfigContext, written: ConfigProgram): void {
  const { sources, compileCommands, bitcode, flags } = written;
  if (flags === undefined || compileCommands === undefined) return;
  if (sources !== undefined || bitcode !== undefined) return;
  const words = keyNeeds('flags', OWN_KEYS, flagsAreUnits());
  throw refuseAt(document, [...path, 'flags'], words);
}

function refuseIdleUnits({ document, path }: ConfigContext, written: ConfigProgram): void {
  const key = (['units', 'main'] as const).find((each) => written[each] !== undefined);
  if (key === undefined || written.compileCommands !== undefined) return;
  throw refuseAt(document, [...path, key], keyNeeds(key, UNIT_KEYS, useSources()));
}

function refuseIdleWithout({ document, path }: ConfigContext, written: ConfigProgram): void {
  if (written.withoutFlags === undefined || written.compileCommands !== undefined) return;
  if (TOOL_KEYS.some((key) => written[key] !== undefined)) return;
  const words = keyNeeds('withoutFlags', [...UNIT_KEYS, ...TOOL_KEYS], changeFlags());
  throw refuseAt(document, [...path, 'withoutFlags'], words);
}

/** A build tool's program is its executable: what that loads of the project is built for each target anyway. */
function refuseIdleDriver({ document, path }: ConfigContext, written: ConfigProgram): void {
  const { sharedLibrary, driver } = written;
  const given = (['sharedLibrary', 'driver'] as const).find((key) => written[key] !== undefined);
  if (given === undefined) return;
  const tool = [...TOOL_KEYS, 'compileCommands' as const].find((key) => written[key] !== undefined);
  if (tool !== undefined) {
    throw refuseAt(document, [...path, given], useLibraryOfBuild(given, tool));
  }
  if (sharedLibrary !== undefined && driver !== undefined) return;
  const words = sharedLibrary === undefined ? driverNeedsLibrary() : libraryNeedsDriver();
  throw refuseAt(document, [...path, given], words);
}
