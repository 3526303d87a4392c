// What to install, in this system's own words.
import { readFile } from 'node:fs/promises';
import { runProcess } from '../process/run-process.ts';
import { installBesideXcode, installLlvm, installTools } from './messages/search.ts';
import { type Advice } from './messages/words.ts';

/** Oldest LLVM major that Retarget works with. */
export const OLDEST_SUPPORTED = 16;

interface Packages {
  /** Whole command that installs clang, llvm and lld; absent where it would install a release that is too old. */
  readonly all?: string;
  /** Command that adds llvm-dis and llvm-objdump to a clang of this major. */
  readonly tools: (major: number) => string;
  /** Where newer releases are, for systems whose own packages are too old, or may be. */
  readonly newer?: string;
}

/** Of a system whose packages have one version, which depends on the system's. */
const RELEASES = 'https://releases.llvm.org';

export interface System {
  readonly platform: NodeJS.Platform;
  /** `ID` and `ID_LIKE` of os-release, in that order. */
  readonly ids: readonly string[];
  /** Majors N for which the package manager knows a `clang-N`; empty where it was not asked. */
  readonly majors: readonly number[];
}

/** The commands for a system; absent where it is unknown. */
export function packagesFor(system: System): Packages | undefined {
  if (system.platform === 'darwin') {
    return { all: 'brew install llvm lld', tools: () => 'brew install llvm' };
  }
  if (system.platform === 'freebsd') {
    return { all: 'sudo pkg install llvm', tools: () => 'sudo pkg install llvm' };
  }
  for (const id of system.ids) {
    const packages = linuxPackages(id, system.majors);
    if (packages !== undefined) return packages;
  }
  return undefined;
}

function linuxPackages(id: string, majors: readonly number[]): Packages | undefined {
  switch (id) {
    case 'debian':
    case 'ubuntu': {
      const newest = Math.max(...majors);
      return {
        // The package without a number is the release's default, such as 14 on Debian 12.
        ...(newest >= OLDEST_SUPPORTED
          ? { all: `sudo apt install clang-${newest} llvm-${newest} lld-${newest}` }
          : { newer: 'https://apt.llvm.org' }),
        tools: (major) => `sudo apt install llvm-${major}`,
      };
    }
    case 'fedora':
    case 'rhel':
    case 'centos':
      return {
        all: 'sudo dnf install clang llvm lld',
        tools: () => 'sudo dnf install llvm',
        newer: RELEASES,
      };
    case 'arch':
      return { all: 'sudo pacman -S clang llvm lld', tools: () => 'sudo pacman -S llvm' };
    case 'alpine':
      return {
        all: 'sudo apk add clang llvm lld',
        tools: (major) => `sudo apk add llvm${major}`,
        newer: RELEASES,
      };
    case 'opensuse':
    case 'suse':
      return {
        all: 'sudo zypper install clang llvm lld',
        tools: (major) => `sudo zypper install llvm${major}`,
        newer: RELEASES,
      };
    case 'gentoo':
      return {
        all: 'sudo emerge llvm-core/clang llvm-core/llvm llvm-core/lld',
        tools: (major) => `sudo emerge llvm-core/llvm:${major}`,
      };
    case 'nixos':
      return {
        all: 'nix-shell -p llvmPackages.clang llvmPackages.llvm llvmPackages.lld',
        tools: () => 'nix-shell -p llvmPackages.llvm',
      };
    default:
      return undefined;
  }
}

/** This system, asked: os-release, and on Debian's family the clangs that apt knows. */
export async function describeSystem(signal?: AbortSignal): Promise<System> {
  const ids = parseOsRelease(await readFile('/etc/os-release', 'utf8').catch(() => ''));
  const usesApt = ids.includes('debian') || ids.includes('ubuntu');
  return { platform: process.platform, ids, majors: usesApt ? await aptMajors(signal) : [] };
}

/** `ID` and `ID_LIKE` of an os-release file, in that order. */
export function parseOsRelease(text: string): string[] {
  const value = (name: string): string =>
    new RegExp(`^${name}=["']?([^"'\\n]*)["']?$`, 'm').exec(text)?.[1] ?? '';
  const words = `${value('ID')} ${value('ID_LIKE')}`.split(/\s+/).filter((word) => word !== '');
  // openSUSE's editions have an ID each (opensuse-leap, opensuse-tumbleweed).
  return [...new Set(words.map((word) => (word.startsWith('opensuse') ? 'opensuse' : word)))];
}

async function aptMajors(signal?: AbortSignal): Promise<number[]> {
  const result = await runProcess({
    command: 'apt-cache',
    args: ['pkgnames', 'clang-'],
    signal,
    timeLimit: 3000,
  });
  if (result.exitCode !== 0) return [];
  return result.stdout
    .split('\n')
    .flatMap((name) => /^clang-(\d+)$/.exec(name)?.[1] ?? [])
    .map(Number);
}

/** How to get a whole toolchain on this system. */
export async function adviseInstall(signal?: AbortSignal): Promise<Advice> {
  const packages = packagesFor(await describeSystem(signal));
  return installLlvm({
    oldest: OLDEST_SUPPORTED,
    packages: packages?.all,
    newer: packages?.newer,
  });
}

/** How to get the tools that a found clang lacks. */
export async function adviseTools(
  missing: readonly string[],
  major: number,
  apple: boolean,
  signal?: AbortSignal,
): Promise<Advice> {
  const packages = packagesFor(await describeSystem(signal));
  return apple && packages?.all !== undefined
    ? installBesideXcode({ tools: missing, packages: packages.all })
    : installTools({ tools: missing, major, packages: packages?.tools(major) });
}
