// Parses what `clang --version`, and the other LLVM tools' `--version`, print.

/** One tool's release. Apple numbers its own: compare majors only between tools of one `vendor`. */
export interface Release {
  readonly vendor: 'llvm' | 'apple';
  /** As printed, such as `22.1.8`. */
  readonly version: string;
  /** First number of `version`. */
  readonly major: number;
}

export interface ClangVersion extends Release {
  /** First line, whole. */
  readonly banner: string;
  /** LLVM's own major: equal to `major` except for Apple's clang. */
  readonly llvmMajor: number;
  readonly triple: string;
  /** Folder the driver says it is in; absent where it does not say. */
  readonly installedDir?: string;
  /** Configuration files the driver read, which may add flags to every compile. */
  readonly configFiles: readonly string[];
}

/** Output of `clang --version`; absent where it is not clang's. */
export function parseClangVersion(output: string): ClangVersion | undefined {
  const lines = output.split(/\r?\n/);
  const banner = lines.find((line) => /\bclang version \d/.test(line));
  const match = banner && /\bclang version ((\d+)\.[\w.]+)/.exec(banner);
  const triple = field(lines, 'Target');
  if (!banner || !match?.[1] || !match[2] || triple === undefined) return undefined;
  const vendor = /\bApple clang\b/.test(banner) ? 'apple' : 'llvm';
  const version = match[1].replace(/(git|svn|rc\d*|\.)+$/, '');
  const major = Number(match[2]);
  const installedDir = field(lines, 'InstalledDir');
  return {
    banner: banner.trim(),
    vendor,
    version,
    major,
    llvmMajor: vendor === 'apple' ? llvmMajorOfApple(version) : major,
    triple,
    ...(installedDir === undefined ? {} : { installedDir }),
    configFiles: lines.flatMap((line) => /^Configuration file: (.+)$/.exec(line)?.[1] ?? []),
  };
}

/** Output of `--version` of llvm-dis, llvm-objdump or lld; absent where it is none of LLVM's. */
export function parseToolVersion(output: string): Release | undefined {
  const match = /\b(Apple )?(?:LLVM version|LLD) ((\d+)(?:\.\d+)*)/.exec(output);
  if (!match?.[2] || !match[3]) return undefined;
  return { vendor: match[1] ? 'apple' : 'llvm', version: match[2], major: Number(match[3]) };
}

function field(lines: readonly string[], name: string): string | undefined {
  const prefix = `${name}: `;
  return lines
    .find((line) => line.startsWith(prefix))
    ?.slice(prefix.length)
    .trim();
}

/** First Apple clang release that is built on each LLVM major, oldest first (Xcode's release notes and Apple's llvm-project branches). */
const APPLE_RELEASES: readonly (readonly [apple: string, llvm: number])[] = [
  ['11.0.0', 8],
  ['11.0.3', 9],
  ['12.0.0', 10],
  ['12.0.5', 11],
  ['13.0.0', 12],
  ['13.1.6', 13],
  ['14.0.0', 14],
  ['14.0.3', 15],
  ['15.0.0', 16],
  ['16.0.0', 17],
  ['17.0.0', 19],
];

/** LLVM's major for an Apple clang; for a release newer than the table, the newest that is certain. */
function llvmMajorOfApple(version: string): number {
  const known = APPLE_RELEASES.filter(([apple]) => compareVersions(apple, version) <= 0);
  return known.at(-1)?.[1] ?? 0;
}

/** Negative where `a` is older, zero where equal, positive where newer; numbers compare as numbers. */
export function compareVersions(a: string, b: string): number {
  const left = a.split('.').map((part) => parseInt(part, 10) || 0);
  const right = b.split('.').map((part) => parseInt(part, 10) || 0);
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
