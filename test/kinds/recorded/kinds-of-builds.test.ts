// Builds of all kinds, run by their own tools: what is learnt of them builds, links and runs for other targets.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runProcess } from '../../../src/process/run-process.ts';
import { findToolchain } from '../../../src/toolchain/find-toolchain.ts';
import { clang, MAIN, RecordedProject, TWICE } from './recorded-project.ts';

const project = new RecordedProject();

describe('a Makefile', () => {
  const UNITS = 66;
  const manyUnits = async (): Promise<void> => {
    const names = Array.from({ length: UNITS }, (_, at) => `part${at}`);
    for (const [at, name] of names.entries()) {
      await project.write(`src/${name}.c`, `int ${name}(void) { return OWN_${at}; }\n`);
    }
    await project.write(
      'src/main.c',
      `#include <stdio.h>\n${names.map((name) => `int ${name}(void);`).join('\n')}
int main(void) { printf("%d\\n", ${names.map((name) => `${name}()`).join(' + ')}); return 0; }\n`,
    );
    const rules = names.map(
      (name, at) =>
        `src/${name}.o: src/${name}.c\n\t$(CC) -O2 -DOWN_${at}=${at} -c $< -o $@.tmp\n\tmv $@.tmp $@\n`,
    );
    await project.write(
      'Makefile',
      `OBJECTS = src/main.o ${names.map((name) => `src/${name}.o`).join(' ')}
sum: $(OBJECTS)
\t$(CC) -o $@ $(OBJECTS)
${rules.join('\n')}`,
    );
  };

  it('is learnt whole where 64 compilers run at once', async () => {
    await manyUnits();
    const outcome = await project.record(['make', '-j64']);
    expect(outcome.end.exitCode).toBe(0);
    expect(outcome.executables.map(({ name, units }) => ({ name, units }))).toEqual([
      { name: 'sum', units: UNITS + 1 },
    ]);
    const { program } = await project.loadKnown('sum');
    for (let at = 0; at < UNITS; at += 1) {
      expect(project.unit(program.units, `src/part${at}.c`).flags).toContain(`-DOWN_${at}=${at}`);
    }
    const sum = (UNITS * (UNITS - 1)) / 2;
    expect(await project.buildAndRun('sum')).toEqual([`${sum}\n`, `${sum}\n`]);
  });

  it('may build libraries, in folders of their own, and link by -l', async () => {
    await project.writeAll({
      'main.c': MAIN,
      'lib/twice.c': TWICE,
      'lib/unused.c': 'int unused(void) { return missing_everywhere(); }\n',
      'lib/Makefile': 'libtwice.a: twice.o unused.o\n\t$(AR) rcs $@ $^\n\tranlib $@\n',
      Makefile:
        'CFLAGS = -O2 -Wno-implicit-function-declaration\nexport CFLAGS\nprog: main.o lib\n\t$(CC) -o $@ main.o -Llib -ltwice -lm\nlib:\n\t$(MAKE) -C lib\n.PHONY: lib\n',
    });
    await project.record(['make']);
    const { program } = await project.loadKnown('prog');
    expect(program.units.map(({ source }) => source)).toEqual([join(project.path, 'main.c')]);
    expect(program.libraries?.map(({ name, units }) => [name, units.length])).toEqual([
      ['libtwice.a', 2],
    ]);
    expect(program.link.flags).toEqual(['-Llib', { library: 'libtwice.a' }, '-lm']);
    expect(await project.buildAndRun('prog')).toEqual(['42\n', '42\n']);
  });

  it('gives objects that are instruction for instruction those of the same compiler with -march', async () => {
    const source = `void scale(float *x, int n) { for (int i = 0; i < n; i++) x[i] = x[i] * 3.0f + 1.0f; }
int main(void) { float x[100] = {0}; scale(x, 100); return (int)x[3] - 1; }\n`;
    const cc = await clang();
    await project.writeAll({
      'main.c': source,
      Makefile: `prog: main.o\n\t${cc} -o $@ main.o\nmain.o: main.c\n\t${cc} -O3 -march=native -ffast-math -c $< -o $@\n`,
    });
    await project.record(['make']);
    await project.buildAndRun('prog');
    const direct = join(project.path, 'direct.o');
    await runProcess({
      command: cc,
      args: ['-O3', '-ffast-math', '-march=x86-64-v2', '-c', 'main.c', '-o', direct],
      cwd: project.path,
    });
    const folder = join(project.path, 'variants', 'tried', 'x86-64-v2');
    const object = (await readdir(folder)).find((name) => name.endsWith('.o')) ?? '';
    expect(await code(join(folder, object))).toBe(await code(direct));
  });
});

