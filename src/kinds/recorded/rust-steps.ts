// What rustc makes in a recorded build: libraries and objects that are linked as they are. It runs its linker by itself, on files that it removes.
import { readFileSync, statSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import type { BuildState } from './build-state.ts';
import type { ToolCall } from '../../flags/tools.ts';
import { linkedBy, madeByRustc } from './messages/program.ts';

/** Why nothing else is known of it. */
export const BY_RUSTC = madeByRustc();

const KINDS = ['bin', 'lib', 'rlib', 'dylib', 'cdylib', 'staticlib', 'proc-macro'] as const;
type CrateKind = (typeof KINDS)[number];

/** Options whose value is the next word. */
const WITH_VALUE =
  /^(?:-[oCWADFLlZ]|--(?:crate-name|crate-type|edition|emit|print|out-dir|explain|target|warn|force-warn|allow|deny|forbid|cap-lints|codegen|error-format|json|color|diagnostic-width|remap-path-prefix|cfg|check-cfg|extern|sysroot))$/u;

interface Crate {
  readonly name: string;
  readonly kinds: readonly CrateKind[];
  readonly isTest: boolean;
  readonly folder: string | undefined;
  readonly output: string | undefined;
  /** What cargo puts behind a name, so that crates of one name are apart. */
  readonly suffix: string;
  readonly emits: readonly string[];
}

export function takeRust(state: BuildState, { words }: ToolCall): void {
  const crate = crateOf(words);
  if (crate === undefined) return;
  const { name, output, folder = '.', suffix } = crate;
  const made = `${name}${suffix}`;
  const put = (path: string, linked = false): void => {
    state.putOpaque(
      state.at(path),
      linked ? linkedBy('rustc') : BY_RUSTC,
      linked ? { linked } : {},
    );
  };
  for (const emit of crate.emits) {
    const [kind = '', path] = emit.split('=', 2);
    if (kind === 'obj') put(path ?? output ?? join(folder, `${made}.o`));
    if (kind !== 'link') continue;
    // What cargo runs while it builds is no part of what it builds.
    if (name.startsWith('build_script_')) continue;
    if (path !== undefined || output !== undefined) {
      put(path ?? output ?? '', crate.isTest || crate.kinds.includes('bin'));
      continue;
    }
    for (const file of filesOf(crate, made)) put(join(folder, file.name), file.linked);
    // Cargo links the file to the folder above under its plain name, by no tool.
    if (basename(folder) !== 'deps') continue;
    for (const file of filesOf(crate, name)) put(join(dirname(folder), file.name), file.linked);
  }
}

function filesOf(
  { kinds, isTest }: Crate,
  name: string,
): { readonly name: string; readonly linked: boolean }[] {
  if (isTest) return [{ name, linked: true }];
  return kinds.map((kind) => {
    switch (kind) {
      case 'bin':
        return { name, linked: true };
      case 'lib':
      case 'rlib':
        return { name: `lib${name}.rlib`, linked: false };
      case 'staticlib':
        return { name: `lib${name}.a`, linked: false };
      case 'dylib':
      case 'cdylib':
      case 'proc-macro':
        return {
          name: `lib${name}${process.platform === 'darwin' ? '.dylib' : '.so'}`,
          linked: false,
        };
    }
  });
}

/** Nothing where it only says something. */
function crateOf(words: readonly string[]): Crate | undefined {
  const values = new Map<string, string[]>();
  let source: string | undefined;
  let isTest = false;
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    const [, option = '', joined] =
      /^(--[\w-]+)(?:=(.*))?$/su.exec(word) ?? /^(-[oCLl])(.+)$/su.exec(word) ?? [];
    if (/^(?:-[vV]+|--version|-h|--help)$/u.test(word)) return undefined;
    if (word === '--test') isTest = true;
    else if (joined !== undefined) add(option, joined);
    else if (WITH_VALUE.test(word)) add(word, words[(at += 1)] ?? '');
    else if (!word.startsWith('-') || word === '-') source ??= word;
  }
  if (source === undefined) return undefined;
  const all = (...names: string[]): string[] => names.flatMap((name) => values.get(name) ?? []);
  // Most that can be printed is printed instead of a build; `link-args` and `native-static-libs` come with one.
  const isQuestion = all('--print').some(
    (what) => !/^(?:link-args|native-static-libs)/u.test(what),
  );
  const emits = all('--emit').flatMap((list) => list.split(','));
  if (isQuestion && emits.length === 0) return undefined;
  const options = all('-C', '--codegen');
  const suffix = options
    .flatMap((word) => /^extra[-_]filename=(.*)$/u.exec(word)?.[1] ?? [])
    .at(-1);
  const kinds = all('--crate-type')
    .flatMap((list) => list.split(','))
    .flatMap((word) => KINDS.find((kind) => kind === word) ?? []);
  return {
    name: all('--crate-name').at(-1) ?? basename(source, extname(source)).replaceAll('-', '_'),
    kinds: kinds.length === 0 ? ['bin'] : kinds,
    ...{ isTest, suffix: suffix ?? '' },
    folder: all('--out-dir').at(-1),
    output: all('-o').at(-1),
    emits: emits.length === 0 ? ['link'] : emits,
  };

  function add(option: string, value: string): void {
    values.set(option, [...(values.get(option) ?? []), value]);
  }
}

/** Bytes of a library that are searched. */
const LONGEST = 256 * 1024 * 1024;

/** Whether a library that nothing recorded made holds what rustc says of itself: recorded anew it would still be linked as it is. */
export function isOfRustc(path: string): boolean {
  try {
    const facts = statSync(path);
    return facts.isFile() && facts.size <= LONGEST && readFileSync(path).includes('rustc version ');
  } catch {
    return false;
  }
}
