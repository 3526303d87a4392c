// `retarget verify`, and what a profile says of direct builds: with the real compiler, on code that is equal and on code that is not.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ProgramResult, Run } from '../../src/model/run.ts';
import type { Verification } from '../../src/model/verification.ts';
import { bundledCommandLine } from './retarget.ts';

const retarget = bundledCommandLine();
const here = process.arch === 'x64' ? describe : describe.skip;

const EXAMPLE = join(import.meta.dirname, '../../examples/kernels');
const TARGETS = ['--baseline', 'x86-64', '--targets', 'x86-64-v2,x86-64-v3'];
const TIME_LIMIT = 180_000;

async function project(name: string, files: Readonly<Record<string, string>>): Promise<string> {
  const folder = join(retarget.folder, name);
  for (const [file, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), text);
  }
  return folder;
}

interface Verified {
  readonly code: number | undefined;
  readonly verification: Verification;
  readonly warnings: Run['warnings'];
}

async function verified(folder: string, ...options: string[]): Promise<Verified> {
  const args = ['verify', folder, '--json', '-q', ...TARGETS, ...options];
  const { exitCode, stdout, stderr } = await retarget.run(args);
  if (stdout === '') throw new Error(stderr);
  const outcome = JSON.parse(stdout) as Pick<Run, 'warnings'> & {
    readonly programs: readonly ProgramResult[];
  };
  const verification = outcome.programs[0]?.verification;
  if (verification === undefined) throw new Error('nothing was verified');
  return { code: exitCode, verification, warnings: outcome.warnings };
}

/** A program whose `scale` asks for a header by a name that only the preprocessor puts together. */
const CONFIGURATION = {
  programs: [{ name: 'shadowed', sources: ['src/main.c'], flags: ['-O2', '-Iearly', '-Ilate'] }],
};
const SHADOWED = {
  'src/main.c': `#include <stdio.h>
#define QUOTED(x) #x
#define HEADER(x) QUOTED(x.h)
#if __has_include(HEADER(factor))
#include HEADER(factor)
#else
#define FACTOR 3.0
#endif
double scale(double x) { return x * FACTOR + 1; }
int main(int n, char **v) { (void)v; printf("%g\\n", scale(n)); return 0; }
`,
  'late/other.h': '',
  'early/other.h': '',
  'retarget.json': JSON.stringify(CONFIGURATION),
};

/**
 * A departure as it happens to users: what was built before is found again although a header is there by now that the source asks
 * for in parts, which is the one staleness that the cache is documented to have.
 */
async function staleProject(name: string): Promise<string> {
  const folder = await project(name, SHADOWED);
  const out = join(folder, 'out');
  const built = await retarget.run(['build', folder, '-q', ...TARGETS, '--out', out]);
  expect(built.exitCode, built.stderr).toBe(0);
  const other = 'double other(double x) { return x - 2; }\n#define FACTOR other(x)\n';
  await writeFile(join(folder, 'early/factor.h'), other);
  return folder;
}

