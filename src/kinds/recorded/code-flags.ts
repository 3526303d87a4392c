// Flags by which two builds of the same sources make other code of them: levels, -f and -m flags, assertions.
import type { ObjectFile } from './artifacts.ts';

const OF_CODE = /^-(?:O|f|m|std=|[DU](?:NDEBUG|DEBUG|_FORTIFY_SOURCE)(?:=|$))/u;
/** Of shared libraries, messages and dependency files: they go by file, not by build. */
const OF_FILES =
  /^-f(?:no-)?(?:pic|PIC|pie|PIE|visibility|diagnostics|message|color|max-errors|plugin|syntax|file-prefix)/u;

/** Sorted, as one text: files that a build compiles alike have the same. */
export function codeFlags({ entry }: ObjectFile): string {
  const flags = entry.argv.filter((word) => OF_CODE.test(word) && !OF_FILES.test(word));
  // Of several levels the last one counts.
  const level = flags.findLast((word) => /^-O/u.test(word));
  const others = flags.filter((word) => !/^-O/u.test(word));
  return [...new Set([...(level === undefined ? [] : [level]), ...others])].sort().join(' ');
}
