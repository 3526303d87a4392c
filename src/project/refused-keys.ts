// Keys of a program that could not act, or stand in each other's way: refused rather than ignored.
import type { ConfigContext } from '../config/inputs.ts';
import { failAt } from '../config/config-issues.ts';
import type { ConfigProgram } from '../config/config-schema.ts';

const OWN_KINDS = ['sources', 'compileCommands', 'bitcode'] as const;
/** Keys whose build tool says all that a program is made of. */
export const TOOL_KINDS = ['cmake', 'record', 'cargo'] as const;

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
  if ([...OWN_KINDS, ...TOOL_KINDS].some((kind) => written[kind] !== undefined)) return;
  throw failAt(
    document,
    path,
    'nothing to build: "sources", "compileCommands", "cmake", "record", "cargo" or "bitcode" is missing',
    'Add one of them, such as "sources": ["src/*.c"].',
  );
}

/** A build tool says all of a program: nothing is added to it but link flags. */
function refuseMixed({ document, path }: ConfigContext, written: ConfigProgram): void {
  const [tool] = TOOL_KINDS.filter((kind) => written[kind] !== undefined);
  if (tool === undefined) return;
  const other = [...TOOL_KINDS, ...OWN_KINDS, 'flags' as const].find(
    (key) => key !== tool && written[key] !== undefined,
  );
  if (other === undefined) return;
  throw failAt(
    document,
    [...path, other],
    `"${other}" beside "${tool}", which says already what the program is made of`,
    'Keep one of the two.',
  );
}

function refuseIdleFlags({ document, path }: ConfigContext, written: ConfigProgram): void {
  const { sources, compileCommands, bitcode, flags } = written;
  if (flags === undefined || compileCommands === undefined) return;
  if (sources !== undefined || bitcode !== undefined) return;
  throw failAt(
    document,
    [...path, 'flags'],
    '"flags" compile "sources" and "bitcode", and there are none',
    'Each unit of compile_commands.json has its own flags; remove the key.',
  );
}

function refuseIdleUnits({ document, path }: ConfigContext, written: ConfigProgram): void {
  const key = (['units', 'main'] as const).find((each) => written[each] !== undefined);
  if (key === undefined || written.compileCommands !== undefined) return;
  throw failAt(
    document,
    [...path, key],
    `"${key}" chooses from "compileCommands", and there is none`,
    'Name sources by "sources".',
  );
}

function refuseIdleWithout({ document, path }: ConfigContext, written: ConfigProgram): void {
  if (written.withoutFlags === undefined || written.compileCommands !== undefined) return;
  if (TOOL_KINDS.some((kind) => written[kind] !== undefined)) return;
  throw failAt(
    document,
    [...path, 'withoutFlags'],
    '"withoutFlags" takes flags out of what a build says, and there is none',
    'Correct "flags" instead.',
  );
}

/** A build tool's program is its executable: what that loads of the project is built for each target anyway. */
function refuseIdleDriver({ document, path }: ConfigContext, written: ConfigProgram): void {
  const { sharedLibrary, driver } = written;
  const given = (['sharedLibrary', 'driver'] as const).find((key) => written[key] !== undefined);
  if (given === undefined) return;
  const tool = [...TOOL_KINDS, 'compileCommands' as const].find(
    (kind) => written[kind] !== undefined,
  );
  if (tool !== undefined) {
    throw failAt(
      document,
      [...path, given],
      `"${given}" beside "${tool}": only "sources" and "bitcode" make a library that a driver calls`,
      `Name an executable of the project that calls the library: its shared libraries are built for each target too.`,
    );
  }
  if (sharedLibrary !== undefined && driver !== undefined) return;
  throw failAt(
    document,
    [...path, given],
    sharedLibrary === undefined
      ? '"driver" calls a library, and "sharedLibrary" does not name one'
      : 'a library does not run by itself, and "driver" is missing',
    'Name both: "sharedLibrary": "libfoo.so", "driver": { "sources": ["bench.c"] }.',
  );
}