here('retarget verify', () => {
  it(
    'finds every object of the example equal, and remembers it',
    async () => {
      const first = await verified(EXAMPLE);
      expect(first.code).toBe(0);
      expect(first.verification).toMatchObject({
        ...{ choice: 'all', comparable: 24, compared: 24, equal: 24, remembered: 0 },
        ...{ departures: [], uncompared: [] },
      });
      const again = await verified(EXAMPLE);
      expect(again.verification).toMatchObject({ compared: 24, equal: 24, remembered: 24 });
      const { stdout } = await retarget.run(['verify', EXAMPLE, '-q', ...TARGETS]);
      expect(stdout).toContain('24 of 24 objects compared with direct builds, equal');
    },
    TIME_LIMIT,
  );

  it(
    'exits 1 on a difference, and names unit, function and target with both listings',
    async () => {
      const folder = await staleProject('stale');
      const { code, verification, warnings } = await verified(folder);
      expect(code).toBe(1);
      expect(verification).toMatchObject({ comparable: 3, compared: 3, equal: 0 });
      const targets = ['x86-64', 'x86-64-v2', 'x86-64-v3'];
      expect(verification.departures.map(({ target }) => target).sort()).toEqual(targets);
      const [departure] = verification.departures;
      expect(departure?.source).toBe(join(folder, 'src/main.c'));
      expect(departure?.functions.map(({ name, kind }) => `${name} ${kind}`).sort()).toEqual([
        'constants in .rodata.cst8 data',
        'main code',
        'other missing',
        'scale code',
      ]);
      expect(departure?.directArgv.join(' ')).toContain('-O2 -Iearly -Ilate -march=x86-64');
      const { retargeted = '', direct = '' } = departure?.listings ?? {};
      expect(await readFile(retargeted, 'utf8')).toMatch(/^scale {2}\(\.text\)$/mu);
      expect(await readFile(direct, 'utf8')).toMatch(/^other {2}\(\.text\)$/mu);
      const warned = warnings.filter((warning) => warning.code === 'departs-from-direct-build');
      expect(warned.map(({ target }) => target ?? '').sort()).toEqual(targets);
      expect(warned.map(({ message }) => message).join('\n')).toContain(direct);

      const { stdout, exitCode } = await retarget.run(['verify', folder, '-q', ...TARGETS]);
      expect(exitCode).toBe(1);
      expect(stdout).toContain('scale: different instructions');
      expect(stdout).toContain('other: only in the direct build');
    },
    TIME_LIMIT,
  );

  it(
    'takes strings that the optimiser makes for the same, whatever number each way gives them',
    async () => {
      // Each `puts` gets a string of its own, numbered by how many names collided so far: other numbers with IR between.
      const source = `#include <stdio.h>
int main(int n, char **v) {
  printf("first %s\\n", v[0]);
  printf("second %d\\n", n);
  if (n > 1) printf("usage: x\\n");
  printf("no more\\n");
  return 0;
}
`;
      const folder = await project('strings', {
        'src/main.c': source,
        'retarget.json': JSON.stringify({
          programs: [{ name: 'strings', sources: ['src/main.c'], flags: ['-O2'] }],
        }),
      });
      const { code, verification } = await verified(folder);
      expect(verification).toMatchObject({ compared: 3, equal: 3, departures: [] });
      expect(code).toBe(0);
    },
    TIME_LIMIT,
  );

  it(
    'compares code that asks for the CPU, and counts apart what has no source',
    async () => {
      const folder = await project('parts', {
        'main.c':
          '#include <stdio.h>\nint asks(void); int add(int, int);\nint main(void) { printf("%d\\n", add(asks(), 1)); return 0; }\n',
        'asks.c':
          '#ifdef __AVX2__\nint asks(void) { return 2; }\n#else\nint asks(void) { return 1; }\n#endif\n',
        'add.s':
          '.globl add\nadd: leal (%rdi,%rsi), %eax\n ret\n.section .note.GNU-stack,"",@progbits\n',
        'given.ll': 'define i32 @given() {\n  ret i32 7\n}\n',
        'retarget.json': JSON.stringify({
          programs: [
            { sources: ['*.c', 'add.s'], bitcode: ['given.ll'], flags: ['-O2'], name: 'parts' },
          ],
        }),
      });
      const { code, verification } = await verified(folder);
      expect(code).toBe(0);
      expect(verification).toMatchObject({ comparable: 6, compared: 6, equal: 6 });
      const left = verification.uncompared.map(({ reason, objects }) => `${reason} ${objects}`);
      expect(left.sort()).toEqual(['assembly 3', 'bitcode 3']);
    },
    TIME_LIMIT,
  );

  it(
    'says that code from shared bitcode is meant to differ, and compares nothing',
    async () => {
      const folder = await project('bitcode-only', SHADOWED);
      const { code, verification } = await verified(folder, '--bitcode-only');
      expect(code).toBe(4);
      expect(verification).toMatchObject({ bitcodeOnly: true, compared: 0, departures: [] });
      const { stdout } = await retarget.run(['verify', folder, '-q', '--bitcode-only', ...TARGETS]);
      expect(stdout).toMatch(
        /^Nothing was compared: from bitcode only, code is expected to differ/u,
      );
    },
    TIME_LIMIT,
  );

  it(
    'exits 4 where the program does not build',
    async () => {
      const folder = await project('broken', {
        'main.c': 'int main(void) { return missing; }\n',
        'retarget.json': JSON.stringify({ programs: [{ sources: ['main.c'] }] }),
      });
      const { exitCode, stdout } = await retarget.run(['verify', folder, '-q', ...TARGETS]);
      expect(exitCode).toBe(4);
      expect(stdout).toContain('Nothing was built');
    },
    TIME_LIMIT,
  );
});

