// What clang complained about, read from its own words: each error and warning with its place, its notes attached.

export interface CompilerNote {
  /** As clang wrote it: may be relative to the folder it ran in. */
  readonly file: string;
  /** From 1; columns count bytes of UTF-8, as clang does. */
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

export interface CompilerDiagnostic extends CompilerNote {
  readonly severity: 'error' | 'warning' | 'remark';
  /** The flag that controls it, such as `-Wunused-variable`. */
  readonly flag?: string;
  readonly notes: readonly CompilerNote[];
}

const LINE =
  /^(?<file>.+?):(?<line>\d+):(?:(?<column>\d+):)? (?<kind>fatal error|error|warning|remark|note): (?<message>.*)$/u;
const FLAG = / \[(?<flag>-[WR][^\]\s]*)\]$/u;
/** A diagnostic of the driver's, the linker's or the back end's: what follows it belongs to no place. */
const PLACELESS = /^[^\s:]+(?:\.exe)?: (?:fatal )?(?:error|warning): /u;

/**
 * In the order they were printed; what has no place in a file (the driver's complaints, source excerpts, "In file included
 * from") is left out.
 * @param output clang's standard error, without colours.
 */
export function compilerDiagnostics(output: string): CompilerDiagnostic[] {
  const found: (CompilerDiagnostic & { readonly notes: CompilerNote[] })[] = [];
  let current: CompilerNote[] | undefined;
  for (const text of output.split(/\r?\n/u)) {
    if (PLACELESS.test(text)) current = undefined;
    const { file, line, column, kind, message } = LINE.exec(text)?.groups ?? {};
    if (file === undefined || message === undefined || kind === undefined) continue;
    // Such as `<neutral-ir>` and `<command line>`: no file that anyone could open.
    if (file.startsWith('<')) {
      if (kind !== 'note') current = undefined;
      continue;
    }
    const place = { file, line: Number(line), column: Number(column ?? 1) };
    if (kind === 'note') {
      current?.push({ ...place, message });
      continue;
    }
    const flag = FLAG.exec(message)?.groups?.['flag'];
    current = [];
    found.push({
      ...place,
      message: flag === undefined ? message : message.replace(FLAG, ''),
      severity: kind === 'warning' || kind === 'remark' ? kind : 'error',
      ...(flag === undefined ? {} : { flag }),
      notes: current,
    });
  }
  return found;
}
