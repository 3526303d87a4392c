// Names of targets that mean no particular CPU.

/** The host's own CPU, the psABI levels, and what a compile without -march is for. */
export function isGeneralTarget(name: string): boolean {
  return name === 'native' || name === 'generic' || /^x86-64(?:-v\d+)?$/u.test(name);
}