here('a profile', () => {
  const BUDGET = ['--budget', '200ms', ...TARGETS];
  const profiled = async (folder: string, ...options: string[]): Promise<ProgramResult> => {
    const args = ['profile', folder, '--json', '-q', ...BUDGET, ...options];
    const { stdout, stderr } = await retarget.run(args);
    const program = (JSON.parse(stdout === '' ? '{}' : stdout) as Partial<Run>).programs?.[0];
    if (program === undefined) throw new Error(stderr);
    return program;
  };

  it(
    'compares a sample, all or nothing, as the option or the configuration says',
    async () => {
      const text = (verify: string): string => JSON.stringify({ ...CONFIGURATION, verify });
      const folder = await project('chosen', { ...SHADOWED, 'retarget.json': text('none') });
      expect((await profiled(folder)).verification).toBeUndefined();
      const all = await profiled(folder, '--verify', 'all');
      expect(all.verification).toMatchObject({ choice: 'all', compared: 3, equal: 3 });
      await writeFile(join(folder, 'retarget.json'), text('sample'));
      const { verification } = await profiled(folder);
      expect(verification).toMatchObject({ choice: 'sample', comparable: 3 });
      expect(verification?.compared).toBeGreaterThan(0);
    },
    TIME_LIMIT,
  );

  it(
    'says beside the verdict, in every format, that the code is not the direct build’s',
    async () => {
      const folder = await staleProject('stale-profile');
      const result = await retarget.run(['profile', folder, '--verify', 'all', ...BUDGET]);
      expect(result.stderr).toContain(
        'warning: The code for x86-64-v3 differs from a direct `-march=x86-64-v3` build',
      );
      const shown = result.stdout.replaceAll(/\s+/gu, ' ');
      expect(shown).toMatch(/x86-64-v3 .{0,120}\((?:[^)]*; )?not the same as in a direct build\)/u);
      expect(shown).toContain('3 of 3 objects compared with direct builds, 3 of them differ');
      const report = async (format: string): Promise<string> =>
        (await retarget.run(['report', 'latest', '-p', folder, '--format', format])).stdout;
      expect(await report('markdown')).toMatch(
        /\| x86-64-v3 .*\((?:[^)]*; )?not the same as in a direct build/u,
      );
      expect(await report('junit')).toContain('not the same as in a direct build)');
      expect(await report('csv')).toMatch(
        /,objects_compared,objects_departing,program_index,.*\n(?:.*,3,1,0,0,\d\n)+$/u,
      );
      expect(await report('html')).toContain('departs-from-direct-build');
      const run = JSON.parse(await report('json')) as Run;
      expect(run.warnings.map(({ code }) => code)).toContain('departs-from-direct-build');
      const kept = run.programs[0]?.verification?.departures[0]?.listings?.direct ?? '';
      expect(await readFile(kept, 'utf8')).toContain('other');
      await retarget.run(['runs', '-p', folder, '--delete', 'latest']);
      await expect(readFile(kept, 'utf8')).rejects.toThrow('ENOENT');
    },
    TIME_LIMIT,
  );
});
