// What is said of two runs that are compared.

export function otherHosts(): string {
  return 'The runs are from different hosts, so their times reflect the hosts as much as the code.';
}
