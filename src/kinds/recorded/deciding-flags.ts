// Flags by which two builds of the same sources make other code of them: levels, -f and -m flags, assertions.
import { optionText, readOptions } from '../../flags/options.ts';
import type { Option } from '../../flags/options.ts';
import type { ObjectFile } from './build-products.ts';

const OF_CODE = /^-(?:O|f|m|std$)/u;
const ASSERTIONS = /^(?:NDEBUG|DEBUG|_FORTIFY_SOURCE)(?:=|$)/u;
/** Of shared libraries, messages and dependency files: they go by file, not by build. */
const OF_FILES =
  /^-f(?:no-)?(?:pic|PIC|pie|PIE|visibility|diagnostics|message|color|max-errors|plugin|syntax|file-prefix)/u;

/** Sorted, as one text: files that a build compiles alike have the same. */
export function decidingFlags({ entry }: ObjectFile): string {
  const [, ...words] = entry.argv;
  const flags = readOptions(words).filter(isDeciding).map(optionText);
  // Of several levels the last one counts.
  const level = flags.findLast((flag) => /^-O/u.test(flag));
  const others = flags.filter((flag) => !/^-O/u.test(flag));
  return [...new Set([...(level === undefined ? [] : [level]), ...others])].sort().join(' ');
}

function isDeciding({ name, value = '' }: Option): boolean {
  if (name === '-D' || name === '-U') return ASSERTIONS.test(value);
  return OF_CODE.test(name) && !OF_FILES.test(name);
}
