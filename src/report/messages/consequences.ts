// What warnings mean for who reads the numbers, in few words; in the order in which it matters.
export const CONSEQUENCES = {
  lost: 'This run is not saved',
  program: 'May not be the program you ship',
  unchecked: 'Outputs are not fully checked',
  hidden: 'Targets may gain more than shown',
  build: 'Built differently from the project',
  noise: 'Times are less certain',
  other: 'Also',
} as const;
