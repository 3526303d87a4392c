// How units are built that come without flags of their own.

/** Optimised, since a target's gain is the question, as in the example configuration; a retarget.json chooses another level. */
export const OPTIMISED: readonly string[] = ['-O3'];
