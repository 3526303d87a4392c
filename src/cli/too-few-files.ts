// What is said where hardly a file may be opened: a catalogue of its own, which has to be loaded with nothing else.

/** As `EXIT.usage`, which cannot be loaded then. */
export const EXIT_USAGE = 2;

/** @param limit undefined where the system does not say */
export function tooFewOpenFiles(facts: {
  readonly limit: number | undefined;
  readonly fewest: number;
}): { readonly code: 'system'; readonly message: string; readonly hint: string } {
  const limit = facts.limit === undefined ? '' : ` (${facts.limit})`;
  return {
    code: 'system',
    message: `The limit on open files is too low${limit}.`,
    hint: `Allow at least ${facts.fewest} with ulimit -n.`,
  };
}
