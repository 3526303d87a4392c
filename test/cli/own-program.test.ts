// The baseline held against the executable that the project's own build made: what is said where they are one, and where not.
import { execFileSync } from 'node:child_process';
import { chmod, mkdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { OwnProgram } from '../../src/model/own-program.ts';
import type { Run } from '../../src/model/run.ts';
import { bundledCommandLine } from './retarget.ts';

const retarget = bundledCommandLine();

const MAIN = `#include <stdio.h>
#include <time.h>
#include <unistd.h>
struct job { int number; };
#define JOB(n) static const struct job job##n __attribute__((section("jobs"), used)) = {n}
JOB(1); JOB(2);
extern const struct job __start_jobs[], __stop_jobs[];
int main(void) {
  int count = 0;
  for (const struct job *each = __start_jobs; each < __stop_jobs; each++) count += each->number;
  printf("jobs %d\\n", count);
  if (RANDOM) printf("%d\\n", (int)getpid());
  printf("built %s\\n", __DATE__);
  return 0;
}
`;
const BUILD = "cc -O2 '-DRANDOM=0' main.c -o bin/app\n";

let project = '';
let counter = 0;
beforeEach(async () => {
  project = join(retarget.folder, `project-${counter++}`);
  await mkdir(join(project, 'bin'), { recursive: true });
  await write('main.c', MAIN);
});

async function write(name: string, text: string): Promise<string> {
  const path = join(project, name);
  await writeFile(path, text);
  return path;
}

async function profiled(
  program: object,
): Promise<{ run: Run; own: OwnProgram | undefined; stderr: string }> {
  await write('retarget.json', JSON.stringify({ programs: [{ name: 'it', ...program }] }));
  const { stdout, stderr } = await retarget.run([
    ...[
      'profile',
      project,
      '--budget',
      '1',
      '--json',
      '--baseline',
      'x86-64',
      '--targets',
      'x86-64',
    ],
  ]);
  const run = JSON.parse(stdout) as Run;
  return { run, own: run.programs[0]?.ownProgram, stderr };
}

function warningsOf({ warnings }: Run): string[] {
  return warnings.flatMap(({ code, message }) =>
    code === 'not-the-projects-program' ? [message] : [],
  );
}

const RECORD = { record: { executable: 'bin/app', command: ['sh', 'build.sh'] } };

describe.skipIf(process.arch !== 'x64' || process.platform !== 'linux')(
  'the executable of a recorded build',
  () => {
    it('is the same program, which the run says with what was compared', async () => {
      await write('build.sh', BUILD);
      const { run, own } = await profiled(RECORD);
      expect(own).toEqual({
        ...{ state: 'same', path: join(project, 'bin/app'), differences: [], benchmarks: 1 },
        compared: ['output', 'exit code', 'libraries', 'exported names', 'tables'],
      });
      expect(warningsOf(run)).toEqual([]);
      const { stdout } = await retarget.run(['report', run.id], { cwd: project });
      expect(stdout.replaceAll(/\s+/gu, ' ')).toContain(
        "Same output, exit code, libraries, exported names and tables as the project's own program",
      );
    });

    it('of another program is told by its first differing line, before anything is measured', async () => {
      await write('build.sh', BUILD);
      await profiled(RECORD);
      await write('other.c', '#include <stdio.h>\nint main(void) { puts("jobs 7"); return 0; }\n');
      execFileSync('cc', ['-rdynamic', '-O2', 'other.c', '-o', 'bin/app'], { cwd: project });
      const { run, own, stderr } = await profiled(RECORD);
      expect(own?.state).toBe('different');
      const [message = ''] = warningsOf(run);
      expect(message).toContain(
        'line 1 of the output is "jobs 7" in the project\'s program, "jobs 3" in the baseline',
      );
      expect(message).toContain(
        "section jobs holds nothing in the project's program, 2 entries in the baseline",
      );
      expect(stderr).toContain('warning: The baseline differs from');
      expect(stderr.indexOf('warning: The baseline differs from')).toBeLessThan(
        stderr.indexOf('rounds'),
      );
      const { stdout } = await retarget.run(['report', run.id], { cwd: project });
      expect(stdout.replaceAll(/\s+/gu, ' ')).toContain(
        "But what was measured for it is not the project's own program.",
      );
      const words = "baseline (not the project's own program)";
      expect(stdout.replaceAll(/\s+/gu, ' ')).toContain(words);
      const report = async (format: string): Promise<string> =>
        (await retarget.run(['report', run.id, '--format', format], { cwd: project })).stdout;
      expect(await report('markdown')).toContain(`${words} |`);
      expect(await report('junit')).toContain("(not the project's own program)");
      expect(await report('csv')).toMatch(/,own_program,.*\n.*,different,/u);
    });

    it('may round otherwise and name its compiler where another one made it, which is said', async () => {
      await write(
        'main.c',
        `#include <stdio.h>
#ifdef __clang__
#define SUM 0.30000000000000004
#else
#define SUM 0.3
#endif
int main(void) { printf("compiler GCC%s\\nsum %.17g\\n", __VERSION__, SUM); puts(WORD); return 0; }
`,
      );
      const build = 'gcc -O2 "-DWORD=\\"end\\"" main.c -o bin/app\n';
      await write('build.sh', build);
      const { run, own } = await profiled(RECORD);
      expect(own).toMatchObject({ state: 'same', differences: [] });
      expect(own?.notes?.join()).toContain('(a different compiler built it)');
      expect(warningsOf(run)).toEqual([]);
      const { stdout } = await retarget.run(['report', run.id], { cwd: project });
      expect(stdout).toContain('a different compiler built it');

      execFileSync('gcc', ['-O2', '-DWORD="other"', 'main.c', '-o', 'bin/app'], { cwd: project });
      const other = await profiled(RECORD);
      expect(other.own?.state).toBe('different');
      expect(warningsOf(other.run)[0]).toMatch(/^The baseline differs from your own build/u);
    });

    it('may do otherwise where it was built for a CPU, which is said', async () => {
      await write(
        'main.c',
        `#include <stdio.h>
#ifdef __SSE4_2__
#define NAME "SSE4.2"
#else
#define NAME "plain"
#endif
int main(void) { puts(NAME); return 0; }
`,
      );
      await write('build.sh', 'cc -O2 -march=x86-64-v2 main.c -o bin/app\n');
      const { run, own } = await profiled(RECORD);
      expect(own?.notes?.join()).toContain('built with CPU flags');
      expect(warningsOf(run)).toEqual([]);
    });

    it('is not called another one for an exit code that it has once', async () => {
      await write(
        'main.c',
        `#include <stdio.h>
int main(void) {
  int count = 0;
  FILE *file = fopen("count", "r");
  if (file) { fscanf(file, "%d", &count); fclose(file); }
  file = fopen("count", "w");
  fprintf(file, "%d", ++count);
  fclose(file);
  return count == 2 ? 3 : 0;
}
`,
      );
      await write('build.sh', 'cc -O2 main.c -o bin/app\n');
      const { run, own } = await profiled(RECORD);
      expect(own?.reason).toContain('changes from run to run');
      expect(warningsOf(run)).toEqual([]);
    });

    it('is no same output where both die, and a library that the loader takes from elsewhere is named', async () => {
      await mkdir(join(project, 'a'));
      await mkdir(join(project, 'b'));
      await write('f.c', 'int f(void) { return 0; }\n');
      await write('main.c', 'int f(void);\nint main(void) { return f(); }\n');
      for (const folder of ['a', 'b'])
        execFileSync('cc', ['-shared', 'f.c', '-o', `${folder}/libf.so`], { cwd: project });
      await write('build.sh', 'cc -O2 main.c -o bin/app -La -lf\n');
      const lacking = await profiled(RECORD);
      expect(lacking.own?.reason).toContain('both end with exit code 127');
      for (const what of ['output', 'exit code', 'libraries'])
        expect(lacking.own?.compared).not.toContain(what);
      const elsewhere = { LD_LIBRARY_PATH: join(project, 'b') };
      const { run } = await profiled({ ...RECORD, benchmarks: [{ name: 'b', env: elsewhere }] });
      const told = run.warnings.map(({ message }) => message).join('\n');
      expect(told).toContain(`The loader uses ${join(project, 'b/libf.so')}`);
      expect(told).toContain(`linked with ${join(project, 'a/libf.so')}`);
      const linked = { LD_LIBRARY_PATH: join(project, 'a') };
      const same = await profiled({ ...RECORD, benchmarks: [{ name: 'b', env: linked }] });
      expect(same.run.warnings.map(({ message }) => message).join()).not.toContain('The loader');
    });

    it('is not held against it where it ends or prints otherwise each time', async () => {
      await write('build.sh', BUILD.replace('RANDOM=0', 'RANDOM=1'));
      const { run, own } = await profiled(RECORD);
      expect(own?.reason).toContain('changes from run to run');
      expect(warningsOf(run)).toEqual([]);
    });
  },
);

describe.skipIf(process.arch !== 'x64' || process.platform !== 'linux')('sources', () => {
  it('are held against what one line of clang makes of them', async () => {
    const { run, own } = await profiled({ sources: ['main.c'], flags: ['-O2', '-DRANDOM=0'] });
    expect(own?.state).toBe('same');
    expect(own?.line).toMatch(/clang\S* -O2 -DRANDOM=0 -march=x86-64 .*main\.c.* -o it$/u);
    expect(own?.compared).toContain('output');
    expect(warningsOf(run)).toEqual([]);
  });

  it('are run once against it for all rows that share their executions', async () => {
    await write(
      'main.c',
      '#include <stdio.h>\nint main(void) { puts("a: 1.5\\nb: 2.5"); return 0; }\n',
    );
    const metric = { pattern: '^(?<name>[ab]): (?<value>[\\d.]+)', better: 'lower' };
    const benchmarks = [{ name: 'rows', metric }];
    const { run, own } = await profiled({ sources: ['main.c'], flags: ['-O2'], benchmarks });
    expect(run.programs[0]?.benchmarks).toHaveLength(2);
    expect(own?.benchmarks).toBe(1);
  });

  it('are named to that line as they are to the units', async () => {
    await mkdir(join(project, 'src'));
    await write('src/k.c', '#include <stdio.h>\nint main(void) { puts(__FILE__); return 0; }\n');
    const { run, own } = await profiled({ sources: ['src/k.c'], flags: ['-O2'] });
    expect(own?.state).toBe('same');
    expect(warningsOf(run)).toEqual([]);
  });
});

describe.skipIf(process.arch !== 'x64' || process.platform !== 'linux' || !isThere('cmake'))(
  'the executable in a build folder of CMake',
  () => {
    const cmake = { cmake: { target: 'app', build: 'build' } };

    it('is compared where it is up to date, and named where it is not', async () => {
      await write(
        'CMakeLists.txt',
        'cmake_minimum_required(VERSION 3.14)\nproject(demo C)\nadd_library(part SHARED part.c)\nset_target_properties(part PROPERTIES VERSION 1.2-rc SOVERSION 1)\nadd_executable(app app.c)\ntarget_link_libraries(app part)\n',
      );
      const source = await write('part.c', 'int part(void) { return 4; }\n');
      await write(
        'app.c',
        '#include <stdio.h>\nint part(void);\nint main(void) { printf("%d\\n", part()); return 0; }\n',
      );
      execFileSync('cmake', [
        '-S',
        project,
        '-B',
        join(project, 'build'),
        '-DCMAKE_BUILD_TYPE=Release',
      ]);
      expect((await profiled(cmake)).own?.reason).toBe(
        `it does not exist; \`cmake --build ${join(project, 'build')} --target app\` creates it`,
      );
      execFileSync('cmake', ['--build', join(project, 'build')]);
      expect((await profiled(cmake)).own).toMatchObject({ state: 'same', benchmarks: 1 });
      const later = new Date(Date.now() + 60_000);
      await utimes(source, later, later);
      const stale = (await profiled(cmake)).own;
      expect(stale?.state).toBe('not compared');
      expect(stale?.reason).toMatch(/older than .*part\.c/u);
    });

    it('takes its library from the project where the variant would take the one of the system', async () => {
      await write(
        'CMakeLists.txt',
        'cmake_minimum_required(VERSION 3.14)\nproject(demo C)\nadd_executable(app app.c)\n',
      );
      await write('app.c', '#include <stdio.h>\nint main(void) { puts("here"); return 0; }\n');
      const build = join(project, 'build');
      execFileSync('cmake', ['-S', project, '-B', build, '-DCMAKE_BUILD_TYPE=Release']);
      // Stands for a build whose link names a library that Retarget does not see.
      await write('z.c', 'const char *zlibVersion(void) { return "own"; }\n');
      execFileSync(
        'cc',
        ['-shared', '-fPIC', '-Wl,-soname,libz.so.1', 'z.c', '-o', 'build/libz.so.1'],
        { cwd: project },
      );
      execFileSync(
        'cc',
        [
          '-O3',
          'app.c',
          '-Wl,--no-as-needed',
          'build/libz.so.1',
          `-Wl,-rpath,${build}`,
          '-o',
          'build/app',
        ],
        { cwd: project },
      );
      await chmod(join(build, 'app'), 0o755);
      const { run, own } = await profiled(cmake);
      expect(own?.state).toBe('different');
      expect(warningsOf(run)[0]).toContain(
        `the project's program loads ${join(build, 'libz.so.1')}, the baseline does not load libz.so.1`,
      );
    });
  },
);

function isThere(program: string): boolean {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
