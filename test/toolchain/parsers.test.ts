import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compareVersions,
  parseClangVersion,
  parseToolVersion,
} from '../../src/toolchain/clang-version.ts';
import { parseSupportedCpus } from '../../src/toolchain/cpus.ts';
import { installLlvm } from '../../src/toolchain/messages/search.ts';
import { packagesFor, parseOsRelease, type System } from '../../src/toolchain/install-advice.ts';
import { enabledFeatures, parseTargetAttributes } from '../../src/toolchain/ir-attributes.ts';
import { stableLines } from '../../src/toolchain/machine-identity.ts';

const recorded = (name: string): Promise<string> =>
  readFile(join(import.meta.dirname, '../fixtures/toolchain', name), 'utf8');

describe("clang's version", () => {
  it.each([
    ['14', '14.0.6', 14],
    ['16', '16.0.6', 16],
    ['19', '19.1.7', 19],
    ['22', '22.1.8', 22],
  ])('is read from Debian’s clang %s', async (name, version, major) => {
    expect(parseClangVersion(await recorded(`clang-version-${name}.txt`))).toMatchObject({
      vendor: 'llvm',
      version,
      major,
      llvmMajor: major,
      triple: 'x86_64-pc-linux-gnu',
      installedDir: `/usr/lib/llvm-${name}/bin`,
    });
  });

  it("is told apart from Apple's own numbers", async () => {
    expect(parseClangVersion(await recorded('clang-version-apple-15.txt'))).toMatchObject({
      vendor: 'apple',
      version: '15.0.0',
      major: 15,
      llvmMajor: 16,
      triple: 'arm64-apple-darwin23.4.0',
    });
  });

  it.each([
    ['clang version 23.0.0git (https://github.com/llvm/llvm-project.git 0123abc)', '23.0.0'],
    ['clang version 21.1.0-rc2', '21.1.0'],
    ['Homebrew clang version 21.1.3', '21.1.3'],
    ['Ubuntu clang version 18.1.3 (1ubuntu1)', '18.1.3'],
    ['AMD clang version 17.0.6 (CLANG: AOCC_5.0.0-Build#1377 2024_09_24)', '17.0.6'],
  ])('is read from %s', (banner, version) => {
    const output = `${banner}\nTarget: x86_64-unknown-linux-gnu\nThread model: posix\n`;
    expect(parseClangVersion(output)).toMatchObject({ banner, version });
  });

  it('names the configuration files that change what clang does', () => {
    const output =
      'clang version 19.1.7\nTarget: x86_64-redhat-linux-gnu\nConfiguration file: /etc/clang/x86_64-redhat-linux-gnu-clang.cfg\n';
    expect(parseClangVersion(output)?.configFiles).toEqual([
      '/etc/clang/x86_64-redhat-linux-gnu-clang.cfg',
    ]);
  });

  it('is not found in anything else', () => {
    expect(parseClangVersion('gcc (Debian 12.2.0-14) 12.2.0\n')).toBeUndefined();
    expect(parseClangVersion('')).toBeUndefined();
    fc.assert(fc.property(fc.string(), (text) => parseClangVersion(text) === undefined));
  });

  it('is ordered as numbers, part by part', () => {
    const version = fc.array(fc.nat(99), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(version, version, (a, b) => {
        const order = compareVersions(a.join('.'), b.join('.'));
        expect(Math.sign(compareVersions(b.join('.'), a.join('.')))).toBe(-Math.sign(order) + 0);
        expect(compareVersions(`${a.join('.')}.0`, a.join('.'))).toBe(0);
        expect(compareVersions([...a, 1].join('.'), a.join('.'))).toBeGreaterThan(0);
      }),
    );
  });
});

describe("the other tools' versions", () => {
  it.each([
    ['Debian LLVM version 22.1.8\n  Optimized build.\n', 'llvm', '22.1.8', 22],
    ['LLVM (http://llvm.org/):\n  LLVM version 16.0.6\n', 'llvm', '16.0.6', 16],
    ['Debian LLD 22.1.8 (compatible with GNU linkers)\n', 'llvm', '22.1.8', 22],
    ['Apple LLVM version 15.0.0\n  Optimized build.\n', 'apple', '15.0.0', 15],
  ])('are read from %j', (output, vendor, version, major) => {
    expect(parseToolVersion(output)).toEqual({ vendor, version, major });
  });

  it("are not read from another project's tool", () => {
    expect(parseToolVersion('GNU objdump (GNU Binutils for Debian) 2.40\n')).toBeUndefined();
  });
});

