// What warnings mean for who reads the numbers, in few words; in the order in which it matters.
export const CONSEQUENCES = {
  lost: 'This run is not saved',
  program: 'May not be the program you ship',
  unchecked: 'Outputs are hardly checked',
  hidden: 'Targets may gain more than this',
  build: 'Built differently from the project',
  noise: 'Times are less certain',
  other: 'Also',
} as const;