describe('a configure script', () => {
  it('leaves none of its trials in what is learnt, wherever its compiler is', async () => {
    await project.writeScript(
      'configure',
      `CC=/usr/bin/cc
try() {
  echo "$1" > conftest.c
  if $CC -c conftest.c -o conftest.o 2>/dev/null && $CC conftest.o -o conftest 2>/dev/null; then echo "$2"; fi
  rm -f conftest conftest.c conftest.o
}
WORKS=$(try 'int main(void) { return 0; }' yes)
BROKEN=$(try 'int main(void) { return nothing_like_it }' yes)
{ echo "CC = $CC"; echo "DEFS = -DWORKS_\${WORKS:-no} -DBROKEN_\${BROKEN:-no}"; cat Makefile.in; } > Makefile
`,
    );
    await project.writeAll({
      'main.c': MAIN,
      'twice.c': TWICE,
      'Makefile.in':
        'prog: main.o twice.o\n\t$(CC) -o $@ main.o twice.o\n%.o: %.c\n\t$(CC) $(DEFS) -O2 -c $<\n',
    });
    const command = ['sh', '-c', './configure && make'];
    const outcome = await project.record(command);
    expect(outcome.executables.map(({ name }) => name)).toEqual(['prog']);
    const { program } = await project.loadKnown('prog', command);
    expect(program.units).toHaveLength(2);
    expect(project.unit(program.units, 'main.c').flags).toContain('-DWORKS_yes');
    expect(project.unit(program.units, 'main.c').flags).toContain('-DBROKEN_no');
    expect(await project.buildAndRun('prog', command)).toEqual(['42\n', '42\n']);
  });
});

describe('a script', () => {
  it('may compile and link in one line', async () => {
    await project.writeAll({ 'main.c': MAIN, 'twice.c': TWICE });
    await project.writeScript('build.sh', 'gcc -O2 -DX="a b" main.c twice.c -o prog -lm\n');
    await project.record(['./build.sh']);
    const { program } = await project.loadKnown('prog', ['./build.sh']);
    expect(program.units).toHaveLength(2);
    expect(project.unit(program.units, 'main.c').flags).toEqual(['-O2', '-DX=a b']);
    expect(await project.buildAndRun('prog', ['./build.sh'])).toEqual(['42\n', '42\n']);
  });

  it('may name its words in response files that are gone at the end', async () => {
    await project.writeAll({ 'main.c': MAIN, 'twice.c': TWICE });
    await project.writeScript(
      'build.sh',
      `echo "-O1 '-DTEXT=\\"two words\\"' @inner.rsp" > outer.rsp
echo '-DINNER=7 main.c twice.c' > inner.rsp
cc @outer.rsp -o prog
rm outer.rsp inner.rsp
`,
    );
    await project.record(['./build.sh']);
    const { program } = await project.loadKnown('prog', ['./build.sh']);
    expect(project.unit(program.units, 'twice.c').flags).toEqual([
      '-O1',
      '-DTEXT="two words"',
      '-DINNER=7',
    ]);
    expect(await project.buildAndRun('prog', ['./build.sh'])).toEqual(['42\n', '42\n']);
  });

  it('may go by way of assembly and preprocessed text: the source is what is built', async () => {
    await project.writeAll({ 'main.c': MAIN, 'twice.c': TWICE });
    await project.writeScript(
      'build.sh',
      `cc -O2 -DFIRST -E main.c -o main.i
cc -O2 -c main.i -o main.o
cc -O2 -S twice.c -o twice.s
as twice.s -o twice.o
cc main.o twice.o -o prog
`,
    );
    await project.record(['./build.sh']);
    const { program } = await project.loadKnown('prog', ['./build.sh']);
    expect(program.units.map(({ source, language }) => [source, language])).toEqual([
      [join(project.path, 'main.c'), 'c'],
      [join(project.path, 'twice.c'), 'c'],
    ]);
    expect(project.unit(program.units, 'main.c').flags).toContain('-DFIRST');
    expect(await project.buildAndRun('prog', ['./build.sh'])).toEqual(['42\n', '42\n']);
  });

  it('may be told folders to search by its environment', async () => {
    await project.writeAll({
      'main.c': `#include "number.h"\n#include <stdio.h>\nint main(void) { printf("%d\\n", NUMBER); return 0; }\n`,
      'headers/number.h': '#define NUMBER 17\n',
    });
    await project.writeScript('build.sh', 'CPATH=$PWD/headers cc -O2 main.c -o prog\n');
    await project.record(['./build.sh']);
    expect(await project.buildAndRun('prog', ['./build.sh'])).toEqual(['17\n', '17\n']);
  });
});

describe('Ninja', () => {
  it('is learnt in a folder of its own', async () => {
    await project.writeAll({
      'main.cc':
        'extern "C" int twice(int);\n#include <iostream>\nint main() { std::cout << twice(21) << "\\n"; }\n',
      'twice.c': TWICE,
      'out/build.ninja': `rule cc
  command = cc -O2 -c $in -o $out
rule cxx
  command = c++ -O2 -c $in -o $out
rule ar
  command = rm -f $out && ar csrDT $out $in
rule link
  command = c++ -o $out @$out.rsp
  rspfile = $out.rsp
  rspfile_content = $in
build twice.o: cc ../twice.c
build main.o: cxx ../main.cc
build libtwice.a: ar twice.o
build prog: link main.o libtwice.a
`,
    });
    const command = ['ninja', '-C', 'out'];
    await project.record(command);
    const { program } = await project.loadKnown('out/prog', command);
    expect(program.link.language).toBe('c++');
    expect(program.libraries?.map(({ name }) => name)).toEqual(['libtwice.a']);
    expect(await project.buildAndRun('out/prog', command)).toEqual(['42\n', '42\n']);
  });
});

async function code(object: string): Promise<string> {
  const { stdout } = await runProcess({
    command: (await findToolchain()).llvmObjdump,
    args: ['-d', '--no-show-raw-insn', object],
  });
  if (stdout === '') throw new Error(`nothing to compare in ${object}`);
  return stdout.replaceAll(object, 'object');
}
