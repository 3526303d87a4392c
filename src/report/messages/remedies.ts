// What to do, in words that fit every face.

export function runLine({ line }: { readonly line: string }): string {
  return `Run: ${line}`;
}

/** @param command quoted @param directory where it runs, relative to the project's folder; absent for that folder */
export function watchBuild(facts: {
  readonly command: string;
  readonly directory: string | undefined;
}): string {
  const where = facts.directory === undefined ? '' : ` (in ${facts.directory})`;
  return `Let Retarget watch the build: ${facts.command}${where}`;
}

export function otherBaseline({ name }: { readonly name: string }): string {
  return `Use the baseline ${name}`;
}

export function exportRun(): string {
  return 'Export the run to keep it';
}
