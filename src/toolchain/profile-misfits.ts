// Where a profile that a compile uses is of another version of the source: clang leaves it away for these functions, and warns.
import { fileNotInProfile, functionsChanged, namedFunctionsChanged } from './messages/tools.ts';

/** Makes clang say it, whatever the project's own flags say of warnings. */
const SAY_MISFITS = [
  '-Wprofile-instr-out-of-date',
  '-Wprofile-instr-unprofiled',
  '-Wbackend-plugin',
] as const;

const USES_PROFILE = /^-f(?:profile-(?:instr-|sample-)?use|auto-profile)(?:=|$)/u;

/** Nothing for a compile that uses no profile. */
export function sayMisfits(flags: readonly string[]): readonly string[] {
  return flags.some((flag) => USES_PROFILE.test(flag)) ? SAY_MISFITS : [];
}

const MOST_TEXT = 200;

/** @param stderr clang's words about one unit, without colours @returns parts of sentences, each once */
export function misfitsIn(stderr: string): string[] {
  const texts = new Set<string>();
  const changed = new Set<string>();
  for (const [, message = ''] of stderr.matchAll(
    /^(?:.*: )?warning: (.*) \[-W(?:profile-instr-[\w-]+|backend-plugin)\]$/gmu,
  )) {
    const counted = /\bof (\d+) functions?, (\d+) (?:has|have) mismatched data/u.exec(message);
    const mismatched = /\(hash mismatch\) (.+?) Hash = /u.exec(message)?.[1];
    if (counted !== null) {
      texts.add(functionsChanged({ changed: Number(counted[2]), of: Number(counted[1]) }));
    } else if (mismatched !== undefined) changed.add(mismatched);
    else if (message.startsWith('no profile data available for file'))
      texts.add(fileNotInProfile());
    else if (/\bprofile\b/iu.test(message)) texts.add(message.slice(0, MOST_TEXT));
  }
  if (changed.size > 0) texts.add(namedFunctionsChanged([...changed]));
  return [...texts];
}
