// Objects that a linker joined to one by -r: built one by one where nothing else went in, or linked as they were, and named.
import { beforeEach, describe, expect, it } from 'vitest';
import { BUILD, RecordedProject, sourcesOf } from './recorded-project.ts';

const project = new RecordedProject();

beforeEach(async () => {
  await project.writeAll({
    'main.c': `#include <stdio.h>
int one(void), two(void), three(void);
int main(void) { printf("%d\\n", one() + two() + three()); return 0; }
`,
    'one.c': 'int one(void) { return 1; }\n',
    'two.c': 'int two(void) { return 2; }\n',
    'three.c': 'int three(void) { return 3; }\n',
    'data.txt': 'hello',
    'all.ld': 'INPUT(three.o)\n',
  });
});

async function recorded(join: string, after = ''): Promise<void> {
  await project.recordScript(`gcc -O2 -c main.c one.c two.c three.c
rm -f libx.a; ar rcs libx.a two.o three.o
${join}
gcc main.o all.o -o prog
${after}`);
}

describe('objects that were joined', () => {
  it.each([
    'ld -r -o all.o one.o --whole-archive libx.a',
    'ld --relocatable -m elf_x86_64 -z noexecstack -o all.o one.o -L. --whole-archive -lx',
    'gcc -r -nostdlib -O2 -o all.o one.o -Wl,--whole-archive,libx.a,--no-whole-archive',
    'gcc -nostdlib -no-pie -Wl,-r -o all.o one.o -Wl,--push-state,--whole-archive libx.a -Wl,--pop-state',
  ])('with whole archives are built one by one: %s', async (join) => {
    await recorded(join);
    const { program, warnings } = await project.loadKnown('prog', BUILD);
    expect(sourcesOf(program, project)).toEqual(['main.c', 'one.c', 'two.c', 'three.c']);
    expect(warnings.join('\n')).not.toMatch(/Linked as|Left out/u);
    expect(await project.buildAndRun('prog', BUILD)).toEqual(['6\n', '6\n']);
  });

  it.each([
    ['ld -r -o all.o one.o -u two -u three libx.a', '"-u two"'],
    [
      "printf 'int one(void), two(void), three(void); int *all[] = { (int *)one, (int *)two, (int *)three };' > a.c; gcc -c a.c; ld -r -o all.o a.o one.o libx.a",
      'the members of libx.a that it needed',
    ],
    ['ld -r -z noexecstack -o all.o one.o two.o three.o -b binary data.txt', '"-b binary"'],
    ['gcc -r -nostdlib -o all.o one.o two.o all.ld', 'all.ld'],
    ['ld -r -o all.o one.o two.o three.o --defsym=four=one', '--defsym=four=one'],
    ['gcc -r -nostdlib -o all.o one.o two.o three.o -Wl,--wrap,nothing', '"--wrap nothing"'],
  ])('with anything else are linked as they were, and named: %s', async (join, what) => {
    await recorded(join);
    const { program, warnings } = await project.loadKnown('prog', BUILD);
    expect(sourcesOf(program, project)).toEqual(['main.c']);
    expect(program.link.flags).toEqual(['all.o']);
    expect(warnings.join('\n')).toContain(`the same for every target: all.o (joined with `);
    expect(warnings.join('\n')).toContain(what);
    expect(await project.buildAndRun('prog', BUILD)).toEqual(['6\n', '6\n']);
  });

  it('of data alone are linked as they were', async () => {
    await project.write(
      'main.c',
      'extern const char _binary_data_txt_start[];\n#include <stdio.h>\nint main(void) { printf("%.5s\\n", _binary_data_txt_start); return 0; }\n',
    );
    await recorded('ld -r -b binary -o all.o data.txt');
    const { warnings } = await project.load('prog', BUILD);
    expect(warnings).toContainEqual(expect.stringMatching(/all\.o \(joined with "-b binary"\)/u));
    expect(await project.buildAndRun('prog', BUILD)).toEqual(['hello\n', 'hello\n']);
  });

  it('with an archive of which no more is known are linked as they were', async () => {
    await recorded('ld -r -o all.o one.o --whole-archive libx.a', 'rm libx.a');
    const { warnings } = await project.load('prog', BUILD);
    expect(warnings).toContainEqual(
      expect.stringMatching(
        /all\.o \(merged \(ld -r\) from an archive whose contents are only partly known\)/u,
      ),
    );
    expect(await project.buildAndRun('prog', BUILD)).toEqual(['6\n', '6\n']);
  });
});
