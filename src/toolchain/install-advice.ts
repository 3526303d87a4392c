// What to install, in this system's own words.
import { readFile } from 'node:fs/promises';
import { runProcess } from '../process/run-process.ts';

/** Oldest LLVM major that Retarget works with. */
export const OLDEST_SUPPORTED = 16;

interface Packages {
  /** Whole command that installs clang, llvm and lld. */
  readonly all: string;
  /** Command that adds llvm-dis and llvm-objdump to a clang of this major. */
  readonly tools: (major: number) => string;
  /** Where the system's own packages may be too old: what to do then. */
  readonly older?: string;
}

export interface System {
  readonly platform: NodeJS.Platform;
  /** `ID` and `ID_LIKE` of os-release, in that order. */
  readonly ids: readonly string[];
  /** Majors N for which the package manager knows a `clang-N`; empty where it was not asked. */
  readonly majors: readonly number[];
}

const APT_LLVM = 'Newer versions than the system’s own are at https://apt.llvm.org.'.replace(
  '’',
  "'",
);

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
        all:
          newest >= OLDEST_SUPPORTED && Number.isFinite(newest)
            ? `sudo apt install clang-${newest} llvm-${newest} lld-${newest}`
            : 'sudo apt install clang llvm lld',
        tools: (major) => `sudo apt install llvm-${major}`,
        ...(newest >= OLDEST_SUPPORTED ? {} : { older: APT_LLVM }),
      };
    }
    case 'fedora':
    case 'rhel':
    case 'centos':
      return { all: 'sudo dnf install clang llvm lld', tools: () => 'sudo dnf install llvm' };
    case 'arch':
      return { all: 'sudo pacman -S clang llvm lld', tools: () => 'sudo pacman -S llvm' };
    case 'alpine':
      return { all: 'sudo apk add clang llvm lld', tools: (major) => `sudo apk add llvm${major}` };
    case 'opensuse':
    case 'suse':
      return {
        all: 'sudo zypper install clang llvm lld',
        tools: (major) => `sudo zypper install llvm${major}`,
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

/** One or two sentences: how to get a whole toolchain on this system. */
export async function adviseInstall(signal?: AbortSignal): Promise<string> {
  const packages = packagesFor(await describeSystem(signal));
  const rest = 'or name an installation with --llvm or RETARGET_LLVM.';
  if (packages === undefined) {
    return `Install clang, llvm and lld ${OLDEST_SUPPORTED} or newer (https://releases.llvm.org), ${rest}`;
  }
  return [
    `Install LLVM with: ${packages.all}`,
    ...(packages.older === undefined ? [] : [packages.older]),
    `${rest.charAt(0).toUpperCase()}${rest.slice(1)}`,
  ].join('\n');
}

/** One sentence: how to get the tools that a found clang lacks. */
export async function adviseTools(
  missing: readonly string[],
  major: number,
  apple: boolean,
  signal?: AbortSignal,
): Promise<string> {
  const system = await describeSystem(signal);
  const packages = packagesFor(system);
  const tools = missing.join(' and ');
  if (apple && packages !== undefined) {
    return `Xcode does not bring ${tools}; install a whole LLVM with: ${packages.all}`;
  }
  if (packages === undefined) {
    return `Install the LLVM ${major} tools (the package that brings ${tools}), or name a whole installation with --llvm or RETARGET_LLVM.`;
  }
  return `Install ${tools} with: ${packages.tools(major)}`;
}
