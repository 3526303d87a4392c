// Where a profile that a compile uses is of another version of the source: clang leaves it away for these functions, and warns.

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

const SHOWN_FUNCTIONS = 3;
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
    if (counted !== null) texts.add(`${counted[2]} of ${counted[1]} functions have changed`);
    else if (mismatched !== undefined) changed.add(mismatched);
    else if (message.startsWith('no profile data available for file'))
      texts.add('it has nothing of this file');
    else if (/\bprofile\b/iu.test(message)) texts.add(message.slice(0, MOST_TEXT));
  }
  if (changed.size > 0) {
    const more = changed.size - SHOWN_FUNCTIONS;
    const names = [...changed].slice(0, SHOWN_FUNCTIONS).join(', ').slice(0, MOST_TEXT);
    texts.add(`${names}${more > 0 ? ` and ${more} more` : ''} changed`);
  }
  return [...texts];
}
