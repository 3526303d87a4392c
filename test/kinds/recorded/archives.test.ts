// Ways in which ar fills archives: members of one name, archives within archives, scripts.
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { runProcess } from '../../../src/process/run-process.ts';
import { BUILD, RecordedProject } from './recorded-project.ts';

const project = new RecordedProject();

beforeEach(async () => {
  await project.writeAll({
    'main.c': `#include <stdio.h>
int one(void), two(void), three(void);
int main(void) { printf("%d\\n", one() + two() + three()); return 0; }
`,
    'a/util.c': 'int one(void) { return 1; }\n',
    'b/util.c': 'int two(void) { return 2; }\n',
    'three.c': 'int three(void) { return 3; }\n',
  });
});

async function recorded(archive: string, link: string): Promise<void> {
  await project.recordScript(`gcc -O2 -c main.c three.c
(cd a && gcc -O2 -c util.c); (cd b && gcc -O2 -c util.c)
rm -f *.a
${archive}
gcc main.o ${link} -o prog
`);
}

async function sources(): Promise<(readonly string[])[]> {
  const { program } = await project.load('prog', BUILD);
  const short = (path: string): string => path.slice(join(project.path, '/').length);
  return (program.libraries ?? []).map(({ units }) => units.map(({ source }) => short(source)));
}

describe('an archive', () => {
  it('to which ar q adds members of one name has them all', async () => {
    await recorded('ar qc libx.a a/util.o; ar q libx.a b/util.o three.o; ranlib libx.a', 'libx.a');
    expect(await sources()).toEqual([['a/util.c', 'b/util.c', 'three.c']]);
    expect(await project.buildAndRun('prog', BUILD)).toEqual(['6\n', '6\n']);
    // What an earlier build put in does not count.
    await project.record(BUILD);
    expect(await sources()).toEqual([['a/util.c', 'b/util.c', 'three.c']]);
  });

  it('in which ar r replaces a member has the last of that name', async () => {
    await recorded('ar rc libx.a a/util.o; ar rcs libx.a b/util.o three.o', 'a/util.o libx.a');
    expect(await sources()).toEqual([['b/util.c', 'three.c']]);
  });

  it.each([
    ['thin ones', 'ar crT libinner.a a/util.o b/util.o; ar crsT libx.a libinner.a three.o'],
    [
      'one with the files in it',
      'ar cq libinner.a a/util.o b/util.o; ar crsT libx.a libinner.a three.o',
    ],
    [
      'some in folders, as Linux builds them',
      `ar cDPrST a/built-in.a a/util.o; ar cDPrST b/built-in.a b/util.o
rm -f libx.a; ar cDPrST libx.a a/built-in.a b/built-in.a three.o; ranlib libx.a`,
    ],
  ])('that is thin, of other archives, is made of their members: %s', async (_how, archives) => {
    await recorded(archives, '-Wl,--whole-archive libx.a -Wl,--no-whole-archive');
    expect(await sources()).toEqual([['a/util.c', 'b/util.c', 'three.c']]);
    const { warnings } = await project.load('prog', BUILD);
    expect(warnings.join('\n')).not.toContain('Linked as');
    expect(await project.buildAndRun('prog', BUILD)).toEqual(['6\n', '6\n']);
    await project.record(BUILD);
    expect(await sources()).toEqual([['a/util.c', 'b/util.c', 'three.c']]);
  });

  it.each(['libx.a', '-L. -lx'])(
    'that a script fills is linked as it was, without the advice to clean: %s',
    async (words) => {
      await project.write(
        'script.mri',
        'create libx.a\naddmod a/util.o\naddmod b/util.o\naddmod three.o\nsave\nend\n',
      );
      await recorded('ar -M < script.mri', words);
      const { warnings } = await project.load('prog', BUILD);
      expect(warnings.join('\n')).toMatch(/as the build made them.*libx\.a \(.*`ar -M` script/u);
      expect(warnings.join('\n')).not.toContain('clean the build');
      expect(await project.buildAndRun('prog', BUILD)).toEqual(['6\n', '6\n']);
    },
  );

  it('that was there before is named where it is found by -l', async () => {
    await project.writeScript(
      'before.sh',
      'for each in a/util b/util three; do gcc -c $each.c; ar qc libx.a $(basename $each).o; done; ranlib libx.a\n',
    );
    await runProcess({ command: './before.sh', args: [], cwd: project.path });
    await project.recordScript('gcc -O2 -c main.c\ngcc main.o -L. -lx -o prog\n');
    const { warnings } = await project.load('prog', BUILD);
    expect(warnings).toContainEqual(
      expect.stringMatching(/the recording did not see them built: libx\.a\. .*clean/u),
    );
  });
});
