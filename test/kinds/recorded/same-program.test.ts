// Where linkers make other programs of the same objects: each variant prints what the project's own executable prints.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runProcess } from '../../../src/process/run-process.ts';
import { BUILD, RecordedProject } from './recorded-project.ts';

const project = new RecordedProject();

const JOB = (name: string): string => `struct job { const char *name; };
static const struct job job_${name} __attribute__((section("jobs"), used)) = { "${name}" };
`;
const JOBS = `#include <stdio.h>
struct job { const char *name; };
extern const struct job __start_jobs[] __attribute__((weak)), __stop_jobs[] __attribute__((weak));
int main(void) {
  int count = 0;
  for (const struct job *each = __start_jobs; each < __stop_jobs; each++, count++) puts(each->name);
  printf("%d jobs\\n", count);
  return 0;
}
`;
const SAYS =
  '#include <stdio.h>\nint value(void);\nint main(void) { printf("%d\\n", value()); return 0; }\n';
const VALUE = (value: number, attribute = ''): string =>
  `${attribute} int value(void) { return ${value}; }\n`;
const STARTS = (name: string, priority: string): string =>
  `#include <stdio.h>\n__attribute__((constructor${priority})) static void start(void) { puts("${name}"); }\n`;

/** A build's files and its script, which makes `prog`. */
interface Build {
  readonly files: Readonly<Record<string, string>>;
  readonly script: string;
  readonly prints: string;
}

const BUILDS: Readonly<Record<string, Build>> = {
  'entries between __start_ and __stop_ under --gc-sections': {
    files: { 'main.c': JOBS, 'one.c': JOB('one'), 'two.c': JOB('two') },
    script:
      'cc -O2 -fdata-sections -ffunction-sections -c main.c one.c two.c\ncc -Wl,--gc-sections -o prog main.o one.o two.o\n',
    prints: 'one\ntwo\n2 jobs\n',
  },
  'a tentative definition that a member of an archive defines': {
    files: {
      'main.c':
        '#include <stdio.h>\nextern int table[];\nint main(void) { printf("%d\\n", table[1]); return 0; }\n',
      'tent.c': 'int table[64];\n',
      'real.c': 'int table[64] = {1, 2, 3};\n',
    },
    script:
      'cc -O2 -fcommon -c main.c tent.c real.c\nar crs libr.a real.o\ncc -o prog main.o tent.o libr.a\n',
    prints: '2\n',
  },
  'two definitions under -z muldefs': {
    files: { 'main.c': SAYS, 'a.c': VALUE(1), 'b.c': VALUE(2) },
    script: 'cc -O2 -c main.c a.c b.c\ncc -Wl,-z,muldefs -o prog main.o b.o a.o\n',
    prints: '2\n',
  },
  'a weak definition of an archive before a strong one of the next': {
    files: {
      'main.c': SAYS.replaceAll('value()', 'value() + other()').replace(
        'int value(void);',
        'int value(void), other(void);',
      ),
      'weak.c': VALUE(1, '__attribute__((weak))'),
      'strong.c': `int other(void) { return 40; }\n${VALUE(2)}`,
    },
    script:
      'cc -O2 -c main.c weak.c strong.c\nar crs libweak.a weak.o\nar crs libstrong.a strong.o\ncc -o prog main.o libweak.a libstrong.a\n',
    prints: '42\n',
  },
  'constructors with priorities, over objects': {
    files: {
      'main.c': '#include <stdio.h>\nint main(void) { puts("main"); return 0; }\n',
      'a.c': STARTS('plain a', ''),
      'b.c': STARTS('late b', '(300)'),
      'c.c': STARTS('early c', '(200)'),
      'd.c': STARTS('plain d', ''),
    },
    script: 'cc -O2 -c main.c a.c b.c c.c d.c\ncc -o prog main.o d.o b.o a.o c.o\n',
    prints: 'early c\nlate b\nplain d\nplain a\nmain\n',
  },
};

describe('a recorded program', () => {
  it.each(Object.entries(BUILDS))('is the project’s own with %s', async (_, build) => {
    await project.writeAll(build.files);
    await project.recordScript(build.script);
    const own = await runProcess({ command: join(project.path, 'prog'), args: [] });
    expect(own.stdout).toBe(build.prints);
    expect(await project.buildAndRun('prog', BUILD)).toEqual([build.prints, build.prints]);
  });

  it('links what was compiled from standard input as the build made it, and says so by name', async () => {
    await project.writeAll({ 'main.c': SAYS });
    await project.recordScript(
      `echo 'int value(void) { return 7; }' | cc -O3 -x c -c - -o tab.o\ncc -O2 -c main.c\ncc main.o tab.o -o prog\n`,
    );
    expect(await project.buildAndRun('prog', BUILD)).toEqual(['7\n', '7\n']);
    const { warnings } = await project.load('prog', BUILD);
    expect(warnings.join('\n')).toContain('tab.o (compiled from standard input)');
  });
});

describe('lld', () => {
  it('keeps what __start_ names, where it puts what is inferred in order', async () => {
    await project.writeAll({ 'main.c': JOBS, 'one.c': JOB('one') });
    const entries = ['main.c', 'one.c'].map((file) => ({
      ...{ directory: project.path, file, command: `cc -O2 -fdata-sections -c ${file}` },
    }));
    await project.write('compile_commands.json', JSON.stringify(entries));
    const program = {
      ...{ compileCommands: 'compile_commands.json', main: 'main.c', units: ['one.c'] },
      link: ['-Wl,--gc-sections'],
    };
    expect(await project.builtAndRun(program)).toEqual(['one\n1 jobs\n', 'one\n1 jobs\n']);
  });
});
