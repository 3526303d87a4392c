// A program that was given as files, as a retarget.json beside them would name it: for advice that can be pasted.
import { relative } from 'node:path';
import type { PreparedProgram } from '../model/program.ts';

/** Nothing for programs that a build tool knows, or that one list of flags does not describe. */
export function writtenProgram(program: PreparedProgram): object | undefined {
  const { directory, units, link, flagsFrom, libraries = [] } = program;
  const [first] = units;
  if (first === undefined || flagsFrom !== undefined) return undefined;
  if (libraries.length > 0) return undefined;
  const flags = JSON.stringify(first.flags);
  if (units.some((unit) => JSON.stringify(unit.flags) !== flags)) return undefined;
  const files = units.map(({ source }) => relative(directory, source));
  const areBitcode = units.every(({ language }) => language === 'bitcode' || language === 'ir');
  const words = link.flags.filter((word) => typeof word === 'string');
  return {
    ...(areBitcode ? { bitcode: files } : { sources: files }),
    ...(first.flags.length === 0 ? {} : { flags: first.flags }),
    ...(words.length === 0 ? {} : { link: words }),
  };
}