describe('the list of CPUs', () => {
  it('holds the names and none of the words around them', async () => {
    const names = parseSupportedCpus(await recorded('supported-22.txt'));
    expect(names).toHaveLength(131);
    expect(names[0]).toBe('alderlake');
    expect(names.at(-1)).toBe('znver5');
    expect(names).toContain('x86-64-v3');
    expect(parseSupportedCpus(await recorded('supported-16.txt'))).toHaveLength(93);
  });
});

describe('target attributes in IR', () => {
  it("are each function's own", async () => {
    const functions = parseTargetAttributes(await recorded('functions-22.ll'));
    expect(functions.get('empty')).toEqual({
      cpu: 'x86-64',
      features: '+cmov,+cx8,+fxsr,+mmx,+sse,+sse2,+x87',
      tune: 'generic',
    });
    expect(enabledFeatures(functions.get('wide')?.features)).toContain('avx2');
  });

  it('give the features that are on, sorted', () => {
    expect(enabledFeatures('+sse2,-avx2,+64bit,+avx,-fmv')).toEqual(['avx', 'sse2']);
    expect(enabledFeatures('')).toEqual([]);
    expect(enabledFeatures(undefined)).toEqual([]);
  });
});

describe('install advice', () => {
  const system = (ids: string[], majors: number[] = []): System => ({
    platform: 'linux',
    ids,
    majors,
  });

  it.each([
    ['ID=debian\nVERSION_ID="12"\n', 'sudo apt install clang-19 llvm-19 lld-19'],
    ['ID=linuxmint\nID_LIKE="ubuntu debian"\n', 'sudo apt install clang-19 llvm-19 lld-19'],
    ['ID=fedora\n', 'sudo dnf install clang llvm lld'],
    ['ID="rocky"\nID_LIKE="rhel centos fedora"\n', 'sudo dnf install clang llvm lld'],
    ['ID=endeavouros\nID_LIKE=arch\n', 'sudo pacman -S clang llvm lld'],
    ['ID=alpine\n', 'sudo apk add clang llvm lld'],
    ['ID="opensuse-tumbleweed"\nID_LIKE="opensuse suse"\n', 'sudo zypper install clang llvm lld'],
  ])('fits %j', (text, command) => {
    expect(packagesFor(system(parseOsRelease(text), [14, 19, 16]))?.all).toBe(command);
  });

  // Debian 12's package "clang" is 14: the command would install what is refused afterwards.
  it.each([
    ['knows none new enough', [11, 13]],
    ['knows none at all', []],
  ])('says where newer ones are and gives no command, where apt %s', (_, majors) => {
    const packages = packagesFor(system(['debian'], majors));
    const advice = installLlvm({ oldest: 16, packages: packages?.all, newer: packages?.newer });
    expect(advice.hint).toContain('16 or newer (https://apt.llvm.org)');
    expect(advice.remedies?.filter(({ kind }) => kind === 'run')).toEqual([]);
  });

  it('says where newer ones are, where the version depends on the release of the system', () => {
    const packages = packagesFor(system(['opensuse']));
    const advice = installLlvm({ oldest: 16, packages: packages?.all, newer: packages?.newer });
    expect(advice.hint).toMatch(/is older, get a newer one from https:\/\/releases\.llvm\.org/u);
    expect(advice.remedies).toContainEqual({
      kind: 'run',
      line: 'sudo zypper install clang llvm lld',
    });
  });

  it('fits macOS, and nothing unknown', () => {
    expect(packagesFor({ platform: 'darwin', ids: [], majors: [] })?.all).toBe(
      'brew install llvm lld',
    );
    expect(packagesFor(system(['solus']))).toBeUndefined();
  });

  it('names the package with the tools of the very release', () => {
    expect(packagesFor(system(['ubuntu'], [18]))?.tools(18)).toBe('sudo apt install llvm-18');
  });
});

describe("the CPU's identity", () => {
  const block = (mhz: string, flags: string): string =>
    `processor\t: 0\nvendor_id\t: AuthenticAMD\nmodel name\t: AMD EPYC\ncpu MHz\t\t: ${mhz}\nflags\t\t: ${flags}\n`;

  it('stays while only the clock changes, and is another where a feature is', () => {
    const now = stableLines(`${block('2596.1', 'fpu avx2')}\n${block('900.0', 'fpu avx2')}`);
    expect(stableLines(block('3111.9', 'fpu avx2'))).toBe(now);
    expect(stableLines(block('2596.1', 'fpu'))).not.toBe(now);
    expect(now).toContain('AMD EPYC');
  });
});
